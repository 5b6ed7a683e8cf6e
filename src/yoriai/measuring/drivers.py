"""What goes with a good score: words that people who like us use, and people who do not.

Words come in as sets (the listening kernel or any tokeniser makes them). Sources: Newcombe 1998 for the
difference of promoters' shares, Holm 1979 over the words of one page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from yoriai.measuring.estimate import Interval, Verdict, normal_quantile
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
    rows = []
    for word in sorted(set().union(*words)):
        used = [word in said for said in words]
        using, others = (_promoters(scores, used, which) for which in (True, False))
        if min(using.n, others.n) >= SMALLEST_CELL:
            rows.append((word, using, others, newcombe(using, others, level)))
    rows.sort(key=lambda row: (-_strength(row[3], level), row[0]))
    judged, still = [], True
    for (word, using, others, found), corrected in zip(rows, holm_levels(len(rows), level), strict=True):
        still = still and newcombe(using, others, corrected).side != 0
        verdict: Verdict = "clear" if still else "leaning" if newcombe(using, others, 0.8).side else "cannot_say"
        judged.append(Driver(word, using.n, found, verdict))
    return judged


def _promoters(scores: Sequence[int], used: Sequence[bool], which: bool) -> Count:
    liked = [score >= 9 for score, use in zip(scores, used, strict=True) if use == which]
    return Count(sum(liked), len(liked))


def _strength(interval: Interval, level: float) -> float:
    """Distance from 0 in units of the side of the interval that faces 0."""
    facing = interval.value - interval.low if interval.value >= 0 else interval.high - interval.value
    return abs(interval.value) / facing * normal_quantile(level) if facing > 0 else 0.0
