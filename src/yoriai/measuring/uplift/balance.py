"""Are the two groups comparable: standardised differences before and after, and how far they overlap."""

from dataclasses import dataclass

import numpy as np

from yoriai.measuring.arrays import Floats
from yoriai.measuring.uplift.table import People
from yoriai.measuring.uplift.weighting import Weighted

WEAK, TOO_MUCH = 0.10, 0.25


@dataclass(frozen=True, slots=True)
class Balance:
    """Absolute standardised difference of one covariate: raw, weighted by the propensity, matched."""

    covariate: str
    before: float
    after: float
    matched: float


@dataclass(frozen=True, slots=True)
class Overlap:
    """Share of participants matched in CEM; with somebody near in the propensity; with 0.1 <= e <= 0.9; and the
    effective number of others."""

    matched_share: float
    near_share: float
    common_support: float
    effective_controls: float


def balances(p: People, weights: Floats, matched: Floats) -> tuple[Balance, ...]:
    """One entry per covariate, text by its most different level; weights (n,) of the controls."""
    equal = (~p.treated) / (~p.treated).sum()
    rows = []
    for name in p.covariates:
        columns = [p.numbers[name]] if name in p.numbers else _levels(p.texts[name])
        raw, after, again = (max(_difference(p, column, w) for column in columns) for w in (equal, weights, matched))
        rows.append(Balance(name, raw, after, again))
    return tuple(rows)


def overlap(p: People, by_weight: Weighted, in_strata: int, near: int) -> Overlap:
    e, weights, n = by_weight.e, by_weight.weights, int(p.treated.sum())
    inside = (e >= 0.1) & (e <= 0.9)
    effective = float(weights.sum() ** 2 / (weights**2).sum()) if weights.any() else 0.0
    return Overlap(in_strata / n, near / n, float(inside[p.treated].mean()), effective)


def _difference(p: People, column: Floats, weights: Floats) -> float:
    mine, others = column[p.treated], column[~p.treated]
    spread = np.sqrt((mine.var() + others.var()) / 2)
    gap = abs(float(mine.mean() - weights @ column)) if weights.any() else abs(float(mine.mean() - others.mean()))
    if spread < 1e-12:
        return 0.0 if gap < 1e-12 else np.inf
    return float(gap / spread)


def _levels(texts: tuple[str, ...]) -> list[Floats]:
    values = np.array(texts)
    return [(values == level).astype(float) for level in np.unique(values)]
