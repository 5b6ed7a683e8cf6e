"""Who tends to take part: ridge logistic regression by Newton, for one sample or many weighted ones at once."""

import numpy as np

from yoriai.measuring.arrays import Bools, Floats

RIDGE = 1.0
STEPS = 100
CLOSE = 1e-8


def propensity(frame: Floats, treated: Bools) -> tuple[Floats, Floats]:
    """Coefficients (k+1,), the constant first and not shrunk, and probabilities (n,) for a frame (n, k)."""
    design = with_constant(frame)
    beta = newton(design, treated, np.ones((1, len(treated))), None)[0]
    return beta, probabilities(design @ beta)


def newton(design: Floats, treated: Bools, weights: Floats, start: Floats | None, steps: int = STEPS) -> Floats:
    """Coefficients (draws, k+1) for observation weights (draws, n)."""
    draws, width = len(weights), design.shape[1]
    beta = np.zeros((draws, width)) if start is None else np.tile(start, (draws, 1))
    ridge = RIDGE * np.diag([0.0] + [1.0] * (width - 1))
    crossed, places = _products(design)
    target = treated.astype(float)
    for _ in range(steps):
        e = probabilities(beta @ design.T)
        slope = (weights * (target - e)) @ design - beta @ ridge
        curvature = _unpack((weights * e * (1 - e)) @ crossed, places, width) + ridge
        curvature += 1e-9 * np.eye(width)
        move = np.linalg.solve(curvature, slope[:, :, None])[:, :, 0]
        # A step is kept short: with near-separation Newton may overshoot.
        move *= np.minimum(1.0, 5.0 / np.maximum(np.abs(move).max(axis=1, keepdims=True), 1e-300))
        beta = beta + move
        if np.abs(move).max() < CLOSE:
            break
    return beta


def least_squares(design: Floats, outcome: Floats, weights: Floats) -> Floats:
    """Weighted least squares (draws, k+1) for weights (draws, n).

    The same ridge as above: with eighteen others and eleven columns a resample is otherwise near-singular,
    and from a few hundred people on it changes nothing that is shown.
    """
    width = design.shape[1]
    crossed, places = _products(design)
    gram = _unpack(weights @ crossed, places, width)
    gram += RIDGE * np.diag([0.0] + [1.0] * (width - 1)) + 1e-12 * np.eye(width)
    right = (weights * outcome) @ design
    return np.asarray(np.linalg.solve(gram, right[:, :, None])[:, :, 0])


def with_constant(frame: Floats) -> Floats:
    return np.concatenate([np.ones((len(frame), 1)), frame], axis=1)


def probabilities(logit: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


def _products(design: Floats) -> tuple[Floats, tuple[np.ndarray, np.ndarray]]:
    """Products of column pairs (n, k(k+1)/2): one matrix product then gives every draw's Hessian."""
    upper = np.triu_indices(design.shape[1])
    return design[:, upper[0]] * design[:, upper[1]], upper


def _unpack(packed: Floats, places: tuple[np.ndarray, np.ndarray], width: int) -> Floats:
    full = np.empty((len(packed), width, width))
    full[:, places[0], places[1]] = packed
    full[:, places[1], places[0]] = packed
    return full
