"""IPW and AIPW for the effect on those who took part (ATT).

Sources: Bang and Robins 2005, "Doubly Robust Estimation in Missing Data and Causal Inference Models"; Hájek
normalisation; refit bootstrap within each arm (Efron and Tibshirani 1993).
"""

from dataclasses import dataclass

import numpy as np

from yoriai.measuring.arrays import Bools, Floats
from yoriai.measuring.estimate import Interval, normal_interval
from yoriai.measuring.uplift.propensity import least_squares, newton, probabilities, propensity, with_constant

DRAWS = 300
BATCH_CELLS = 2_000_000
INFLUENCE_FROM_ROWS = 5_000
INFLUENCE_FROM_TREATED = 200
BOOT_STEPS = 4


@dataclass(frozen=True, slots=True)
class Weighted:
    """Probabilities, control weights (n,) summing to 1, both estimates, the influence-value se."""

    e: Floats
    weights: Floats
    ipw: Interval
    aipw: Interval
    se_influence: float


def weighted(frame: Floats, treated: Bools, outcome: Floats, level: float = 0.95, seed: int = 0) -> Weighted:
    """Both estimates from a frame (n, k), treatment and outcome (n,)."""
    beta, e = propensity(frame, treated)
    odds = np.where(treated, 0, e / (1 - e))
    weights = odds / odds.sum()
    ipw = _ipw(treated, outcome, weights, level)
    design = with_constant(frame)
    control = (~treated).astype(float)
    fitted = design @ least_squares(design, outcome, control[None])[0]
    r = outcome - fitted
    value = float(r[treated].mean() - weights @ r)
    se_influence = _se_influence(treated, r, weights)
    n_treated = int(treated.sum())
    if len(treated) > INFLUENCE_FROM_ROWS and n_treated >= INFLUENCE_FROM_TREATED:
        se = se_influence
    else:
        se = max(float(_bootstrap(design, treated, outcome, beta, seed).std(ddof=1)), 1e-15)
    return Weighted(e, weights, ipw, normal_interval(value, se, level), se_influence)


def _ipw(treated: Bools, outcome: Floats, weights: Floats, level: float) -> Interval:
    value = float(outcome[treated].mean() - weights @ outcome)
    return normal_interval(value, _se_influence(treated, outcome, weights), level)


def _se_influence(treated: Bools, r: Floats, weights: Floats) -> float:
    """√(Σ_T (r - r̄)² / n_T² + Σ_C (w̃ (r - r̄_w))²)."""
    own = r[treated] - r[treated].mean()
    other = weights * (r - weights @ r)
    return float(np.sqrt((own**2).sum() / len(own) ** 2 + (other**2).sum()))


def _bootstrap(design: Floats, treated: Bools, outcome: Floats, beta: Floats, seed: int) -> Floats:
    """Refitted AIPW values of 300 samples drawn within each arm, Newton started at the full fit."""
    rng = np.random.default_rng(seed)
    batch = int(np.clip(BATCH_CELLS // len(treated), 1, DRAWS))
    found = []
    for start in range(0, DRAWS, batch):
        counts = _resample(rng, treated, min(batch, DRAWS - start))
        found.append(_refit(design, treated, outcome, beta, counts))
    return np.concatenate(found)


def _resample(rng: np.random.Generator, treated: Bools, draws: int) -> Floats:
    counts = np.zeros((draws, len(treated)))
    for arm in (treated, ~treated):
        n = int(arm.sum())
        counts[:, arm] = rng.multinomial(n, np.full(n, 1 / n), size=draws)
    return counts


def _refit(design: Floats, treated: Bools, outcome: Floats, beta: Floats, counts: Floats) -> Floats:
    e = probabilities(newton(design, treated, counts, beta, BOOT_STEPS) @ design.T)
    odds = np.where(treated, 0, counts * e / (1 - e))
    weights = odds / odds.sum(axis=1, keepdims=True)
    slope = least_squares(design, outcome, counts * ~treated)
    r = outcome - slope @ design.T
    own = counts * treated
    return np.asarray((own * r).sum(axis=1) / own.sum(axis=1) - (weights * r).sum(axis=1))
