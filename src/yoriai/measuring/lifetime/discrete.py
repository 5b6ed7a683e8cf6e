"""Models in steps: BG/BB (chances to buy instead of time) and sBG (subscribers by period).

Sources: Fader, Hardie, Shang 2010, "Customer-Base Analysis in a Discrete-Time Noncontractual Setting"; Fader
and Hardie 2007, "How to Project Customer Retention".
"""

import numpy as np
from scipy.special import betaln, logsumexp

from yoriai.measuring.arrays import Floats
from yoriai.measuring.lifetime.fitting import Fit, by_differences, fit
from yoriai.measuring.lifetime.history import Customers
from yoriai.measuring.refusal import BadInput

BGBB_NAMES = ("alpha", "beta", "gamma", "delta")
SBG_NAMES = ("alpha", "beta")


def bgbb_log_likelihood(parameters: Floats, c: Customers) -> Floats:
    """Per row (n,): x purchases, the last at opportunity t_x, of T opportunities."""
    alpha, beta, gamma, delta = parameters
    stays = betaln(alpha + c.x, beta + c.age - c.x) + betaln(gamma, delta + c.age)
    gap = (c.age - c.recency).astype(int)
    steps = np.arange(max(int(gap.max()), 1))
    inside = steps[None] < gap[:, None]
    misses = np.maximum(c.recency - c.x, 0)[:, None] + steps[None]
    left = betaln((alpha + c.x)[:, None], beta + misses) + betaln(gamma + 1, delta + c.recency[:, None] + steps)
    parts = np.concatenate([stays[:, None], np.where(inside, left, -np.inf)], axis=1)
    return np.asarray(logsumexp(parts, axis=1) - betaln(alpha, beta) - betaln(gamma, delta))


def fit_bgbb(customers: Customers) -> Fit:
    """Fit on grouped rows; BadInput where purchases exceed the opportunities until the last one."""
    if (customers.x > customers.recency).any():
        row = int(np.flatnonzero(customers.x > customers.recency)[0]) + 1
        raise BadInput(f"Row {row} has more purchases than opportunities until the last purchase.")
    rows = customers.grouped()
    value = by_differences(lambda at: float(rows.count @ bgbb_log_likelihood(np.exp(at), rows)))
    return fit(value, 4)


def sbg_log_likelihood(parameters: Floats, survivors: Floats) -> float:
    """Of survivors (periods + 1,), the first entry the cohort's size."""
    alpha, beta = parameters
    t = np.arange(1, len(survivors))
    lost = -np.diff(survivors)
    leaving = betaln(alpha + 1, beta + t - 1) - betaln(alpha, beta)
    staying = betaln(alpha, beta + t[-1]) - betaln(alpha, beta)
    return float(lost @ leaving + survivors[-1] * staying)


def fit_sbg(survivors: Floats) -> Fit:
    """BadInput unless the survivors of at least three periods fall and stay positive."""
    if len(survivors) < 3 or (np.diff(survivors) > 0).any() or survivors[0] <= 0 or survivors[-1] < 0:
        raise BadInput("Survivors must be at least three numbers that never rise and never fall below 0.")
    return fit(by_differences(lambda at: sbg_log_likelihood(np.exp(at), survivors)), 2)


def sbg_survival(parameters: Floats, periods: int) -> Floats:
    """S(0..periods) of shape (periods + 1,)."""
    alpha, beta = parameters
    return np.asarray(np.exp(betaln(alpha, beta + np.arange(periods + 1)) - betaln(alpha, beta)))
