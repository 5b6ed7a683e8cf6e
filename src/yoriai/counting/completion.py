"""Equal shares until the budget is used: the completion add1, every raise looked at, most of them together.

Raising all shares by one unit and starting again can take hundreds of thousands of runs, and the outcome is
not monotone, so no raise may be guessed. Instead one run answers for a whole range of raises: each purse and
each price is held between two integers that bound it for every raise of the range. Where these bounds leave
no doubt which project is bought at each step, all raises of the range have the same outcome; where they do,
the range is cut down, and a single raise still in doubt is counted in fractions.
"""

from collections import Counter
from fractions import Fraction
from typing import Literal, NamedTuple

import numpy as np

from yoriai.counting.ballots import Ints
from yoriai.counting.equal_shares import Budgeting, Chooser, Purchase, exact_run

Completion = Literal["add1", "add1u", "none"]
ROOM = 2**60  # all money together in units of 1 / scale: sums stay inside 64 bits
FINE = 40  # bits after the point of a price


def equal_shares(case: Budgeting, completion: Completion, choose: Chooser) -> tuple[list[Purchase], int]:
    """Purchases in order and by how many units every share was raised.

    `choose` settles projects of equal price among the most supported. add1 stops at the first raise whose
    outcome would cost more than the budget (and takes the one before), or when nothing more fits.
    """
    raised, step = 0, 1
    complete = completion == "none" or _complete(case, outcome(case, 0, 0, choose) or [])
    while not complete:
        funded = outcome(case, raised + 1, raised + step, choose)
        if funded is None:
            step = max(step // 2, 1)
            continue
        if sum(case.costs[p] for p in funded) > case.budget:
            break
        complete = _complete(case, funded)
        raised += 1 if complete else step
        step += (step + 1) // 2
    return exact_run(case, raised, choose), raised


def _complete(case: Budgeting, funded: list[int]) -> bool:
    """Is there no supported project left that fits into the rest of the budget?"""
    spare = case.budget - sum(case.costs[p] for p in funded)
    return not any(case.costs[p] <= spare for p, n in enumerate(case.backing) if n and p not in funded)


def outcome(case: Budgeting, first: int, last: int, choose: Chooser) -> list[int] | None:
    """Projects funded after every raise from `first` to `last`, in order; None if several are in doubt."""
    funded = RaisedRun(case, first, last, choose).run()
    if funded is None and first == last:
        return [purchase.project for purchase in exact_run(case, first, choose)]
    return funded


class Offer(NamedTuple):
    """What the richest supporters of a project would pay, from `low` to `high`; `even`: all pay the same."""

    project: int
    low: int
    high: int
    even: bool


class RaisedRun:
    """The method for all raises from `first` to `last` at once.

    Money is counted in 1/scale of the currency unit; `poorest` and `richest` (per group) bound every purse.
    """

    def __init__(self, case: Budgeting, first: int, last: int, choose: Chooser):
        self.case, self.choose = case, choose
        wealth = max(case.share(last) * case.voters, *case.costs, Fraction(1))
        self.scale = ROOM // (int(wealth) + case.voters + 2)
        self.costs = [_around(cost * self.scale) for cost in case.costs]
        self.poorest = np.full(len(case.counts), _around(case.share(first) * self.scale)[0], np.int64)
        self.richest = np.full(len(case.counts), _around(case.share(last) * self.scale)[1], np.int64)
        self.bought = case.free(choose)

    def run(self) -> list[int] | None:
        """Funded projects in order, or None where the raises may differ or numbers are too close to call."""
        floor = {  # a price so far: it never falls while purses are emptied
            p: self._price(p, self.costs[p][0] // n, 0)[0]
            for p, n in enumerate(self.case.backing)
            if n and p not in self.bought
        }
        while floor:
            offers = self._offers(floor)
            if offers is None:
                return None
            if not offers:
                break
            offer = offers[0] if len(offers) == 1 else self._settled(offers)
            if offer is None:
                return None
            backers = self.case.backers[offer.project]
            self.poorest[backers] = np.maximum(self.poorest[backers] - offer.high, 0)
            self.richest[backers] = np.maximum(self.richest[backers] - offer.low, 0)
            self.bought.append(offer.project)
            del floor[offer.project]
        return self.bought

    def _offers(self, floor: dict[int, int]) -> list[Offer] | None:
        """Offers that may be the cheapest; none if nobody can pay for anything, None if that is in doubt."""
        found: list[tuple[int, Offer]] = []
        bound: int | None = None
        for p in sorted(floor, key=floor.__getitem__):
            if bound is not None and floor[p] > bound:
                break
            payment = self._payment(p)
            if payment is None:
                return None
            if payment.low < 0:
                del floor[p]
                continue
            floor[p], high = self._price(p, payment.low, payment.high)
            found.append((floor[p], payment))
            bound = high if bound is None else min(bound, high)
        return [offer for low, offer in found if bound is not None and low <= bound]

    def _price(self, p: int, low: int, high: int) -> tuple[int, int]:
        """A payment per unit of utility, in 2**-FINE."""
        top, bottom = self.case.utilities[p].as_integer_ratio()
        return (low * bottom << FINE) // top, -(-(high * bottom << FINE) // top)

    def _payment(self, p: int) -> Offer | None:
        """The payment of the richest supporters; below 0 if they cannot pay, None if that is in doubt."""
        backers, sizes, n = self.case.backers[p], self.case.sizes[p], self.case.backing[p]
        low, high = self.costs[p]
        poorest = self.poorest[backers]
        equal = -(-high // n)
        if int(poorest.min()) >= equal:  # nobody runs out of money
            return Offer(p, low // n, equal, even=True)
        richest = self.richest[backers]
        if int((richest * sizes).sum()) < low:
            return Offer(p, -1, -1, even=False)
        if int((poorest * sizes).sum()) < high:
            return None
        owed, payers = _shared(richest, sizes, n, low)
        owed_most, payers_least = _shared(poorest, sizes, n, high)
        return Offer(p, owed // payers, -(-owed_most // payers_least), even=False)

    def _settled(self, offers: list[Offer]) -> Offer | None:
        """The cheapest of offers with overlapping bounds, if it is the same for every raise; else None."""
        projects = [offer.project for offer in offers]
        tied = projects
        if all(offer.even for offer in offers):  # then prices do not depend on the raise
            price = {p: self.case.costs[p] / (self.case.backing[p] * self.case.utilities[p]) for p in projects}
            tied = [p for p in projects if price[p] == min(price.values())]
        elif not self._alike(projects):
            return None
        chosen = self.case.first_of(tied, self.choose)
        return next(offer for offer in offers if offer.project == chosen)

    def _alike(self, projects: list[int]) -> bool:
        """Do the projects cost the same and ask the same purses, whatever the raise?

        Purses are the same where they paid alike: for projects of one cost, out of purses that were the same.
        """
        if len({(self.case.costs[p], self.case.backing[p]) for p in projects}) > 1:
            return False
        purse, kinds = [0] * len(self.case.counts), dict[object, int]()

        def asked(p: int) -> int:
            owners = Counter[int]()
            for g, n in zip(self.case.backers[p].tolist(), self.case.sizes[p].tolist(), strict=True):
                owners[purse[g]] += n
            return kinds.setdefault((self.case.costs[p], *sorted(owners.items())), len(kinds) + 1)

        for p in self.bought:
            paid = asked(p)
            for g in self.case.backers[p].tolist():
                purse[g] = kinds.setdefault((purse[g], paid), len(kinds) + 1)
        return len({asked(p) for p in projects}) == 1


def _around(value: Fraction) -> tuple[int, int]:
    """The whole numbers around a fraction."""
    return value.numerator // value.denominator, -(-value.numerator // value.denominator)


def _shared(purses: Ints, sizes: Ints, n: int, cost: int) -> tuple[int, int]:
    """What is owed once the poor have given all they have, and how many share it."""
    order = np.argsort(purses, kind="stable")
    purses, sizes = purses[order], sizes[order]
    given = np.cumsum(purses * sizes) - purses * sizes
    payers = n - (np.cumsum(sizes) - sizes)
    first = int(np.argmax(purses * payers >= cost - given))
    return cost - int(given[first]), int(payers[first])
