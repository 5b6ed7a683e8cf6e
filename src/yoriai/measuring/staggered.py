"""Before and after with several joining dates: group-time effects.

Source: Callaway and Sant'Anna 2021, "Difference-in-Differences with Multiple Time Periods" (unconditional
case). A plain two-way fixed-effects figure is not offered: with staggered joining and changing effects it can
have the wrong sign (Goodman-Bacon 2021).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from yoriai.measuring.arrays import Bools, Floats, Ints
from yoriai.measuring.estimate import Interval, normal_quantile
from yoriai.measuring.refusal import BadInput

MULTIPLIER_DRAWS = 999
ALIKE = 1e-12


@dataclass(frozen=True, slots=True)
class BalancedPanel:
    """``outcome`` (units, periods), ``first`` treated period per unit (0 = never), sorted ``periods`` (periods,)."""

    outcome: Floats
    first: Ints
    periods: Ints
    incomplete_units: int


@dataclass(frozen=True, slots=True)
class Cell:
    cohort: int
    period: int
    effect: Interval
    n: int


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An overall figure, its parts ``by`` group or by periods since joining, and the uniform band's multiple."""

    overall: Interval
    by: tuple[tuple[int, Interval], ...]
    uniform_critical: float | None = None


@dataclass(frozen=True, slots=True)
class Staggered:
    """``pretrend`` is True when any before-cell excludes 0 after Bonferroni."""

    cells: tuple[Cell, ...]
    simple: Aggregate
    group: Aggregate
    dynamic: Aggregate
    pretrend: bool


def balance(unit: Sequence[object], period: Ints, outcome: Floats, first: Ints) -> BalancedPanel:
    """Arrange rows (n,) as a panel; units with a missing period are left out and counted.

    Raises BadInput when a unit has two rows for one period or two first periods.
    """
    names = {name: i for i, name in enumerate(sorted(set(unit), key=str))}
    code = np.array([names[u] for u in unit])
    periods = np.unique(period)
    column = np.searchsorted(periods, period)
    table = np.full((len(names), len(periods)), np.nan)
    joined = np.full(len(names), -1, np.int64)
    for row, (i, t) in enumerate(zip(code, column, strict=True)):
        if not np.isnan(table[i, t]):
            raise BadInput(f"Unit {unit[row]} has two rows for period {period[row]}.")
        if joined[i] not in (-1, first[row]):
            raise BadInput(f"Unit {unit[row]} has two first treated periods, {joined[i]} and {first[row]}.")
        table[i, t], joined[i] = outcome[row], first[row]
    complete = ~np.isnan(table).any(axis=1)
    # Treated from the start has no before; later than the last period is not treated yet in these data.
    usable = complete & ~((joined > 0) & (joined <= periods[0]))
    joined = np.where(joined > periods[-1], 0, joined)
    return BalancedPanel(table[usable], joined[usable], periods, int((~usable).sum()))


def staggered(
    panel: BalancedPanel, control: str = "never", base: str = "varying", level: float = 0.95, seed: int = 0
) -> Staggered:
    """All group-time effects and their aggregates; BadInput without joiners or without anybody to compare with."""
    cohorts = np.unique(panel.first[panel.first > 0])
    if not len(cohorts):
        raise BadInput("No unit ever joined: there is nothing to measure.")
    found, influence = [], []
    for g in cohorts:
        for t in range(len(panel.periods)):
            one = _cell(panel, int(g), t, control, base)
            if one is not None:
                found.append((int(g), int(panel.periods[t]), one[0], one[2]))
                influence.append(one[1])
    if not found:
        raise BadInput("No unit stayed without joining: there is nobody to compare with.")
    values, matrix = np.array([row[2] for row in found]), np.stack(influence, axis=1)
    cells = tuple(
        Cell(g, t, _estimate(value, matrix[:, j], panel.first, level), n) for j, (g, t, value, n) in enumerate(found)
    )
    index = np.array([[g, t] for g, t, _, _ in found])
    summarise = _Aggregator(panel, index, values, matrix, level, seed)
    pretrend = _pretrend(cells, matrix, panel.first, level)
    return Staggered(cells, summarise.simple(), summarise.group(), summarise.dynamic(), pretrend)


def _cell(panel: BalancedPanel, g: int, t: int, control: str, base: str) -> tuple[float, Floats, int] | None:
    period, joined_at = panel.periods[t], int(np.searchsorted(panel.periods, g))
    before = joined_at - 1 if period >= g or base == "universal" else t - 1
    if before < 0:
        return None
    treated = panel.first == g
    controls = panel.first == 0
    if control == "not-yet":
        controls |= (panel.first > max(int(period), int(panel.periods[before]))) & (panel.first != g)
    if not treated.any() or not controls.any():
        return None
    change = panel.outcome[:, t] - panel.outcome[:, before]
    value = float(change[treated].mean() - change[controls].mean())
    influence = np.zeros(len(change))
    for arm, other, sign in ((treated, controls, 1), (controls, treated, -1)):
        # A unit alone has no spread of its own: that of the others stands in, the same way in every period.
        away = change[arm] - change[arm].mean() if arm.sum() > 1 else _spread(change[other])
        influence[arm] += sign * len(change) / arm.sum() * away
    return value, influence, int(treated.sum())


def _spread(change: Floats) -> float:
    return float(change.std(ddof=1)) if len(change) > 1 else np.nan


def _estimate(value: float, influence: Floats, first: Ints, level: float) -> Interval:
    """``se`` from the influence values; the limits by Student's t with Welch's degrees of freedom over the cohorts.

    A handful of shops is not a thousand counties: with z and the plain variance, ten units are covered in 81 % of
    cases. Where no spread was seen (units exactly alike, or every cohort a single unit) the limits are unknown, not
    zero apart.
    """
    n, (_, cohort, size) = len(influence), np.unique(first, return_inverse=True, return_counts=True)
    parts = np.bincount(cohort, weights=influence**2) / n**2
    if not parts.sum() > ALIKE**2:
        return Interval(value, -np.inf, np.inf)
    grown = parts * size / np.maximum(size - 1, 1)
    # What a unit alone borrowed is known as well as the spread of all others.
    own = np.where(size > 1, size - 1, max(n - len(size), 1))
    freedom = grown.sum() ** 2 / (grown**2 / own).sum()
    half = float(stats.t.ppf(0.5 + level / 2, freedom) * np.sqrt(grown.sum()))
    return Interval(value, value - half, value + half, float(np.sqrt(parts.sum())))


def _pretrend(cells: Sequence[Cell], influence: Floats, first: Ints, level: float) -> bool:
    before = [j for j, cell in enumerate(cells) if cell.period < cell.cohort]
    corrected = 1 - (1 - level) / max(len(before), 1)
    return any(_estimate(cells[j].effect.value, influence[:, j], first, corrected).side for j in before)


class _Aggregator:
    """Weighted means of cells with the influence of estimated group shares."""

    def __init__(
        self, panel: BalancedPanel, index: Ints, values: Floats, influence: Floats, level: float, seed: int
    ) -> None:
        self.first, self.index, self.values = panel.first, index, values
        self.influence, self.level, self.seed = influence, level, seed
        # Periods are numbered by their place: joining in the next observed period is one period on.
        place = {int(p): i for i, p in enumerate(panel.periods)}
        starts = np.searchsorted(panel.periods, index[:, 0])
        self.since = np.array([place[int(t)] for t in index[:, 1]]) - starts
        self.post = index[:, 1] >= index[:, 0]

    def simple(self) -> Aggregate:
        return Aggregate(self._interval(*self._mean(self.post)), ())

    def group(self) -> Aggregate:
        cohorts = np.unique(self.index[self.post, 0])
        parts = [self._plain_mean(self.post & (self.index[:, 0] == g)) for g in cohorts]
        return self._collect(cohorts, parts, self._shares(cohorts))

    def dynamic(self) -> Aggregate:
        """Periods before joining are listed too; the overall figure weighs periods since joining equally."""
        steps = np.unique(self.since)
        parts = [self._mean(self.since == e) for e in steps]
        return self._collect(steps, parts, None, overall=steps >= 0)

    def _shares(self, cohorts: Ints) -> tuple[Floats, Floats]:
        """Group sizes as weights (k,), and each unit's influence on them (n, k)."""
        share = np.array([(self.first == g).mean() for g in cohorts])
        weight = share / share.sum()
        member = (self.first[:, None] == cohorts[None]).astype(float) - share
        return weight, (member - weight * member.sum(axis=1, keepdims=True)) / share.sum()

    def _mean(self, chosen: Bools) -> tuple[float, Floats]:
        weight, moved = self._shares(self.index[chosen, 0])
        values = self.values[chosen]
        return float(weight @ values), self.influence[:, chosen] @ weight + moved @ values

    def _plain_mean(self, chosen: Bools) -> tuple[float, Floats]:
        return float(self.values[chosen].mean()), np.asarray(self.influence[:, chosen].mean(axis=1))

    def _interval(self, value: float, influence: Floats) -> Interval:
        return _estimate(value, influence, self.first, self.level)

    def _collect(
        self,
        keys: Ints,
        parts: list[tuple[float, Floats]],
        shares: tuple[Floats, Floats] | None,
        overall: Bools | None = None,
    ) -> Aggregate:
        values, influence = np.array([p[0] for p in parts]), np.stack([p[1] for p in parts], axis=1)
        if shares is None:
            inside = np.ones(len(keys), bool) if overall is None else overall
            total, total_influence = float(values[inside].mean()), influence[:, inside].mean(axis=1)
        else:
            weight, moved = shares
            total, total_influence = float(weight @ values), influence @ weight + moved @ values
        by = tuple((int(k), self._interval(*part)) for k, part in zip(keys, parts, strict=True))
        return Aggregate(self._interval(total, total_influence), by, self._uniform(influence))

    def _uniform(self, influence: Floats) -> float | None:
        """Multiple of se that covers all parts at once: 999 seeded Rademacher multipliers."""
        se = np.sqrt((influence**2).sum(axis=0)) / len(influence)
        known = se > 0
        if not known.any():
            return None
        signs = np.random.default_rng(self.seed).choice([-1.0, 1.0], (MULTIPLIER_DRAWS, len(influence)))
        drawn = np.abs(signs @ influence[:, known] / len(influence) / se[known]).max(axis=1)
        return max(float(np.quantile(drawn, self.level)), normal_quantile(self.level))
