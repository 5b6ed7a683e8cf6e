"""An interval, an estimate, and the rules by which an interval becomes a verdict.

The verdict comes from the interval, never from a p-value, and its default is "cannot say".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from statistics import NormalDist
from typing import Literal

Verdict = Literal["clear", "leaning", "cannot_say"]

LEANING_LEVEL = 0.80
CLEAR_HALF_WIDTH = 0.10  # of a share; ten points
LEANING_HALF_WIDTH = 0.20
WANTED_HALF_WIDTH = 0.15
FEWEST_SHOWN = 10  # below, a single figure is not shown, only counts and reasons
ORDER: tuple[Verdict, ...] = ("cannot_say", "leaning", "clear")


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its range; ``se`` where the method has one. Unknown limits are infinite."""

    value: float
    low: float
    high: float
    se: float | None = None

    @property
    def half_width(self) -> float:
        return (self.high - self.low) / 2

    @property
    def side(self) -> int:
        """+1 or -1 when the interval excludes 0, else 0."""
        return (self.low > 0) - (self.high < 0)

    def around(self, other: "Interval") -> "Interval":
        """The same figure; the range reaches as far as that of ``other``."""
        return Interval(self.value, min(self.low, other.low), max(self.high, other.high), self.se)

    def scaled(self, factor: float) -> "Interval":
        se = None if self.se is None else self.se * factor
        return Interval(self.value * factor, self.low * factor, self.high * factor, se)


def normal_interval(value: float, se: float, level: float = 0.95) -> Interval:
    """value ± z·se."""
    half = normal_quantile(level) * se
    return Interval(value, value - half, value + half, se)


def normal_quantile(level: float) -> float:
    """z of a two-sided interval: 1.959964 for 0.95."""
    return NormalDist().inv_cdf(0.5 + level / 2)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure that may be shown: range, counts, verdict, reasons and its sentence in two languages.

    ``need_n`` is how many more people or answers would let it be said, where that can be known.
    """

    value: float
    low: float
    high: float
    n: Mapping[str, int]
    method: str
    verdict: Verdict
    sentence_ja: str
    sentence_en: str
    reasons: tuple[str, ...] = ()
    need_n: int | None = None
    level: float = 0.95


def at_most(cap: Verdict, verdict: Verdict) -> Verdict:
    return ORDER[min(ORDER.index(cap), ORDER.index(verdict))]


def judge_difference(interval_at: Callable[[float], Interval], level: float = 0.95) -> Verdict:
    """``clear`` if the interval at ``level`` excludes 0, ``leaning`` if the 80 % one does, else ``cannot_say``."""
    if interval_at(level).side:
        return "clear"
    return "leaning" if interval_at(LEANING_LEVEL).side else "cannot_say"


def need_for_difference(verdict: Verdict, n: int, interval: Interval) -> int | None:
    """People still needed to see the difference that was seen now."""
    return None if verdict == "clear" else still_needed(n, interval.half_width, abs(interval.value))


def judge_single(half_width: float, n: int) -> tuple[Verdict, int | None]:
    """A rate or score of 10 people or more by the half-width of its range (1.0 = 100 points).

    With it the people still needed for a range of ±15 points.
    """
    if half_width <= CLEAR_HALF_WIDTH:
        return "clear", None
    verdict: Verdict = "leaning" if half_width <= LEANING_HALF_WIDTH else "cannot_say"
    return verdict, still_needed(n, half_width, WANTED_HALF_WIDTH)


def level_for_looks(planned_looks: int, level: float = 0.95) -> float:
    """With k looks planned beforehand each uses 1 - (1 - level)/k (Bonferroni): simple and safe."""
    return 1 - (1 - level) / max(1, planned_looks)


def still_needed(n: int, half_width: float, wanted: float, at_most: int = 100_000) -> int | None:
    """People still needed, same split, until the expected half-width falls below ``wanted``.

    Half-widths shrink with √n. None where it is not known or beyond any shop's reach.
    """
    if n <= 0 or wanted <= 0 or not isfinite(half_width):
        return None
    needed = n * (half_width / wanted) ** 2
    # A hundred times today's people is no advice to a shop.
    if needed > min(at_most, 100 * n):
        return None
    return max(0, int(needed) + 1 - n) or None
