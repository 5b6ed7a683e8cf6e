"""BG/NBD: buying at a personal pace, and after each purchase perhaps not again.

Source: Fader, Hardie, Lee 2005, "'Counting Your Customers' the Easy Way: An Alternative to the Pareto/NBD
Model". Parameters r, α (pace; α in time units) and a, b (drop-out).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, digamma, gammaln, hyp2f1

from yoriai.measuring.arrays import Floats
from yoriai.measuring.lifetime.fitting import Fit, Prior, fit
from yoriai.measuring.lifetime.history import Customers

NAMES = ("r", "alpha", "a", "b")
FORECAST_DRAWS = 500


def weak_prior(periods_of_alpha: float = 5.0) -> Prior:
    return Prior((0.5, periods_of_alpha, 1.0, 2.5))


def log_likelihood(parameters: Floats, c: Customers) -> Floats:
    """Per row of shape (n,), counts not applied."""
    r, alpha, a, b = parameters
    stays = -(r + c.x) * np.log(alpha + c.age)
    some = c.x > 0
    leaves = np.full(len(c.x), -np.inf)
    x = c.x[some]
    leaves[some] = np.log(a) - np.log(b + x - 1) - (r + x) * np.log(alpha + c.recency[some])
    return np.asarray(_common(parameters, c.x) + np.logaddexp(stays, leaves))


def fit_bgnbd(customers: Customers, prior: Prior | None = None) -> Fit:
    """Exact-gradient fit on grouped rows."""
    rows = customers.grouped()
    return fit(lambda at: _value_and_gradient(np.exp(at), rows), 4, prior)


def probability_alive(parameters: Floats, c: Customers) -> Floats:
    """P(still with us) of shape (n,); for totals only, never shown for one person."""
    return np.asarray(1 / (1 + _odds_gone(parameters, c)))


def expected_purchases(parameters: Floats, c: Customers, horizon: float) -> Floats:
    """Expected purchases of shape (n,) in the next ``horizon`` time units."""
    r, alpha, a, b = parameters
    x, age = c.x, c.age
    z = horizon / (alpha + age + horizon)
    series = hyp2f1(r + x, b + x, a + b + x - 1, z)
    shrink = ((alpha + age) / (alpha + age + horizon)) ** (r + x)
    near_one = abs(a - 1) < 1e-6
    # At a = 1 the formula is 0/0; a hair beside it the limit is reached to eight digits.
    if near_one:
        return expected_purchases(np.array([r, alpha, 1 + 2e-6, b]), c, horizon)
    return np.asarray((a + b + x - 1) / (a - 1) * (1 - shrink * series) / (1 + _odds_gone(parameters, c)))


@dataclass(frozen=True, slots=True)
class Forecast:
    """Total purchases of everybody in the next ``horizon``, its 95 % range from 500 seeded draws."""

    horizon: float
    total: float
    low: float
    high: float


def forecast(found: Fit, customers: Customers, horizon: float, level: float = 0.95, seed: int = 0) -> Forecast:
    """Range = uncertainty of the parameters (inverse Hessian, log total linearised) and of people's own
    chance.

    Linearising costs eight evaluations instead of 500. Chance is drawn from each person's own posterior
    (pace Gamma(r + x, α + T), drop-out Beta(a, b + x) if still with us), which is wider than Poisson noise
    around the mean.
    """
    rows = customers.grouped()
    log_at = np.log(found.parameters)

    def log_total(at: Floats) -> float:
        return float(np.log(max(float(rows.count @ expected_purchases(np.exp(at), rows, horizon)), 1e-300)))

    centre, step = log_total(log_at), 1e-4
    slope = np.array([(log_total(log_at + m) - log_total(log_at - m)) / (2 * step) for m in np.eye(4) * step])
    spread = float(np.sqrt(max(0.0, slope @ found.covariance @ slope)))
    rng = np.random.default_rng(seed)
    noise = np.sqrt(_variance_of_chance(found.parameters, customers, horizon, rng))
    drawn = np.exp(centre + np.clip(spread, 0, 3) * rng.standard_normal(FORECAST_DRAWS))
    drawn = drawn + noise * rng.standard_normal(FORECAST_DRAWS)
    low, high = np.quantile(np.maximum(drawn, 0), [(1 - level) / 2, (1 + level) / 2])
    total = float(np.exp(centre))
    return Forecast(horizon, total, min(float(low), total), max(float(high), total))


def _variance_of_chance(parameters: Floats, c: Customers, horizon: float, rng: np.random.Generator) -> float:
    r, alpha, a, b = parameters
    n = len(c.x)
    draws = int(np.clip(1_000_000 // max(n, 1), 8, 400))
    alive = probability_alive(parameters, c)
    total, squares = np.zeros(n), np.zeros(n)
    for _ in range(draws):
        bought = rng.poisson(rng.gamma(r + c.x, 1 / (alpha + c.age)) * horizon)
        leaves_after = rng.geometric(np.clip(rng.beta(a, b + c.x), 1e-12, 1))
        bought = np.where(rng.random(n) < alive, np.minimum(bought, leaves_after), 0)
        total += bought
        squares += bought.astype(float) ** 2
    variance = (squares - total**2 / draws) / (draws - 1)
    return float(c.count @ variance)


def _common(parameters: Floats, x: Floats) -> Floats:
    r, alpha, a, b = parameters
    return np.asarray(gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b))


def _odds_gone(parameters: Floats, c: Customers) -> Floats:
    r, alpha, a, b = parameters
    some = c.x > 0
    odds = np.zeros(len(c.x))
    x = c.x[some]
    odds[some] = a / (b + x - 1) * ((alpha + c.age[some]) / (alpha + c.recency[some])) ** (r + x)
    return odds


def _value_and_gradient(parameters: Floats, c: Customers) -> tuple[float, Floats]:
    r, alpha, a, b = parameters
    x, some = c.x, c.x > 0
    stays = -(r + x) * np.log(alpha + c.age)
    leaves = np.full(len(x), -np.inf)
    leaves[some] = np.log(a) - np.log(b + x[some] - 1) - (r + x[some]) * np.log(alpha + c.recency[some])
    either = np.logaddexp(stays, leaves)
    gone = np.exp(leaves - either)
    here = 1 - gone
    slope_r = digamma(r + x) - digamma(r) + np.log(alpha)
    slope_r = slope_r - here * np.log(alpha + c.age) - gone * np.log(alpha + c.recency)
    slope_alpha = r / alpha - (r + x) * (here / (alpha + c.age) + gone / (alpha + c.recency))
    slope_ab = digamma(a + b) - digamma(a + b + x)
    slope_a = slope_ab + gone / a
    slope_b = slope_ab + digamma(b + x) - digamma(b) - np.where(some, gone / np.maximum(b + x - 1, 1e-300), 0)
    value = float(c.count @ (_common(parameters, x) + either))
    slopes = np.stack([slope_r, slope_alpha, slope_a, slope_b], axis=1)
    return value, np.asarray(c.count @ slopes * parameters)
