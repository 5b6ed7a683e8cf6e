"""Before and after with several joining dates: group-time effects.

Source: Callaway and Sant'Anna 2021, "Difference-in-Differences with Multiple Time Periods" (unconditional
case). A plain two-way fixed-effects figure is not offered: with staggered joining and changing effects it can
have the wrong sign (Goodman-Bacon 2021).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from yoriai.measuring.arrays import Floats, Ints
from yoriai.measuring.estimate import Interval, normal_quantile
from yoriai.measuring.refusal import BadInput

MULTIPLIER_DRAWS = 999
ALIKE = 1e-12
Part = tuple[float, Floats]  # a figure, and the influence of each unit (n,) on it


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
    if not usable.any():
        raise BadInput("No unit has a row for every period and a period before it joined: fill in the missing rows.")
    joined = np.where(joined > periods[-1], 0, joined)
    return BalancedPanel(table[usable], joined[usable], periods, int((~usable).sum()))


def staggered(
    panel: BalancedPanel, control: str = "never", base: str = "varying", level: float = 0.95, seed: int = 0
) -> Staggered:
    """All group-time effects and their aggregates; BadInput without joiners or without anybody to compare with."""
    cohorts = np.unique(panel.first[panel.first > 0])
    if not len(cohorts):
        raise BadInput("No unit ever joined: there is nothing to measure.")
    places = [(int(g), t) for g in cohorts for t in range(len(panel.periods))]
    parts = {place: part for place in places if (part := _cell(panel, *place, control, base)) is not None}
    if not parts:
        raise BadInput("No unit stayed without joining: there is nobody to compare with.")
    first = panel.first

    def interval(part: Part, at: float = level) -> Interval:
        return _estimate(*part, first, at)

    def aggregate(overall: Part, by: dict[int, Part]) -> Aggregate:
        band = _uniform(np.stack([influence for _, influence in by.values()], axis=1), level, seed)
        return Aggregate(interval(overall), tuple((key, interval(part)) for key, part in by.items()), band)

    def cell(g: int, t: int) -> Cell:
        return Cell(g, int(panel.periods[t]), interval(parts[g, t]), int((first == g).sum()))

    # Periods are numbered by their place: joining in the next observed period is one period on.
    since = {(g, t): t - int(np.searchsorted(panel.periods, g)) for g, t in parts}
    after = [(place[0], part) for place, part in parts.items() if since[place] >= 0]
    before = [part for place, part in parts.items() if since[place] < 0]
    by_group = {g: _equal([part for own, part in after if own == g]) for g in sorted({g for g, _ in after})}
    by_time = {
        e: _by_size([(g, part) for (g, t), part in parts.items() if since[g, t] == e], first)
        for e in sorted(set(since.values()))
    }
    corrected = 1 - (1 - level) / max(len(before), 1)
    return Staggered(
        tuple(cell(*place) for place in parts),
        Aggregate(interval(_by_size(after, first)), ()),
        aggregate(_by_size(list(by_group.items()), first), by_group),
        aggregate(_equal([part for e, part in by_time.items() if e >= 0]), by_time),
        any(interval(part, corrected).side for part in before),
    )


def _cell(panel: BalancedPanel, g: int, t: int, control: str, base: str) -> Part | None:
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
    return value, influence


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


def _equal(parts: list[Part]) -> Part:
    """The mean of the figures."""
    return float(np.mean([value for value, _ in parts])), np.mean([influence for _, influence in parts], axis=0)


def _by_size(parts: list[tuple[int, Part]], first: Ints) -> Part:
    """The mean of cohorts' figures weighted by their sizes, with the influence of the estimated sizes."""
    cohorts = np.array([g for g, _ in parts])
    values = np.array([value for _, (value, _) in parts])
    influence = np.stack([influence for _, (_, influence) in parts], axis=1)
    share = np.array([(first == g).mean() for g in cohorts])
    weight = share / share.sum()
    member = (first[:, None] == cohorts[None]).astype(float) - share
    moved = (member - weight * member.sum(axis=1, keepdims=True)) / share.sum()
    return float(weight @ values), influence @ weight + moved @ values


def _uniform(influence: Floats, level: float, seed: int) -> float | None:
    """Multiple of se that covers all parts (n, k) at once: 999 seeded Rademacher multipliers."""
    se = np.sqrt((influence**2).sum(axis=0)) / len(influence)
    known = se > 0
    if not known.any():
        return None
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], (MULTIPLIER_DRAWS, len(influence)))
    drawn = np.abs(signs @ influence[:, known] / len(influence) / se[known]).max(axis=1)
    return max(float(np.quantile(drawn, level)), normal_quantile(level))
