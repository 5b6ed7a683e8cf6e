"""Intervals for shares: Wilson, Newcombe, and the two-proportion z."""

from math import sqrt

Z95 = 1.959963984540054


def wilson(successes: int, total: int, z: float = Z95) -> tuple[float, float]:
    """Wilson score interval of a share (Wilson 1927); (0, 1) without data."""
    if total == 0:
        return 0.0, 1.0
    share, square = successes / total, z * z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(a: int, n: int, b: int, m: int) -> tuple[float, float]:
    """95 % interval of a/n − b/m by Newcombe's hybrid score method (1998, method 10)."""
    if not n or not m:
        return -1.0, 1.0
    first, second = a / n, b / m
    low1, high1 = wilson(a, n)
    low2, high2 = wilson(b, m)
    difference = first - second
    low = difference - sqrt((first - low1) ** 2 + (high2 - second) ** 2)
    high = difference + sqrt((high1 - first) ** 2 + (second - low2) ** 2)
    return low, high


def two_proportion_z(a: int, n: int, b: int, m: int) -> float:
    """z of the difference of two shares with a pooled variance; 0 where the variance is 0."""
    pooled = (a + b) / (n + m)
    spread = sqrt(max(pooled * (1 - pooled), 0) * (1 / n + 1 / m))
    return (a / n - b / m) / spread if spread else 0.0
