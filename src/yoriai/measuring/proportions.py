"""Shares and differences of shares, with intervals that hold for ten people.

Sources: Wilson 1927, "Probable inference, the law of succession, and statistical inference"; Newcombe 1998,
"Interval estimation for the difference between independent proportions: comparison of eleven methods" and
"Improved confidence intervals for the difference between binomial proportions based on paired data";
Agresti and Caffo 2000 (small strata); VanderWeele and Ding 2017 (E-value); Holm 1979.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot, sqrt

import numpy as np
from scipy import special, stats

from yoriai.measuring.estimate import Interval, normal_interval, normal_quantile
from yoriai.measuring.refusal import BadInput

JUMP = 0.02  # how much more often than its level says a range of a count may miss


@dataclass(frozen=True, slots=True)
class Count:
    """``x`` of ``n`` people."""

    x: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.x <= self.n:
            raise BadInput(f"A count of {self.x} of {self.n} people cannot be: it must lie between 0 and n.")

    @property
    def share(self) -> float:
        return self.x / self.n if self.n else 0.0


def wilson(count: Count, level: float = 0.95) -> Interval:
    """Wilson's score interval of a share; 0 to 1 without people."""
    if count.n == 0:
        return Interval(0.0, 0.0, 1.0)
    z, n, p = normal_quantile(level), count.n, count.share
    spread = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / spread
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / spread
    low = 0.0 if count.x == 0 else max(0.0, centre - half)
    high = 1.0 if count.x == n else min(1.0, centre + half)
    return Interval(p, low, high)


def share_interval(count: Count, level: float = 0.95) -> Interval:
    """Wilson's range with its limits moved outwards until every true share is held in 93 of 100 cases.

    Counts jump: with ten people a true 30 % lies outside Wilson's range of 0 and of 6 or more, 7.6 % of cases. A share
    is left out only where its score test rejects by chance in at most 7 %. 0 and n of n keep Wilson's limits from eight
    people on; below, the share must give them in at most 4.5 %.
    """
    low, back = (_widened(x, count.n, level) for x in (count.x, count.n - count.x))
    return Interval(count.share, low, 1.0 - back)


@lru_cache(maxsize=10_000)
def _widened(x: int, n: int, level: float) -> float:
    low = wilson(Count(x, n), level).low
    if x == n > 0:
        return min(low, float(((1 - level) / 2 + JUMP) ** (1 / n)))
    # Where exactly x is met this seldom, no jump is large enough.
    if x == 0 or special.bdtrc(x - 1, n, low) - special.bdtrc(x, n, low) < JUMP / 2:
        return low
    shares = np.linspace(wilson(Count(x - 1, n), level).low, low, 51)
    half = normal_quantile(level) * np.sqrt(n * shares * (1 - shares))
    below, above = np.ceil(n * shares - half - 1e-9) - 1, np.floor(n * shares + half + 1e-9)
    above[-1] = x - 1  # at its own limit x is only just let in
    missed = special.bdtr(np.maximum(below, 0), n, shares) * (below >= 0) + special.bdtrc(above, n, shares)
    short = np.flatnonzero(missed[1:] > 1 - level + JUMP)
    return float(shares[short[0]]) if len(short) else low


def newcombe(first: Count, second: Count, level: float = 0.95) -> Interval:
    """Newcombe's hybrid score interval (method 10) of first share minus second share."""
    return square_and_add(wilson(first, level), wilson(second, level))


def square_and_add(a: Interval, b: Interval) -> Interval:
    """a minus b, the distances to the limits that face each other squared and added."""
    d = a.value - b.value
    return Interval(d, d - hypot(a.value - a.low, b.high - b.value), d + hypot(a.high - a.value, b.value - b.low))


def newcombe_paired(both: int, only_after: int, only_before: int, neither: int, level: float = 0.95) -> Interval:
    """After minus before of the same people, from their change table (Newcombe's method 10 with φ).

    φ is the correlation of the two answers; its numerator is drawn towards 0 by n/2 when positive.
    """
    n = both + only_after + only_before + neither
    after, before = wilson(Count(both + only_after, n), level), wilson(Count(both + only_before, n), level)
    margins = (both + only_after) * (only_before + neither) * (both + only_before) * (only_after + neither)
    cross = both * neither - only_after * only_before
    corrected = max(cross - n / 2, 0.0) if cross > 0 else float(cross)
    phi = corrected / sqrt(margins) if margins else 0.0
    d = after.value - before.value

    def distance(one: float, other: float) -> float:
        return sqrt(max(0.0, one * one - 2 * phi * one * other + other * other))

    return Interval(
        d,
        d - distance(after.value - after.low, before.high - before.value),
        d + distance(after.high - after.value, before.value - before.low),
    )


@dataclass(frozen=True, slots=True)
class Stratified:
    """A stratified difference; strata without one of the groups are named, not dropped in silence."""

    difference: Interval
    used: tuple[str, ...]
    without_comparison: tuple[str, ...]
    left_out_people: int


def stratified_difference(strata: Mapping[str, tuple[Count, Count]], level: float = 0.95) -> Stratified | None:
    """Σ wₛ dₛ with wₛ the share of the first group's people in stratum s; None when no stratum has both.

    The limits add the squared distances of the Wilson limits (Newcombe's idea, stratum by stratum), so a stratum where
    everybody or nobody came back does not count as known for certain. Over several small strata that alone covers 92 %;
    the limits are therefore widened to those of Agresti and Caffo (one success and one failure added to each count).
    """
    used = {name: pair for name, pair in strata.items() if pair[0].n and pair[1].n}
    alone = tuple(sorted(name for name, (first, second) in strata.items() if first.n and not second.n))
    people = sum(first.n for first, _ in used.values())
    if not people:
        return None
    value, below, above = 0.0, 0.0, 0.0
    for first, second in used.values():
        weight, part = first.n / people, newcombe(first, second, level)
        value += weight * part.value
        below += (weight * (part.value - part.low)) ** 2
        above += (weight * (part.high - part.value)) ** 2
    found = Interval(value, value - sqrt(below), value + sqrt(above))
    if len(used) > 1:
        found = found.around(_agresti_caffo([(a.n / people, a, b) for a, b in used.values()], level))
    left_out = sum(strata[name][0].n for name in alone)
    found = Interval(value, max(-1.0, found.low), min(1.0, found.high))
    return Stratified(found, tuple(sorted(used)), alone, left_out)


def _agresti_caffo(parts: Sequence[tuple[float, Count, Count]], level: float) -> Interval:
    """Σ w (p₁ - p₂) ± z·√Σ w² (p₁q₁/n₁ + p₂q₂/n₂), each count with one success and one failure more."""
    centre, variance = 0.0, 0.0
    for weight, *pair in parts:
        p, q = ((count.x + 1) / (count.n + 2) for count in pair)
        centre += weight * (p - q)
        variance += weight**2 * (p * (1 - p) / (pair[0].n + 2) + q * (1 - q) / (pair[1].n + 2))
    return normal_interval(centre, sqrt(variance), level)


def holm_levels(m: int, level: float = 0.95) -> list[float]:
    """Levels for m differences of one page, the most striking first: 1 - 0.05/m, 1 - 0.05/(m-1), ..., 0.95."""
    return [1 - (1 - level) / (m - rank) for rank in range(m)]


def e_value(ratio: float) -> float:
    """How strong (as a risk ratio) a hidden cause must be on both sides to explain a risk ratio away."""
    ratio = 1 / ratio if 0 < ratio < 1 else ratio
    return ratio + sqrt(ratio * (ratio - 1)) if ratio >= 1 else 1.0


def power(first: tuple[int, float], second: tuple[int, float], level: float = 0.95) -> float:
    """Chance that Newcombe's interval excludes 0, exactly, for (people, true share) of two groups."""
    chances = [stats.binom.pmf(range(n + 1), n, p) for n, p in (first, second)]
    # What happens once in a billion times is left out: two arms of thousands would take minutes otherwise.
    likely = [[(wilson(Count(x, len(c) - 1), level), c[x]) for x in range(len(c)) if c[x] > 1e-9] for c in chances]
    return float(sum(one * other for a, one in likely[0] for b, other in likely[1] if square_and_add(a, b).side))
