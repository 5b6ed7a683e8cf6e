"""Maximum likelihood over log-parameters, the inverse Hessian, and the weak prior for small shops."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from yoriai.measuring.arrays import Floats

BOUND = 8.0
Objective = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True, slots=True)
class Fit:
    """Parameters in their own scale, the log-likelihood there, covariance of the log-parameters, at a bound?"""

    parameters: Floats
    ll: float
    covariance: Floats
    at_bound: bool


@dataclass(frozen=True, slots=True)
class Prior:
    """Log-normal around ``centre`` counting like ``weight`` standard normal observations of each log-parameter."""

    centre: tuple[float, ...]
    weight: float = 2.0

    def penalty(self, log_parameters: Floats) -> tuple[float, Floats]:
        away = log_parameters - np.log(self.centre)
        return float(self.weight * (away**2).sum() / 2), np.asarray(self.weight * away)


def fit(log_likelihood: Objective, size: int, prior: Prior | None = None, start: Floats | None = None) -> Fit:
    """Maximise ``log_likelihood`` (value and gradient in log-parameters) with L-BFGS-B from 0, bounds ±8."""
    n = max(1.0, abs(log_likelihood(np.zeros(size))[0]))

    def loss(log_parameters: Floats) -> tuple[float, Floats]:
        value, gradient = log_likelihood(log_parameters)
        if prior is not None:
            more, slope = prior.penalty(log_parameters)
            value, gradient = value - more, gradient - slope
        return -value / n, -gradient / n

    found = optimize.minimize(
        loss,
        np.zeros(size) if start is None else start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(-BOUND, BOUND)] * size,
        options={"ftol": 1e-13, "gtol": 1e-9, "maxiter": 1_000},
    )
    best = np.asarray(found.x, dtype=np.float64)
    hessian = n * _hessian(lambda at: loss(at)[1], best)
    at_bound = bool((np.abs(best) > BOUND - 1e-3).any())
    return Fit(np.exp(best), float(log_likelihood(best)[0]), _inverse(hessian), at_bound)


def by_differences(value: Callable[[Floats], float], step: float = 1e-6) -> Objective:
    """A likelihood without a written gradient, by central differences."""

    def both(at: Floats) -> tuple[float, Floats]:
        moves = np.eye(len(at)) * step
        gradient = np.array([(value(at + move) - value(at - move)) / (2 * step) for move in moves])
        return value(at), gradient

    return both


def _hessian(gradient: Callable[[Floats], Floats], at: Floats, step: float = 1e-4) -> Floats:
    rows = [(gradient(at + move) - gradient(at - move)) / (2 * step) for move in np.eye(len(at)) * step]
    return np.asarray((np.array(rows) + np.array(rows).T) / 2)


def _inverse(hessian: Floats) -> Floats:
    """Inverse over the directions the data know; flat directions get the widest plausible spread."""
    values, vectors = np.linalg.eigh(hessian)
    spread = 1 / np.maximum(values, 1 / BOUND)
    return np.asarray((vectors * spread) @ vectors.T)
