"""Price sensitivity (Van Westendorp): four prices a person, four crossings.

Source: Van Westendorp 1976, "NSS Price Sensitivity Meter (PSM)".
"""

from dataclasses import dataclass

import numpy as np

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
    """Rows of (n, 4) prices that rise: too cheap < cheap < expensive < too expensive (equal neighbours
    pass)."""
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
    found = _crossings(grid, _shares(prices, np.ones((1, len(prices))), grid), narrower)
    return {name: float(found[name][0]) for name in POINTS}


def price_points(prices: Floats, narrower: bool = False, level: float = 0.95, seed: int = 0) -> dict[str, Interval]:
    """Crossings with percentile bootstrap over people, 2,000 seeded draws."""
    # In the order of the answers themselves, so that a shuffled file draws the same people.
    prices = prices[np.lexsort(prices.T)]
    grid = np.unique(prices)
    values = crossings(prices, narrower)
    rng = np.random.default_rng(seed)
    n = len(prices)
    drawn: dict[str, list[Floats]] = {name: [] for name in POINTS}
    for _ in range(DRAWS // CHUNK):
        weights = rng.multinomial(n, np.full(n, 1 / n), size=CHUNK).astype(float)
        found = _crossings(grid, _shares(prices, weights, grid), narrower)
        for name in POINTS:
            drawn[name].append(found[name])
    return {name: _percentiles(values[name], np.concatenate(drawn[name]), level) for name in POINTS}


def _percentiles(value: float, drawn: Floats, level: float) -> Interval:
    known = drawn[np.isfinite(drawn)]
    if not len(known) or not np.isfinite(value):
        return Interval(value, -np.inf, np.inf)
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return Interval(value, float(low), float(high))


def _shares(prices: Floats, weights: Floats, grid: Floats) -> list[Floats]:
    """Shares of shape (draws, m) for the four questions; weights of shape (draws, n)."""
    total = weights.sum(axis=1, keepdims=True)
    falling = [weights @ (prices[:, [k]] >= grid).astype(float) / total for k in (0, 1)]
    rising = [weights @ (prices[:, [k]] <= grid).astype(float) / total for k in (2, 3)]
    return falling + rising


def _crossings(grid: Floats, shares: list[Floats], narrower: bool) -> dict[str, Floats]:
    too_cheap, cheap, expensive, too_expensive = shares
    low = 1 - cheap if narrower else expensive
    high = 1 - expensive if narrower else cheap
    return {
        "pmc": _first_crossing(grid, too_cheap, low),
        "pme": _first_crossing(grid, high, too_expensive),
        "ipp": _first_crossing(grid, cheap, expensive),
        "opp": _first_crossing(grid, too_cheap, too_expensive),
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
