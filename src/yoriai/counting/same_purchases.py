"""How far every share can be raised before equal shares could buy anything else.

While the same projects are bought in the same order by the same payers, every purse and every price is a
straight
line in the amount the shares are raised by. Each decision of the method compares two such lines, so the
nearest
crossing is the first raise at which the outcome could change; all raises before it may be skipped.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from yoriai.counting.equal_shares import Budgeting

Line = tuple[Fraction, Fraction]  # value now, and change per unit raised


class Nearest:
    """The smallest raise at which one of the compared lines crosses another."""

    def __init__(self) -> None:
        self.raise_: Fraction | None = None

    def stays_above(self, upper: Line, lower: Line) -> None:
        """`upper` is not below `lower` now: until when does that last?"""
        gap, change = upper[0] - lower[0], upper[1] - lower[1]
        if change < 0:
            at = gap / -change
            self.raise_ = at if self.raise_ is None else min(self.raise_, at)


def raises_alike(case: Budgeting, raised: int, bought: Sequence[int]) -> int | None:
    """The number of further raises certain to give `bought` again; None if every raise would."""
    nearest, one, zero = Nearest(), Fraction(1), Fraction(0)
    purses: list[Line] = [(case.budget / case.voters + raised, one)] * len(case.counts)
    counts = case.counts.tolist()
    groups = [groups.tolist() for groups in case.backers]
    utilities = case.utilities()
    left = [p for p, backers in enumerate(groups) if backers and utilities[p]]
    for step in range(len(bought) + 1):
        prices: dict[int, Line] = {}
        for p in left:
            wealth = (sum((purses[g][0] * counts[g] for g in groups[p]), zero),
                      sum((purses[g][1] * counts[g] for g in groups[p]), zero))  # fmt: skip
            cost: Line = (case.costs[p], zero)
            if wealth[0] < cost[0]:
                nearest.stays_above(cost, wealth)
                continue
            nearest.stays_above(wealth, cost)
            prices[p] = _price([(purses[g], counts[g]) for g in groups[p]], case.costs[p], nearest)
        if step == len(bought):
            break
        chosen = bought[step]
        own = _per_utility(prices[chosen], utilities[chosen])
        for p, price in prices.items():
            nearest.stays_above(_per_utility(price, utilities[p]), own)
        payment = prices[chosen]
        for g in groups[chosen]:
            rest = purses[g][0] - payment[0], purses[g][1] - payment[1]
            purses[g] = rest if rest[0] >= 0 else (zero, zero)
        left.remove(chosen)
    return None if nearest.raise_ is None else max(ceil(nearest.raise_) - 1, 0)


def _per_utility(line: Line, utility: Fraction) -> Line:
    return line[0] / utility, line[1] / utility


def _price(supporters: list[tuple[Line, int]], cost: Fraction, nearest: Nearest) -> Line:
    """What the richest pay, as a line; who runs out before and who does not must stay so."""
    owed: Line = (cost, Fraction(0))
    payers = sum(n for _, n in supporters)
    ordered = sorted(supporters)
    for position, (purse, n) in enumerate(ordered):
        price = owed[0] / payers, owed[1] / payers
        if purse[0] >= price[0]:
            for richer, _ in ordered[position:]:
                nearest.stays_above(richer, price)
            for poorer, _ in ordered[:position]:
                nearest.stays_above(price, poorer)
            return price
        owed = owed[0] - purse[0] * n, owed[1] - purse[1] * n
        payers -= n
    raise AssertionError("only projects their supporters can pay for have a price")
