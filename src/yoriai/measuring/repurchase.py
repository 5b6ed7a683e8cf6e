"""Who came back: the rate within a window, groups compared, strata by what people did before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from yoriai.measuring.arrays import Bools, Ints
from yoriai.measuring.estimate import Interval
from yoriai.measuring.proportions import Count, Stratified, newcombe, stratified_difference
from yoriai.measuring.purchases import Purchases, days_within, histories
from yoriai.measuring.refusal import BadInput

REST = (
    "不", "非", "なし", "その他", "ほか", "他", "未", "対照", "no", "control", "other", "いいえ", "×", "0", "false",
)  # fmt: skip
STRATA = ("0", "1-2", "3-5", "6+")


@dataclass(frozen=True, slots=True)
class Base:
    """Whose window is complete, and who of them came back; boolean arrays of shape (people,)."""

    complete: Bools
    returned: Bools
    waiting: int

    def count(self) -> Count:
        return _count(self.returned, self.complete)


def returning(
    purchases: Purchases, until: int, window: int = 60, min_purchases: int = 1, start: Ints | None = None
) -> Base:
    """People who bought on at least ``min_purchases`` days in the ``window`` days after their start.

    ``start`` (shape (people,), default the first purchase) belongs to neither side: who joined because of a
    purchase that day is not counted as returning for it. People whose window is not complete by ``until``
    are not in the base but waiting.
    """
    if window < 1 or min_purchases < 1:
        raise BadInput("The window and the number of purchases must be at least 1.")
    past = histories(purchases)
    begun = past.first if start is None else start
    exists = (past.days > 0) if start is None else np.ones(purchases.people, bool)
    complete = exists & (begun + window <= until)
    bought = days_within(purchases, begun, 1, window) >= min_purchases
    return Base(complete, bought, int((exists & ~complete).sum()))


def stratum_of(days_before: int) -> str:
    """0, 1-2, 3-5 or 6+ purchases in the window before: the default strata."""
    return STRATA[int(np.searchsorted([1, 3, 6], days_before, side="right"))]


def comparison_order(names: Sequence[str]) -> list[str]:
    """Those who did first, the rest after, whatever the order of the file."""
    return sorted(names, key=lambda name: (name.strip().lower().startswith(REST), name))


@dataclass(frozen=True, slots=True)
class Comparison:
    """First group against the other (or all others together)."""

    of: str
    against: str
    first: Count
    second: Count
    difference: Interval
    stratified: Stratified | None


def compare(
    groups: Sequence[str], returned: Bools, strata: Sequence[str] | None = None, level: float = 0.95
) -> Comparison:
    """Compare shares of ``returned`` (n,) between the groups of n people; BadInput for fewer than two groups."""
    names = comparison_order(sorted(set(groups)))
    if len(names) < 2:
        raise BadInput(f"The group column holds only {names}: a comparison needs two groups.")
    is_first = np.array([group == names[0] for group in groups])
    first, second = _count(returned, is_first), _count(returned, ~is_first)
    stratified = None if strata is None else stratified_difference(by_stratum(strata, is_first, returned), level)
    return Comparison(names[0], "/".join(names[1:]), first, second, newcombe(first, second, level), stratified)


def rates(groups: Sequence[str], returned: Bools) -> dict[str, Count]:
    names = np.array(groups)
    return {name: _count(returned, names == name) for name in comparison_order(sorted(set(groups)))}


def by_stratum(strata: Sequence[str], is_first: Bools, returned: Bools) -> Mapping[str, tuple[Count, Count]]:
    """Who came back among the first group and among the others, in each stratum."""
    labels = np.array(strata)
    return {
        name: (_count(returned, (labels == name) & is_first), _count(returned, (labels == name) & ~is_first))
        for name in sorted(set(strata))
    }


def _count(returned: Bools, inside: Bools) -> Count:
    return Count(int((returned & inside).sum()), int(inside.sum()))
