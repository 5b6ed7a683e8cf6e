"""BG/NBD: buying at a personal pace, and after each purchase perhaps not again.

Source: Fader, Hardie, Lee 2005, "'Counting Your Customers' the Easy Way: An Alternative to the Pareto/NBD
Model". Parameters r, α (pace; α in time units) and a, b (drop-out).
"""

import numpy as np
from scipy.special import betaln, digamma, gammaln, hyp2f1

from yoriai.measuring.arrays import Floats
from yoriai.measuring.lifetime.fitting import Fit, Prior, fit
from yoriai.measuring.lifetime.history import Customers

NAMES = ("r", "alpha", "a", "b")


def weak_prior(unit_days: int = 7) -> Prior:
    """For small shops: α around five weeks, in units of so many days."""
    return Prior((0.5, 35 / unit_days, 1.0, 2.5))


def log_likelihood(parameters: Floats, c: Customers) -> Floats:
    """Per row of shape (n,), counts not applied."""
    return np.asarray(_common(parameters, c.x) + np.logaddexp(*_branches(parameters, c)))


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
    # At a = 1 the formula is 0/0; a hair beside it the limit is reached to eight digits.
    if abs(a - 1) < 1e-6:
        return expected_purchases(np.array([r, alpha, 1 + 2e-6, b]), c, horizon)
    x, whole = c.x, alpha + c.age + horizon
    series = hyp2f1(r + x, b + x, a + b + x - 1, horizon / whole)
    shrink = ((alpha + c.age) / whole) ** (r + x)
    return np.asarray((a + b + x - 1) / (a - 1) * (1 - shrink * series) / (1 + _odds_gone(parameters, c)))


def draw_purchases(parameters: Floats, c: Customers, horizon: float, rng: np.random.Generator) -> Floats:
    """Purchases (n,) of people still with us: pace Gamma(r + x, α + T), drop-out Beta(a, b + x)."""
    r, alpha, a, b = parameters
    bought = rng.poisson(rng.gamma(r + c.x, 1 / (alpha + c.age)) * horizon)
    return np.asarray(np.minimum(bought, rng.geometric(np.clip(rng.beta(a, b + c.x), 1e-12, 1))), np.float64)


def _common(parameters: Floats, x: Floats) -> Floats:
    r, alpha, a, b = parameters
    return np.asarray(gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b))


def _branches(parameters: Floats, c: Customers) -> tuple[Floats, Floats]:
    """ln of being still here and of having left after the last purchase (impossible before the first), (n,)."""
    r, alpha, a, b = parameters
    stays = -(r + c.x) * np.log(alpha + c.age)
    leaves = np.log(a) - np.log(np.maximum(b + c.x - 1, 1e-300)) - (r + c.x) * np.log(alpha + c.recency)
    return stays, np.where(c.x > 0, leaves, -np.inf)


def _odds_gone(parameters: Floats, c: Customers) -> Floats:
    stays, leaves = _branches(parameters, c)
    return np.asarray(np.exp(leaves - stays))


def _value_and_gradient(parameters: Floats, c: Customers) -> tuple[float, Floats]:
    r, alpha, a, b = parameters
    x, (stays, leaves) = c.x, _branches(parameters, c)
    either = np.logaddexp(stays, leaves)
    gone = np.exp(leaves - either)
    here = 1 - gone
    slope_r = digamma(r + x) - digamma(r) + np.log(alpha)
    slope_r = slope_r - here * np.log(alpha + c.age) - gone * np.log(alpha + c.recency)
    slope_alpha = r / alpha - (r + x) * (here / (alpha + c.age) + gone / (alpha + c.recency))
    slope_ab = digamma(a + b) - digamma(a + b + x)
    slope_a = slope_ab + gone / a
    slope_b = slope_ab + digamma(b + x) - digamma(b) - np.where(x > 0, gone / np.maximum(b + x - 1, 1e-300), 0)
    value = float(c.count @ (_common(parameters, x) + either))
    slopes = np.stack([slope_r, slope_alpha, slope_a, slope_b], axis=1)
    return value, np.asarray(c.count @ slopes * parameters)
