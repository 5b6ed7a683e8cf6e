"""Kano: which features delight, which are expected, which nobody notices.

Sources: 狩野ほか 1984 「魅力的品質と当り前品質」; Berger and others 1993, "Kano's Methods for Understanding
Customer-Defined Quality" (better and worse); Fong 1996 (when a category is clear).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from yoriai.measuring.estimate import Interval
from yoriai.measuring.proportions import Count, share_interval
from yoriai.measuring.refusal import BadInput

CATEGORIES = "AOMIRQ"
# Row: あったら 1-5, column: なかったら 1-5.
TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
HINT_FROM = 20
TOO_MANY_QUESTIONABLE = 0.2


@dataclass(frozen=True, slots=True)
class Feature:
    """Counts per category; ``category`` is the most frequent, ``clear`` by Fong's rule.

    ``better`` and ``worse`` are None where every answer was reverse or questionable: they share out the others.
    """

    counts: Mapping[str, int]
    category: str
    clear: bool
    better: Interval | None
    worse: Interval | None
    n: int
    misunderstood: bool


def category_of(functional: int, dysfunctional: int) -> str:
    """A, O, M, I, R or Q of two answers 1-5."""
    if not (1 <= functional <= 5 and 1 <= dysfunctional <= 5):
        raise BadInput(f"Kano answers must be 1 to 5, not {functional} and {dysfunctional}.")
    return TABLE[functional - 1][dysfunctional - 1]


def feature(answers: Iterable[tuple[int, int]], level: float = 0.95) -> Feature:
    """Evaluate the (functional, dysfunctional) answers about one feature."""
    found = [category_of(*pair) for pair in answers]
    counts = {name: found.count(name) for name in CATEGORIES}
    ranked = sorted(CATEGORIES, key=lambda name: (-counts[name], CATEGORIES.index(name)))
    n, sure = len(found), sum(counts[name] for name in "AOMI")
    worse = share_interval(Count(counts["O"] + counts["M"], sure), level)
    return Feature(
        counts,
        ranked[0],
        n > 0 and beats(counts[ranked[0]], counts[ranked[1]], n),
        share_interval(Count(counts["A"] + counts["O"], sure), level) if sure else None,
        Interval(-worse.value, -worse.high, -worse.low) if sure else None,
        n,
        n > 0 and counts["Q"] > TOO_MANY_QUESTIONABLE * n,
    )


def beats(a: int, b: int, n: int) -> bool:
    """Fong's rule: |a - b| >= 1.65 √((a + b)(2n - a - b) / 2n)."""
    return a > b and abs(a - b) >= 1.65 * sqrt((a + b) * (2 * n - a - b) / (2 * n))
