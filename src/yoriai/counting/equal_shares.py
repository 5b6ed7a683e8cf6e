"""The Method of Equal Shares (Peters and Skowron 2020) with the completion add1, exactly.

Each voter gets an equal share of the budget; a project is funded where its supporters can pay for it
together, the cheapest per unit of utility first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from yoriai.counting.ballots import Ints

Utility = Literal["cost", "cardinality"]
Completion = Literal["add1", "add1u", "none"]
Chooser = Callable[[list[int]], int]
Alike = Callable[["Budgeting", int, Sequence[int]], int | None]


@dataclass(frozen=True)
class Purchase:
    """One funded project: price per unit of utility, who paid, the most anyone paid, and what payers have
    left.
    """

    project: int
    rho: Fraction
    payers: int
    payment: Fraction
    left: Fraction


@dataclass(frozen=True, eq=False)
class Budgeting:
    """Voters grouped by what they support: `supports` (groups x projects), `counts` voters per group."""

    supports: NDArray[np.bool_]
    counts: Ints
    costs: tuple[Fraction, ...]
    budget: Fraction
    voters: int
    utility: Utility = "cost"

    def utilities(self) -> list[Fraction]:
        return list(self.costs) if self.utility == "cost" else [Fraction(1)] * len(self.costs)

    @cached_property
    def backers(self) -> list[NDArray[np.int64]]:
        """Groups that support each project."""
        return [np.flatnonzero(column) for column in self.supports.T]

    @cached_property
    def sizes(self) -> list[tuple[Ints, int]]:
        """Voters in each of these groups, and altogether."""
        return [(self.counts[groups], int(self.counts[groups].sum())) for groups in self.backers]

    @cached_property
    def cost_parts(self) -> list[tuple[int, int]]:
        """Costs as numerators and denominators."""
        return [(cost.numerator, cost.denominator) for cost in self.costs]

    @cached_property
    def utility_parts(self) -> list[tuple[int, int]]:
        return [(utility.numerator, utility.denominator) for utility in self.utilities()]

    def backing(self) -> list[int]:
        """Supporters of each project."""
        return [int(n) for n in np.where(self.supports, self.counts[:, None], 0).sum(axis=0)]


def equal_shares(
    case: Budgeting, completion: Completion, choose: Chooser, alike: Alike | None = None
) -> tuple[list[Purchase], int]:
    """Purchases in order and how often every share was raised by one unit.

    `choose` settles projects of equal price among the most supported. add1 stops at the first raise whose
    outcome
    would cost more than the budget (and takes the one before), or when nothing more fits. `alike` tells how
    many
    further raises are certain to change nothing; it is asked ever more rarely where it does not help.
    """
    raised = 0
    if completion != "none":
        fundable = [p for p, n in enumerate(case.backing()) if n]
        now, repeated = outcome(case, Fraction(0), choose), 0
        patience = max(4, len(case.counts))  # asking costs about as much as this many raises
        done = _complete(case, now, fundable)
        while not done:
            if alike and repeated >= patience:
                skipped = alike(case, raised, now)
                if skipped is None:
                    break
                patience = patience if skipped > patience else patience * 2
                raised, repeated = raised + skipped, 0
            following = outcome(case, Fraction(raised + 1), choose)
            same = following == now
            if not same and sum(case.costs[p] for p in following) > case.budget:
                break
            done = not same and _complete(case, following, fundable)
            repeated = repeated + 1 if same else 0
            now, raised = following, raised + 1
    return exact_run(case, Fraction(raised), choose), raised


def _complete(case: Budgeting, funded: list[int], fundable: list[int]) -> bool:
    spare = case.budget - sum(case.costs[p] for p in funded)
    return not any(case.costs[p] <= spare for p in fundable if p not in funded)


def outcome(case: Budgeting, extra: Fraction, choose: Chooser) -> list[int]:
    """Projects funded when every share is budget / voters + extra, in order."""
    quick = QuickRun(case, extra, choose).run()
    return [purchase.project for purchase in exact_run(case, extra, choose)] if quick is None else quick


def exact_run(case: Budgeting, extra: Fraction, choose: Chooser) -> list[Purchase]:
    """The method in exact fractions."""
    money = [case.budget / case.voters + extra] * len(case.counts) if case.voters else []
    backing, utilities, counts = case.backing(), case.utilities(), case.counts.tolist()
    groups = [np.flatnonzero(column).tolist() for column in case.supports.T]
    left = {p: Fraction(0) for p, n in enumerate(backing) if n}  # lower bounds: prices never fall
    bought: list[Purchase] = []
    while left:
        best: dict[int, Fraction] = {}
        lowest: Fraction | None = None
        for p in sorted(left, key=left.__getitem__):
            if lowest is not None and left[p] > lowest:
                break
            payment = _payment([(money[g], counts[g]) for g in groups[p]], case.costs[p])
            if payment is None:
                del left[p]
                continue
            left[p] = payment / utilities[p] if utilities[p] else Fraction(0)
            best[p] = payment
            lowest = left[p] if lowest is None else min(lowest, left[p])
        if lowest is None:
            break
        tied = [p for p in best if left[p] == lowest]
        most = max(backing[p] for p in tied)
        project = choose([p for p in tied if backing[p] == most])
        for g in groups[project]:
            money[g] -= min(money[g], best[project])
        rest = sum((money[g] * counts[g] for g in groups[project]), Fraction(0))
        bought.append(Purchase(project, lowest, backing[project], best[project], rest))
        del left[project]
    return bought


def _payment(purses: list[tuple[Fraction, int]], cost: Fraction) -> Fraction | None:
    """The smallest amount q with sum of min(money, q) = cost; None if they cannot pay."""
    owed, payers = cost, sum(n for _, n in purses)
    for money, n in sorted(purses):
        if money * payers >= owed:
            return owed / payers
        owed, payers = owed - money * n, payers - n
    return None


@dataclass(frozen=True)
class Offer:
    """What the richest supporters of a project would pay (-1: together they cannot), how far from exact that
    may be, and whether all of them pay the same."""

    project: int
    payment: int
    error: int
    even: bool


NOTHING = Offer(-1, -1, 0, even=False)


class QuickRun:
    """The method in 64-bit integers with a bound on their error; gives up where rounding could decide.

    Money is counted in 1/scale of the currency unit. `slack` bounds how far any purse is from its exact
    value.
    """

    def __init__(self, case: Budgeting, extra: Fraction, choose: Chooser):
        self.case, self.choose = case, choose
        share = case.budget / max(case.voters, 1) + extra
        wealth = (
            max(
                int(share * case.voters),
                max((top // bottom for top, bottom in case.cost_parts), default=1),
                1,
            )
            + case.voters
            + 1
        )
        self.scale = 2**60 // wealth
        self.purse = np.full(len(case.counts), int(share * self.scale), np.int64)
        self.costs = [top * self.scale // bottom for top, bottom in case.cost_parts]
        self.slack = 1
        self.cost_slack = int(any(bottom > 1 for _, bottom in case.cost_parts))
        self.groups = case.backers

    def run(self) -> list[int] | None:
        """Funded projects in order, or None where two prices, or a purse and a cost, are too close to
        call.
        """
        if any(top == 0 for top, _ in self.case.utility_parts):
            return None
        floor = {  # while no purse is empty, the lowest price
            p: self._bounds(p, self.costs[p] // supporters, 1)[0]
            for p, (_, supporters) in enumerate(self.case.sizes)
            if supporters
        }
        bought: list[int] = []
        while floor:
            found = self._cheapest(floor)
            if found is None:
                return None
            if found is NOTHING:
                break
            backers = self.groups[found.project]
            self.purse[backers] -= np.minimum(self.purse[backers], found.payment)
            self.slack += found.error
            bought.append(found.project)
            del floor[found.project]
        return bought

    def _cheapest(self, floor: dict[int, int]) -> "Offer | None":
        prices: list[tuple[int, int, Offer]] = []
        bound: int | None = None
        for p in sorted(floor, key=floor.__getitem__):
            if bound is not None and floor[p] > bound:
                break
            offer = self._offer(p)
            if offer is None:
                return None
            if offer.payment < 0:
                del floor[p]
                continue
            low, high = self._bounds(p, offer.payment, offer.error)
            floor[p] = low
            prices.append((low, high, offer))
            bound = high if bound is None else min(bound, high)
        if bound is None:
            return NOTHING
        near = [offer for low, _, offer in prices if low <= bound]
        return near[0] if len(near) == 1 else self._nearly_equal(near)

    def _nearly_equal(self, near: list["Offer"]) -> "Offer | None":
        """The lowest of prices too close for rounded numbers, if all are even shares of a cost; else None."""
        if not all(offer.even for offer in near):
            return None
        backing = {offer.project: self.case.sizes[offer.project][1] for offer in near}
        price = {p: self.case.costs[p] / (n * Fraction(*self.case.utility_parts[p])) for p, n in backing.items()}
        tied = [p for p in price if price[p] == min(price.values())]
        chosen = self.choose([p for p in tied if backing[p] == max(backing[t] for t in tied)])
        return next(offer for offer in near if offer.project == chosen)

    def _bounds(self, p: int, payment: int, error: int) -> tuple[int, int]:
        bottom, top = self.case.utility_parts[p]
        return (max(payment - error, 0) * top << 40) // bottom, ((payment + error) * top << 40) // bottom + 1

    def _offer(self, p: int) -> "Offer | None":
        """What the supporters would pay; None if whether they can is too close to call."""
        purse, cost, (sizes, supporters) = self.purse[self.groups[p]], self.costs[p], self.case.sizes[p]
        doubt = supporters * self.slack + 1
        equal = cost // supporters
        if int(purse.min()) > equal + doubt:  # nobody runs out of money: all pay the same
            return Offer(p, equal, self.cost_slack // supporters + 2, even=True)
        wealth = int((purse * sizes).sum())
        if wealth + doubt < cost:
            return NOTHING
        if wealth - doubt <= cost:
            return None
        order = np.argsort(purse, kind="stable")
        purse, sizes = purse[order], sizes[order]
        paid = np.cumsum(purse * sizes) - purse * sizes
        payers = supporters - (np.cumsum(sizes) - sizes)
        first = int(np.argmax(purse * payers >= cost - paid))
        payment = (cost - int(paid[first])) // int(payers[first])
        # those who certainly have more than they must pay, however the purses are rounded, carry the rounding
        rich = int(sizes[purse >= payment + doubt].sum())
        if rich == 0:
            return None
        return Offer(p, payment, ((supporters - rich) * self.slack + self.cost_slack) // rich + 2, even=False)
