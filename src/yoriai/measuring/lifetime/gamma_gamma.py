"""Gamma-Gamma: how much a person spends on average.

Source: Fader and Hardie 2013, "The Gamma-Gamma Model of Monetary Value". Only people with x > 0 and m > 0.
"""

import numpy as np
from scipy.special import gammaln

from yoriai.measuring.arrays import Floats
from yoriai.measuring.lifetime.fitting import Fit, by_differences, fit

NAMES = ("p", "q", "gamma")
LARGEST_CORRELATION = 0.3


def log_likelihood(parameters: Floats, x: Floats, m: Floats) -> Floats:
    """Per person of shape (n,)."""
    p, q, g = parameters
    px = p * x
    return np.asarray(
        gammaln(px + q)
        - gammaln(px)
        - gammaln(q)
        + q * np.log(g)
        + (px - 1) * np.log(m)
        + px * np.log(x)
        - (px + q) * np.log(g + m * x)
    )


def fit_gamma_gamma(x: Floats, m: Floats) -> Fit:
    """Fit people with repeat purchases and a positive mean amount; amounts are scaled while fitting."""
    known = (x > 0) & (m > 0)
    x, scale = x[known], float(np.median(m[known]))
    m = m[known] / scale

    found = fit(by_differences(lambda at: float(log_likelihood(np.exp(at), x, m).sum())), 3)
    parameters = found.parameters * np.array([1.0, 1.0, scale])
    # The density of m in yen is that of m/scale divided by the scale.
    return Fit(parameters, found.ll - len(x) * float(np.log(scale)), found.covariance, found.at_bound)


def expected_amount(parameters: Floats, x: Floats, m: Floats) -> Floats:
    """Expected mean amount of shape (n,) per purchase: between one's own mean and everybody's."""
    p, q, g = parameters
    return np.asarray(p * (g + m * x) / (p * x + q - 1))


def correlation(x: Floats, m: Floats) -> float:
    """Of frequency and amount; the model needs it small (|r| < 0.3)."""
    known = (x > 0) & (m > 0)
    if known.sum() < 3 or x[known].std() == 0 or m[known].std() == 0:
        return 0.0
    return float(np.corrcoef(x[known], m[known])[0, 1])
