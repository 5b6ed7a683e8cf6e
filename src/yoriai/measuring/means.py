"""Means of scores and of yen: Welch from 30 people, bootstrap-t below; median and trimmed mean beside them.

Sources: Welch 1947; Efron and Tibshirani 1993, "An Introduction to the Bootstrap" (bootstrap-t).
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from yoriai.measuring.arrays import Floats
from yoriai.measuring.estimate import Interval

WELCH_FROM = 30
DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class Typical:
    """Three answers to "how much is usual": yen are skewed, so the mean never stands alone."""

    mean: float
    median: float
    trimmed: float
    bulk: tuple[int, ...]  # rows of single orders that make more than a quarter of the sum


def typical(values: Floats) -> Typical:
    """Mean, median, 10 % trimmed mean, and the rows of bulk orders, of an array of shape (n,)."""
    total = float(values.sum())
    # With fewer than ten rows a quarter of the sum is nothing unusual.
    bulk = np.flatnonzero(values > 0.25 * total) if total > 0 and len(values) >= 10 else np.array([], int)
    return Typical(
        float(values.mean()), float(np.median(values)), float(stats.trim_mean(values, 0.1)), tuple(int(i) for i in bulk)
    )


def mean_interval(values: Floats, level: float = 0.95, seed: int = 0) -> Interval:
    """Mean of (n,) values: Student's t from 30, bootstrap-t with 2,000 seeded draws below; infinite for n < 2."""
    n = len(values)
    mean = float(values.mean())
    if n < 2:
        return Interval(mean, -np.inf, np.inf)
    se = float(values.std(ddof=1)) / np.sqrt(n)
    if n >= WELCH_FROM:
        half = float(stats.t.ppf(0.5 + level / 2, n - 1)) * se
        return Interval(mean, mean - half, mean + half, se)
    low, high = _bootstrap_t(values, mean, se, level, seed)
    return Interval(mean, low, high, se)


def welch(first: Floats, second: Floats, level: float = 0.95) -> Interval:
    """Difference of means of (n1,) and (n2,) values with Welch's degrees of freedom; infinite for n < 2."""
    value = float(first.mean() - second.mean())
    n1, n2 = len(first), len(second)
    if min(n1, n2) < 2:
        return Interval(value, -np.inf, np.inf)
    v1, v2 = float(first.var(ddof=1)) / n1, float(second.var(ddof=1)) / n2
    se = float(np.sqrt(v1 + v2))
    if se == 0:
        # Two constant groups that differ: no spread was seen, which is not the same as certainty.
        return Interval(value, 0.0, 0.0, 0.0) if value == 0 else Interval(value, -np.inf, np.inf)
    freedom = (v1 + v2) ** 2 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1))
    half = float(stats.t.ppf(0.5 + level / 2, freedom)) * se
    return Interval(value, value - half, value + half, se)


def _bootstrap_t(values: Floats, mean: float, se: float, level: float, seed: int) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    draws = rng.choice(np.sort(values), size=(DRAWS, len(values)))
    spread = draws.std(axis=1, ddof=1) / np.sqrt(len(values))
    # A draw of one repeated value has no spread and says nothing about t.
    known = spread > 0
    if known.sum() < DRAWS // 2:
        return (mean, mean) if se == 0 else (-np.inf, np.inf)
    t = (draws.mean(axis=1)[known] - mean) / spread[known]
    tail = (1 - level) / 2
    # Ten skewed amounts: the bootstrap's own tails are too short, Student's t is the floor.
    floor = float(stats.t.ppf(1 - tail, len(values) - 1))
    upper, lower = max(float(np.quantile(t, 1 - tail)), floor), min(float(np.quantile(t, tail)), -floor)
    return mean - upper * se, mean - lower * se
