"""Price sensitivity (Van Westendorp): four prices a person, four crossings.

Sources: Van Westendorp 1976, "NSS Price Sensitivity Meter (PSM)"; Hesterberg 2015, "What Teachers Should Know About
the Bootstrap" (tails of the percentile range).
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from yoriai.measuring.arrays import Bools, Floats
from yoriai.measuring.estimate import Interval
from yoriai.measuring.refusal import BadInput

POINTS = ("pmc", "pme", "ipp", "opp")
DRAWS = 2_000
CHUNK = 250


@dataclass(frozen=True, slots=True)
class PriceCurves:
    """Shares over the sorted distinct prices (m,): two falling, two rising."""

    prices: Floats
    too_cheap: Floats
    cheap: Floats
    expensive: Floats
    too_expensive: Floats


def in_order(prices: Floats) -> Bools:
    """Rows of (n, 4) prices that rise: too cheap < cheap < expensive < too expensive (equal neighbours pass)."""
    return np.asarray((np.diff(prices, axis=1) >= 0).all(axis=1) & (prices[:, 0] < prices[:, 3]))


def curves(prices: Floats) -> PriceCurves:
    """The four curves of (n, 4) prices; n >= 1."""
    if len(prices) == 0:
        raise BadInput("No row gives four prices in rising order.")
    grid = np.unique(prices)
    shares = _shares(prices, np.ones((1, len(prices))), grid)
    return PriceCurves(grid, *(share[0] for share in shares))


def crossings(prices: Floats, narrower: bool = False) -> dict[str, float]:
    """pmc, pme, ipp and opp in the unit of the prices; nan where two curves never cross."""
    grid = np.unique(prices)
    found = _pairs(_shares(prices, np.ones((1, len(prices))), grid), narrower)
    return {name: float(_first_crossing(grid, *found[name])[0]) for name in POINTS}


def price_points(prices: Floats, narrower: bool = False, level: float = 0.95, seed: int = 0) -> dict[str, Interval]:
    """Crossings with percentile bootstrap over people, 2,000 seeded draws.

    Two things are wider than the plain percentiles, which cover 59 % of the ideal price at ten answers: the tails are
    those of Student's t (Hesterberg 2015, expanded percentiles), and where two curves lie on each other for a while
    the range runs from the first price to the last at which they cross.
    """
    # In the order of the answers themselves, so that a shuffled file draws the same people.
    prices = prices[np.lexsort(prices.T)]
    grid, values, n = np.unique(prices), crossings(prices, narrower), len(prices)
    rng = np.random.default_rng(seed)
    lows: dict[str, list[Floats]] = {name: [] for name in POINTS}
    highs: dict[str, list[Floats]] = {name: [] for name in POINTS}
    for _ in range(DRAWS // CHUNK):
        weights = rng.multinomial(n, np.full(n, 1 / n), size=CHUNK).astype(float)
        for name, pair in _pairs(_shares(prices, weights, grid), narrower).items():
            lows[name].append(_first_crossing(grid, *pair))
            highs[name].append(_last_crossing(grid, *pair))
    tail = _expanded_tail(n, level)
    return {
        name: _percentiles(values[name], np.concatenate(lows[name]), np.concatenate(highs[name]), tail)
        for name in POINTS
    }


def _expanded_tail(n: int, level: float) -> float:
    if n < 2:
        return 0.0
    return float(stats.norm.cdf(np.sqrt(n / (n - 1)) * stats.t.ppf((1 - level) / 2, n - 1)))


def _percentiles(value: float, first: Floats, last: Floats, tail: float) -> Interval:
    known = np.isfinite(first)
    if not known.any() or not np.isfinite(value):
        return Interval(value, -np.inf, np.inf)
    low, high = np.quantile(first[known], tail), np.quantile(last[known], 1 - tail)
    return Interval(value, min(float(low), value), max(float(high), value))


def _shares(prices: Floats, weights: Floats, grid: Floats) -> list[Floats]:
    """Shares of shape (draws, m) for the four questions; weights of shape (draws, n)."""
    total = weights.sum(axis=1, keepdims=True)
    falling = [weights @ (prices[:, [k]] >= grid).astype(float) / total for k in (0, 1)]
    rising = [weights @ (prices[:, [k]] <= grid).astype(float) / total for k in (2, 3)]
    return falling + rising


def _pairs(shares: list[Floats], narrower: bool) -> dict[str, tuple[Floats, Floats]]:
    """The falling and the rising curve of each point."""
    too_cheap, cheap, expensive, too_expensive = shares
    return {
        "pmc": (too_cheap, 1 - cheap if narrower else expensive),
        "pme": (1 - expensive if narrower else cheap, too_expensive),
        "ipp": (cheap, expensive),
        "opp": (too_cheap, too_expensive),
    }


def _first_crossing(grid: Floats, falling: Floats, rising: Floats) -> Floats:
    """First price where rising meets falling, linear between neighbours; shape (draws,)."""
    gap = rising - falling
    met = gap >= 0
    at = met.argmax(axis=1)
    rows = np.arange(len(gap))
    before = np.maximum(at - 1, 0)
    g0, g1 = gap[rows, before], gap[rows, at]
    step = np.where(g1 > g0, -g0 / np.where(g1 > g0, g1 - g0, 1.0), 0.0)
    price = np.where(at > 0, grid[before] + step * (grid[at] - grid[before]), grid[at])
    return np.where(met.any(axis=1), price, np.nan)


def _last_crossing(grid: Floats, falling: Floats, rising: Floats) -> Floats:
    """Last price up to which rising has not risen above falling: the first one, seen from the other end."""
    last = -_first_crossing(-grid[::-1], rising[:, ::-1], falling[:, ::-1])
    return np.where(np.isnan(last), grid[0], last)
