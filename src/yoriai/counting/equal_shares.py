"""The Method of Equal Shares (Peters and Skowron 2020), exactly.

Each voter gets an equal share of the budget; a project is funded where its supporters can pay for it
together, the cheapest per unit of utility first. `completion.py` raises the shares until the budget is used.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from yoriai.counting.ballots import Ints

Utility = Literal["cost", "cardinality"]
Chooser = Callable[[list[int]], int]
Purse = tuple[Fraction, int]  # money of each, and how many voters have it


@dataclass(frozen=True)
class Purchase:
    """One funded project: price per unit of utility, who paid, the most anyone paid, and what payers have
    left. `tied` are the projects among which a tie break had to choose.
    """

    project: int
    rho: Fraction
    payers: int
    payment: Fraction
    left: Fraction
    tied: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Budgeting:
    """Voters grouped by what they support: `supports` (groups x projects), `counts` voters per group."""

    supports: NDArray[np.bool_]
    counts: Ints
    costs: tuple[Fraction, ...]
    budget: Fraction
    voters: int
    utility: Utility = "cost"

    @cached_property
    def utilities(self) -> list[Fraction]:
        return list(self.costs) if self.utility == "cost" else [Fraction(1)] * len(self.costs)

    @cached_property
    def backers(self) -> list[NDArray[np.int64]]:
        """Groups that support each project."""
        return [np.flatnonzero(column) for column in self.supports.T]

    @cached_property
    def sizes(self) -> list[Ints]:
        """Voters in each of these groups."""
        return [self.counts[groups] for groups in self.backers]

    @cached_property
    def backing(self) -> list[int]:
        """Supporters of each project."""
        return [int(sizes.sum()) for sizes in self.sizes]

    def share(self, raised: int) -> Fraction:
        """What every voter may spend."""
        return self.budget / max(self.voters, 1) + raised

    def first_of(self, tied: list[int], choose: Chooser) -> int:
        """Among projects of equal price: the most supported, then by the tie break."""
        most = max(self.backing[p] for p in tied)
        return choose([p for p in tied if self.backing[p] == most])

    def free(self, choose: Chooser) -> list[int]:
        """Supported projects that cost nothing: bought before all others, in order."""
        left = [p for p, cost in enumerate(self.costs) if cost == 0 and self.backing[p]]
        return [left.pop(left.index(self.first_of(left, choose))) for _ in list(left)]


def exact_run(case: Budgeting, raised: int, choose: Chooser) -> list[Purchase]:
    """Purchases in order when every share is budget / voters + raised, in exact fractions."""
    share, backing, purses = case.share(raised), case.backing, Purses(case, case.share(raised))
    bought = [Purchase(p, Fraction(0), backing[p], Fraction(0), share * backing[p]) for p in case.free(choose)]
    left = {p: Fraction(0) for p, n in enumerate(backing) if n and case.costs[p]}  # prices so far: they never fall
    while left:
        payments: dict[int, Fraction] = {}
        for p in sorted(left, key=left.__getitem__):
            if payments and left[p] > min(left[q] for q in payments):
                break
            payment = _payment(purses.of(p), case.costs[p])
            if payment is None:
                del left[p]
                continue
            left[p], payments[p] = payment / case.utilities[p], payment
        if not payments:
            break
        lowest = min(left[p] for p in payments)
        tied = [p for p in payments if left[p] == lowest]
        project = case.first_of(tied, choose)
        purses.pay(project, payments[project])
        rest = sum((money * n for money, n in purses.of(project)), Fraction(0))
        even = tuple(p for p in tied if backing[p] == backing[project])
        bought.append(Purchase(project, lowest, backing[project], payments[project], rest, even))
        del left[project]
    return bought


class Purses:
    """What each group has left. Groups with the same purse share an entry of `money`; `entry` tells which."""

    def __init__(self, case: Budgeting, share: Fraction) -> None:
        self.case, self.money = case, [share]
        self.entry = np.zeros(len(case.counts), np.int64)

    def of(self, p: int) -> list[Purse]:
        """The purses of the supporters of a project."""
        voters = np.zeros(len(self.money), np.int64)
        np.add.at(voters, self.entry[self.case.backers[p]], self.case.sizes[p])
        return [(self.money[e], int(voters[e])) for e in np.flatnonzero(voters)]

    def pay(self, p: int, payment: Fraction) -> None:
        backers = self.case.backers[p]
        entries = self.entry[backers]
        for e in np.unique(entries):
            self.entry[backers[entries == e]] = len(self.money)
            self.money.append(self.money[e] - min(self.money[e], payment))


def _payment(purses: list[Purse], cost: Fraction) -> Fraction | None:
    """The smallest amount q with sum of min(money, q) = cost; None if they cannot pay."""
    owed, payers = cost, sum(n for _, n in purses)
    for money, n in sorted(purses):
        if money * payers >= owed:
            return owed / payers
        owed, payers = owed - money * n, payers - n
    return None
