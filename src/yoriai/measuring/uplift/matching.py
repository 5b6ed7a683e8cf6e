"""Comparable people: coarsened exact matching, and the nearest neighbour in the propensity.

Sources: Iacus, King, Porro 2012, "Causal Inference without Balance Checking: Coarsened Exact Matching"; Abadie and
Imbens 2006, "Large Sample Properties of Matching Estimators for Average Treatment Effects".
"""

from dataclasses import dataclass

import numpy as np

from yoriai.measuring.arrays import Bools, Floats, Ints
from yoriai.measuring.estimate import Interval, normal_interval
from yoriai.measuring.uplift.table import People

CALIPER = 0.2


@dataclass(frozen=True, slots=True)
class Matched:
    """Effect on the matched participants (None if nobody), how many, and control weights (n,) summing to 1."""

    effect: Interval | None
    treated: int
    weights: Floats


def cem(p: People, bins: int = 4, level: float = 0.95) -> Matched:
    """Σ n_Ts (ȳ_Ts - ȳ_Cs) / Σ n_Ts over strata with both kinds of people."""
    stratum = _strata(p, bins)
    size = int(stratum.max()) + 1
    n_t, n_c = (np.bincount(stratum[arm], minlength=size) for arm in (p.treated, ~p.treated))
    both = (n_t > 0) & (n_c > 0)
    total = int(n_t[both].sum())
    if not total:
        return Matched(None, 0, np.zeros(len(stratum)))
    means, variances = zip(*(_moments(p, stratum, arm, size) for arm in (p.treated, ~p.treated)), strict=True)
    pooled = [_pooled(variance, n) for variance, n in zip(variances, (n_t, n_c), strict=True)]
    share = n_t[both] / total
    value = float(share @ (means[0] - means[1])[both])
    noise = sum(
        (np.where(n > 1, v, q) / np.maximum(n, 1))[both] for v, q, n in zip(variances, pooled, (n_t, n_c), strict=True)
    )
    weights = np.where(~p.treated & both[stratum], n_t[stratum] / total / np.maximum(n_c[stratum], 1), 0.0)
    return Matched(normal_interval(value, float(np.sqrt(share**2 @ noise)), level), total, weights)


def nearest(p: People, e: Floats, level: float = 0.95) -> Matched:
    """Nearest neighbour on the logit of e, with replacement, within 0.2 standard deviations."""
    logit = np.log(e / (1 - e))
    caliper = CALIPER * float(logit.std())
    mine, others = np.flatnonzero(p.treated), np.flatnonzero(~p.treated)
    # Rows are in canonical order, so a stable sort settles ties the same way for every order of the file.
    others = others[np.argsort(logit[others], kind="stable")]
    partner = others[_closest(logit[others], logit[mine])]
    near = np.abs(logit[partner] - logit[mine]) <= caliper + 1e-12
    mine, partner = mine[near], partner[near]
    n = len(mine)
    if n < 2:
        return Matched(None, n, np.zeros(len(e)))
    d = p.outcome[mine] - p.outcome[partner]
    used = np.bincount(partner, minlength=len(e)).astype(float)
    noise = float(p.outcome[~p.treated].var(ddof=1)) if len(others) > 1 else 0.0
    variance = ((d - d.mean()) ** 2).sum() / n**2 + noise * (used * (used - 1)).sum() / n**2
    return Matched(normal_interval(float(d.mean()), float(np.sqrt(variance)), level), n, used / n)


def _closest(sorted_values: Floats, wanted: Floats) -> Ints:
    right = np.clip(np.searchsorted(sorted_values, wanted), 0, len(sorted_values) - 1)
    left = np.clip(right - 1, 0, None)
    nearer_left = np.abs(sorted_values[left] - wanted) <= np.abs(sorted_values[right] - wanted)
    # From the left side the first of equal values is taken, as on the right.
    left = np.searchsorted(sorted_values, sorted_values[left])
    return np.where(nearer_left, left, right)


def _strata(p: People, bins: int) -> Ints:
    codes = [_coarse(values, p.treated, bins) for values in p.numbers.values()]
    codes += [np.unique(np.array(texts), return_inverse=True)[1] for texts in p.texts.values()]
    if not codes:
        return np.zeros(len(p.outcome), np.int64)
    return np.unique(np.stack(codes, axis=1), axis=0, return_inverse=True)[1].ravel().astype(np.int64)


def _coarse(values: Floats, treated: Bools, bins: int) -> Ints:
    """At most ``bins`` classes: zeros their own, the rest cut at quantiles of the participants."""
    distinct = np.unique(values)
    if len(distinct) <= bins:
        return np.searchsorted(distinct, values)
    zero = values == 0
    parts = bins - 1 if zero.any() else bins
    rest = values[treated & ~zero]
    if not len(rest):
        return np.where(zero, 0, 1)
    cuts = np.unique(np.quantile(rest, np.arange(1, parts) / parts))
    return np.where(zero, 0, 1 + np.searchsorted(cuts, values, side="left"))


def _moments(p: People, stratum: Ints, arm: Bools, size: int) -> tuple[Floats, Floats]:
    n = np.maximum(np.bincount(stratum[arm], minlength=size), 1)
    mean = np.bincount(stratum[arm], weights=p.outcome[arm], minlength=size) / n
    away = (p.outcome[arm] - mean[stratum[arm]]) ** 2
    return mean, np.bincount(stratum[arm], weights=away, minlength=size) / np.maximum(n - 1, 1)


def _pooled(variance: Floats, n: Ints) -> float:
    freedom = np.maximum(n - 1, 0)
    return float(variance @ freedom / freedom.sum()) if freedom.sum() else float(variance.mean())
