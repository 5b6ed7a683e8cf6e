"""Purchases of everybody in the time to come, with their range, for the models that buy in time."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from yoriai.measuring.arrays import Floats
from yoriai.measuring.estimate import Interval
from yoriai.measuring.lifetime import bgnbd, pareto_nbd
from yoriai.measuring.lifetime.fitting import Fit
from yoriai.measuring.lifetime.history import Customers

DRAWS = 500
Ahead = Callable[[Floats, Customers, float], Floats]


@dataclass(frozen=True, slots=True)
class Model:
    """Parameters of a model, purchases expected in a horizon, P(still with us), purchases drawn for those who are."""

    key: str
    names: tuple[str, ...]
    expected: Ahead
    alive: Callable[[Floats, Customers], Floats]
    drawn: Callable[[Floats, Customers, float, np.random.Generator], Floats]


BGNBD, PARETO_NBD = (
    Model(key, model.NAMES, model.expected_purchases, model.probability_alive, model.draw_purchases)
    for key, model in (("bgnbd", bgnbd), ("pareto_nbd", pareto_nbd))
)


def forecast(
    found: Fit, customers: Customers, horizon: float, level: float = 0.95, seed: int = 0, model: Model = BGNBD
) -> Interval:
    """Range = uncertainty of the parameters (inverse Hessian, log total linearised) and of people's own chance.

    Linearising costs eight evaluations instead of 500. Chance is drawn from each person's own posterior, which is
    wider than Poisson noise around the mean.
    """
    rows, log_at, step = customers.grouped(), np.log(found.parameters), 1e-4

    def log_total(at: Floats) -> float:
        return float(np.log(max(float(rows.count @ model.expected(np.exp(at), rows, horizon)), 1e-300)))

    centre = log_total(log_at)
    moves = np.eye(len(log_at)) * step
    slope = np.array([(log_total(log_at + m) - log_total(log_at - m)) / (2 * step) for m in moves])
    spread = float(np.sqrt(max(0.0, slope @ found.covariance @ slope)))
    rng = np.random.default_rng(seed)
    noise = np.sqrt(_variance_of_chance(found.parameters, customers, horizon, model, rng))
    drawn = np.exp(centre + np.clip(spread, 0, 3) * rng.standard_normal(DRAWS))
    drawn = drawn + noise * rng.standard_normal(DRAWS)
    low, high = np.quantile(np.maximum(drawn, 0), [(1 - level) / 2, (1 + level) / 2])
    total = float(np.exp(centre))
    return Interval(total, min(float(low), total), max(float(high), total))


def _variance_of_chance(
    parameters: Floats, c: Customers, horizon: float, model: Model, rng: np.random.Generator
) -> float:
    n = len(c.x)
    draws = int(np.clip(1_000_000 // max(n, 1), 8, 400))
    alive = model.alive(parameters, c)
    total, squares = np.zeros(n), np.zeros(n)
    for _ in range(draws):
        bought = model.drawn(parameters, c, horizon, rng)
        bought = np.where(rng.random(n) < alive, bought, 0)
        total += bought
        squares += bought.astype(float) ** 2
    variance = (squares - total**2 / draws) / (draws - 1)
    return float(c.count @ variance)
