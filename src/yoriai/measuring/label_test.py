"""Does the label 「○○さんの声から」 sell more? Randomisation inference by store, week or store-week.

Unit = what was drawn: customers of one store-week are alike, so no formula treats single purchases as
independent. Sources: Fisher 1935, "The Design of Experiments"; Rosenbaum 2002 (intervals by inversion).
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, product
from math import comb, prod

import numpy as np

from yoriai.measuring.arrays import Bools, Floats, Ints
from yoriai.measuring.estimate import Interval
from yoriai.measuring.refusal import BadInput

ENUMERATE_UP_TO = 20_000
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Panel:
    """Cells of store × week: log outcome ``y``, ``label``, codes ``store`` and ``week``, each of shape (n,)."""

    y: Floats
    label: Bools
    store: Ints
    week: Ints


@dataclass(frozen=True, slots=True)
class LabelTest:
    """Effect on the log scale, exact or drawn p, the smallest p the design could give."""

    effect: Interval
    p: float
    smallest_p: float
    assignments: int
    draws: int
    exact: bool
    units: int


def randomisation_test(
    values: Floats, treated: Bools, level: float = 0.95, draws: int = 4_999, seed: int = 0
) -> LabelTest:
    """Difference of means of units (n,) over all ways to choose as many treated ones."""
    units = np.arange(len(values))
    return label_test(Panel(values, treated, units, np.zeros_like(units)), "store", level, draws, seed)


def label_test(panel: Panel, design: str, level: float = 0.95, draws: int = 4_999, seed: int = 0) -> LabelTest:
    """Test the label on the panel as its ``design`` (store, week, store-week) could have drawn it.

    Store and week effects are removed by two-way means (alternating where cells are missing); in the store
    design only week effects, because there the label is a store's own.
    """
    chosen, total = assignments(panel, design, draws, seed)
    sizes = [(panel.week, int(panel.week.max()) + 1)]
    if design != "store":
        sizes.append((panel.store, int(panel.store.max()) + 1))
    if design == "week":  # the label is a week's own: only the stores can be removed
        sizes = sizes[1:]
    y = _residual(panel.y[None], sizes)[0]
    residual = _residual(chosen.astype(float), sizes)
    scale = (residual**2).sum(axis=1)
    usable = scale > CLOSE
    weights = np.where(usable[:, None], residual, 0) / np.where(usable, scale, 1)[:, None]
    units = {"store": panel.store, "week": panel.week}.get(design)
    n = len(panel.y) if units is None else len(np.unique(units))
    return _invert(weights @ y, weights @ panel.label.astype(float), panel.label, chosen, total, n, level)


def assignments(panel: Panel, design: str, draws: int, seed: int) -> tuple[Bools, int]:
    """All label patterns (a, n) the design could have drawn, or ``draws`` seeded ones with the actual first."""
    spread, total = _units(panel, design)
    if total <= ENUMERATE_UP_TO:
        return spread(None), total
    rng, batches = np.random.default_rng(seed), range(1, draws, BATCH)
    return np.concatenate([panel.label[None], *(spread(rng) for _ in batches)])[:draws], total


Spread = Callable[[np.random.Generator | None], Bools]
BATCH = 500


def _units(panel: Panel, design: str) -> tuple[Spread, int]:
    if design == "store":
        return _by_unit(panel.store, panel.label)
    if design == "week":
        return _by_pair(panel.week) if in_pairs(panel.week, panel.label) else _by_unit(panel.week, panel.label)
    if design == "store-week":
        return _within_stores(panel)
    raise BadInput(f"There is no design {design!r}: choose store, week or store-week.")


def _by_unit(unit: Ints, label: Bools) -> tuple[Spread, int]:
    n = int(unit.max()) + 1
    own = np.array([label[unit == u].any() for u in range(n)])
    if any(label[unit == u].all() != own[u] for u in range(n)):
        raise BadInput("The label changes within a unit of this design: choose another --design.")
    k = int(own.sum())
    if not 0 < k < n:
        raise BadInput("The label never varies: some units must have it and some not.")

    def spread(rng: np.random.Generator | None) -> Bools:
        return (_choose_all(n, k) if rng is None else _choose_drawn(n, k, BATCH, rng))[:, unit]

    return spread, comb(n, k)


def in_pairs(week: Ints, label: Bools) -> bool:
    """Do neighbouring weeks form pairs of one with and one without label?"""
    n = int(week.max()) + 1
    own = np.array([label[week == w].any() for w in range(n)])
    return n % 2 == 0 and not (own[0::2] == own[1::2]).any()


def _by_pair(week: Ints) -> tuple[Spread, int]:
    count = (int(week.max()) + 1) // 2

    def spread(rng: np.random.Generator | None) -> Bools:
        if rng is None:
            first = np.array(list(product([True, False], repeat=count)))
        else:
            first = rng.random((BATCH, count)) < 0.5
        weeks = np.stack([first, ~first], axis=2).reshape(len(first), -1)
        return np.asarray(weeks[:, week])

    return spread, 2**count


def _within_stores(panel: Panel) -> tuple[Spread, int]:
    cells = [np.flatnonzero(panel.store == s) for s in range(int(panel.store.max()) + 1)]
    ways = [(len(cell), int(panel.label[cell].sum())) for cell in cells]

    def spread(rng: np.random.Generator | None) -> Bools:
        if rng is None:
            parts = [_choose_all(n, k) for n, k in ways]
            picks = np.array(list(product(*(range(len(part)) for part in parts))))
        else:
            parts = [_choose_drawn(n, k, BATCH, rng) for n, k in ways]
            picks = np.repeat(np.arange(BATCH)[:, None], len(parts), axis=1)
        chosen = np.zeros((len(picks), len(panel.y)), bool)
        for cell, part, pick in zip(cells, parts, picks.T, strict=True):
            chosen[:, cell] = part[pick]
        return chosen

    return spread, prod(comb(n, k) for n, k in ways)


def _choose_all(n: int, k: int) -> Bools:
    chosen = np.zeros((comb(n, k), n), bool)
    for row, picked in enumerate(combinations(range(n), k)):
        chosen[row, list(picked)] = True
    return chosen


def _choose_drawn(n: int, k: int, draws: int, rng: np.random.Generator) -> Bools:
    rank = rng.random((draws, n)).argsort(axis=1).argsort(axis=1)
    return np.asarray(rank < k)


def _residual(rows: Floats, groups: list[tuple[Ints, int]], most: int = 50) -> Floats:
    """Rows (a, n) minus their group means, alternating until still; exact after one round when balanced."""
    rows = rows - rows.mean(axis=1, keepdims=True)
    for _ in range(most):
        before = rows
        for code, size in groups:
            member = (code[:, None] == np.arange(size)).astype(float)
            rows = rows - (rows @ member / member.sum(axis=0))[:, code]
        if len(groups) == 1 or np.abs(rows - before).max() < CLOSE:
            break
    return rows


def _invert(
    statistic: Floats, overlap: Floats, actual: Bools, chosen: Bools, total: int, units: int, level: float
) -> LabelTest:
    """p of the actual assignment, and all effects whose removal leaves p above 1 - level.

    Every statistic is linear in the outcome, so removing τ from the treated cells moves it by τ·overlap.
    """
    own = int(np.flatnonzero((chosen == actual).all(axis=1))[0])
    seen = float(statistic[own])

    def p_at(tau: float) -> float:
        moved = np.abs(statistic - tau * overlap)
        return float((moved >= moved[own] - CLOSE).mean())

    # The largest statistic any assignment reaches is at least shared with its mirror image where one exists.
    mirrored = bool((chosen == ~actual).all(axis=1).any()) or len(chosen) < total
    smallest = (2 if mirrored else 1) / total
    low, high = (_edge(p_at, seen, side, 1 - level, smallest) for side in (-1, 1))
    exact = len(chosen) == total
    return LabelTest(Interval(seen, low, high), p_at(0.0), smallest, total, len(chosen), exact, units)


def _edge(p_at: Callable[[float], float], seen: float, side: int, alpha: float, smallest: float) -> float:
    if smallest > alpha:
        return side * np.inf
    step = max(abs(seen), 0.01)
    while p_at(seen + side * step) > alpha:
        step *= 2
        if step > 1e6:
            return side * np.inf
    inside, outside = seen, seen + side * step
    for _ in range(60):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if p_at(middle) > alpha else (inside, middle)
    return outside
