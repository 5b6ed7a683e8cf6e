"""What goes with a good score: words that people who like us use, and people who do not.

Words come in as sets (the listening kernel or any tokeniser makes them). Sources: Newcombe 1998 for the
difference of promoters' shares, Holm 1979 over the words of one page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from yoriai.measuring.estimate import Interval, Verdict
from yoriai.measuring.proportions import Count, holm_levels, newcombe
from yoriai.measuring.suppression import SMALLEST_CELL


@dataclass(frozen=True, slots=True)
class Driver:
    """A word, how many used it, and promoters' share among them minus among the others."""

    word: str
    n: int
    difference: Interval
    verdict: Verdict


def drivers(scores: Sequence[int], words: Sequence[frozenset[str]], level: float = 0.95) -> list[Driver]:
    """Words used by at least five people and not used by at least five, most striking first.

    ``clear`` only under Holm's correction over all words examined.
    """
    liked = [score >= 9 for score in scores]
    rows = [
        driver
        for word in sorted(set().union(*words))
        if (driver := _driver(word, liked, [word in said for said in words], level))
    ]
    rows.sort(key=lambda row: (-_strength(row.difference, level), row.word))
    judged, still = [], True
    for row, corrected in zip(rows, holm_levels(len(rows), level), strict=True):
        pair = _counts(liked, [row.word in said for said in words])
        still = still and newcombe(*pair, corrected).side != 0
        verdict: Verdict = "clear" if still else "leaning" if newcombe(*pair, 0.8).side else "cannot_say"
        judged.append(Driver(row.word, row.n, row.difference, verdict))
    return judged


def _driver(word: str, liked: Sequence[bool], used: Sequence[bool], level: float) -> Driver | None:
    using, others = _counts(liked, used)
    if min(using.n, others.n) < SMALLEST_CELL:
        return None
    return Driver(word, using.n, newcombe(using, others, level), "cannot_say")


def _counts(liked: Sequence[bool], used: Sequence[bool]) -> tuple[Count, Count]:
    inside = [like for like, use in zip(liked, used, strict=True) if use]
    outside = [like for like, use in zip(liked, used, strict=True) if not use]
    return Count(sum(inside), len(inside)), Count(sum(outside), len(outside))


def _strength(interval: Interval, level: float) -> float:
    """Distance from 0 in units of the side of the interval that faces 0."""
    facing = interval.value - interval.low if interval.value >= 0 else interval.high - interval.value
    return abs(interval.value) / facing * NormalDist().inv_cdf(0.5 + level / 2) if facing > 0 else 0.0
