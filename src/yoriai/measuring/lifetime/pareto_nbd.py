"""Pareto/NBD: buying at a personal pace until an unseen moment.

Sources: Schmittlein, Morrison, Colombo 1987, "Counting Your Customers: Who Are They and What Will They Do
Next?"; Fader and Hardie 2005 (the likelihood in this form). Parameters r, α (pace) and s, β (lifetime).
"""

import numpy as np
from scipy.special import gammaln, hyp2f1

from yoriai.measuring.arrays import Floats
from yoriai.measuring.lifetime.fitting import Fit, by_differences, fit
from yoriai.measuring.lifetime.history import Customers

NAMES = ("r", "alpha", "s", "beta")


def log_likelihood(parameters: Floats, c: Customers) -> Floats:
    """Per row of shape (n,), counts not applied."""
    r, alpha, s, beta = parameters
    common = gammaln(r + c.x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    return np.asarray(common + np.logaddexp(*_branches(parameters, c)))


def fit_pareto_nbd(customers: Customers) -> Fit:
    rows = customers.grouped()
    value = by_differences(lambda at: float(rows.count @ log_likelihood(np.exp(at), rows)))
    return fit(value, 4)


def probability_alive(parameters: Floats, c: Customers) -> Floats:
    """P(still with us) of shape (n,); for totals only, never shown for one person."""
    stays, left = _branches(parameters, c)
    return np.asarray(np.exp(stays - np.logaddexp(stays, left)))


def expected_purchases(parameters: Floats, c: Customers, horizon: float) -> Floats:
    """Expected purchases of shape (n,) in the next ``horizon`` time units."""
    r, alpha, s, beta = parameters
    s = 1 + 1e-6 if abs(s - 1) < 1e-6 else s
    rate = (r + c.x) * (beta + c.age) / ((alpha + c.age) * (s - 1))
    ending = 1 - ((beta + c.age) / (beta + c.age + horizon)) ** (s - 1)
    return np.asarray(rate * ending * probability_alive(parameters, c))


def draw_purchases(parameters: Floats, c: Customers, horizon: float, rng: np.random.Generator) -> Floats:
    """Purchases (n,) of people still with us: pace Gamma(r + x, α + T) for a life of rate Gamma(s, β + T)."""
    r, alpha, s, beta = parameters
    ending = rng.exponential(1 / np.maximum(rng.gamma(s, 1 / (beta + c.age)), 1e-12))
    return np.asarray(rng.poisson(rng.gamma(r + c.x, 1 / (alpha + c.age)) * np.minimum(horizon, ending)), np.float64)


def _branches(parameters: Floats, c: Customers) -> tuple[Floats, Floats]:
    """ln of being still here and of having left some time after the last purchase, up to a common term; (n,)."""
    r, alpha, s, beta = parameters
    stays = -(r + c.x) * np.log(alpha + c.age) - s * np.log(beta + c.age)
    return stays, np.log(s) - np.log(r + s + c.x) + _log_a0(parameters, c)


def _log_a0(parameters: Floats, c: Customers) -> Floats:
    """ln A₀; the argument of ₂F₁ is kept in [0, 1) by swapping the roles of pace and lifetime."""
    r, alpha, s, beta = parameters
    power = r + s + c.x
    big, gap = max(alpha, beta), abs(alpha - beta)
    second = s + 1 if alpha >= beta else r + c.x

    def term(time: Floats) -> Floats:
        series = hyp2f1(power, second, power + 1, gap / (big + time))
        return np.asarray(np.log(series) - power * np.log(big + time))

    early, late = term(c.recency), term(c.age)
    # Equal times mean no time in which to have left.
    return np.asarray(early + np.log1p(-np.minimum(np.exp(late - early), 1 - 1e-16)))
