"""The seeded shop in which the truth is known: people join by what is recorded, by hidden loyalty, or by
lot."""

from dataclasses import dataclass

import numpy as np

from yoriai.measuring.arrays import Bools, Floats

WAYS = ("recorded", "hidden", "lot")


@dataclass(frozen=True, slots=True)
class Shop:
    """Per person (n,): joined, purchases after, three windows before (latest last), score s, store 0/1,
    true ATT."""

    joined: Bools
    after: Floats
    windows: tuple[Floats, Floats, Floats]
    score: Floats
    store: Floats
    att: float


def shop(n: int, way: str, tau: float, seed: int) -> Shop:
    """Loyalty L ~ N(0, 1); purchases of a window ~ Poisson(exp(0.5 + 0.6 L)), after joining times exp(τ)."""
    rng = np.random.default_rng(seed)
    loyalty = rng.standard_normal(n)
    rate = np.exp(0.5 + 0.6 * loyalty)
    earliest, second, last = (rng.poisson(rate).astype(float) for _ in range(3))
    score = loyalty + 0.5 * rng.standard_normal(n)
    store = rng.integers(0, 2, n).astype(float)
    tendency = {
        "recorded": -2 + 0.5 * np.log1p(last) + 0.5 * np.log1p(second) + 0.5 * score,
        "hidden": -2 + 1.2 * loyalty,
        "lot": np.full(n, -1.2),
    }[way]
    joined = rng.random(n) < 1 / (1 + np.exp(-tendency))
    after = rng.poisson(rate * np.exp(tau * joined)).astype(float)
    att = float((rate[joined] * (np.exp(tau) - 1)).mean()) if joined.any() else 0.0
    return Shop(joined, after, (earliest, second, last), score, store, att)
