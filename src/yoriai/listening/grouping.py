"""Voices → groups at the finest level and above. Up to `EXACT` voices the average-link tree is exact."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from yoriai.listening.linkage import Labels, average_link, compact
from yoriai.listening.space import Space

EXACT = 5_000
LEAST = 0.12  # mean similarity at which the finest level is cut (height 0.88)
BLOCK = 1_000


@dataclass(frozen=True)
class Constraints:
    """People's corrections as pairs of row numbers: always together, never together."""

    together: Sequence[tuple[int, int]] = ()
    apart: Sequence[tuple[int, int]] = ()


def group(
    space: Space, count: int | None = None, constraints: Constraints | None = None, least: float = LEAST
) -> Labels:
    """(n,) group numbers of the finest level; `count` asks for exactly that many groups.

    Beyond `EXACT` rows the tree is built on the first `EXACT` rows in canonical order – an even sample, as
    the order is a hash of the text – and every other row joins the group with the highest mean similarity
    (Buckshot: Cutting et al., SIGIR 1992). Rows below `least` to all groups form groups of their own the same
    way, so nothing is forced into a theme it does not belong to.
    """
    rules = constraints or Constraints()
    seed = _joined(space.dense.shape[0], rules.together)
    base = max(EXACT, count or 0)
    if seed.max(initial=-1) + 1 <= base:
        return _tree_cut(space, seed, rules, count, least)
    return _grown(space, seed, rules, count, least, base)


def _tree_cut(space: Space, seed: Labels, rules: Constraints, count: int | None, least: float) -> Labels:
    sums, sizes = pair_sums(space, seed)
    tree = average_link(sums, sizes, _barred(seed, rules.apart))
    return compact((tree.at_count(count) if count else tree.at_similarity(least))[seed])


def _grown(space: Space, seed: Labels, rules: Constraints, count: int | None, least: float, base: int) -> Labels:
    chosen = np.isin(seed, _constrained_first(seed, rules, base))
    labels = np.full(len(seed), -1, np.int64)
    inside = np.flatnonzero(chosen)
    core = compact(seed[inside])
    moved = {int(row): i for i, row in enumerate(inside)}
    apart = [(moved[a], moved[b]) for a, b in rules.apart if a in moved and b in moved]
    if count is not None and count > EXACT:
        labels[inside] = core  # as many groups as rows in the core: every core row leads its own
    else:
        labels[inside] = _tree_cut(space.rows(inside), core, Constraints(apart=apart), count, least)
    outside = np.flatnonzero(~chosen)
    near, mean = nearest_groups(space, labels, outside)
    joins = np.full(len(outside), True) if count else mean >= least
    labels[outside[joins]] = near[joins]
    rest = outside[~joins]
    if len(rest):
        labels[rest] = labels.max() + 1 + group(space.rows(rest), None, None, least)
    return compact(labels)


def _constrained_first(seed: Labels, rules: Constraints, base: int) -> NDArray[np.int64]:
    """The starting groups of the tree: those people spoke about, then canonical order."""
    named = [int(seed[row]) for pair in (*rules.together, *rules.apart) for row in pair]
    order = dict.fromkeys([*named, *range(int(seed.max()) + 1)])
    return np.array(list(order)[:base], np.int64)


def nearest_groups(space: Space, labels: Labels, rows: NDArray[np.int64]) -> tuple[Labels, NDArray[np.float64]]:
    """For each row the group of highest mean similarity and that similarity, rounded to 6 decimals."""
    dense, terms, sizes = group_sums(space, labels)
    best = np.zeros(len(rows), np.int64)
    mean = np.zeros(len(rows), np.float64)
    for start in range(0, len(rows), BLOCK):
        pick = rows[start : start + BLOCK]
        block = space.dense[pick] @ dense.T + (space.terms[pick] @ terms.T).toarray()
        block = np.round(block / sizes, 6)
        best[start : start + BLOCK] = np.argmax(block, axis=1)
        mean[start : start + BLOCK] = block.max(axis=1)
    return best, mean


def group_sums(space: Space, labels: Labels) -> tuple[NDArray[np.float32], sparse.csr_matrix, NDArray[np.float64]]:
    """(g, d) dense sums, (g, v) term sums and (g,) sizes of the labelled rows; −1 is in no group."""
    rows = np.flatnonzero(labels >= 0)
    groups = int(labels.max()) + 1
    member = sparse.csr_matrix((np.ones(len(rows), np.float32), (labels[rows], rows)), shape=(groups, len(labels)))
    sizes = np.bincount(labels[rows], minlength=groups).astype(np.float64)
    return np.asarray(member @ space.dense, np.float32), sparse.csr_matrix(member @ space.terms), sizes


def pair_sums(space: Space, seed: Labels) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """(g, g) sums of pairwise similarities between starting groups, in row blocks to keep memory flat."""
    dense, terms, sizes = group_sums(space, seed)
    sums = np.empty((len(sizes), len(sizes)), np.float32)
    across = sparse.csr_matrix(terms.T)
    for start in range(0, len(sizes), BLOCK):
        block = slice(start, start + BLOCK)
        sums[block] = dense[block] @ dense.T
        sums[block] += (terms[block] @ across).toarray()
    for start in range(0, len(sizes), BLOCK):  # both halves equal to the last bit, without a second matrix
        rows = np.maximum(sums[start : start + BLOCK, start:], sums[start:, start : start + BLOCK].T)
        sums[start : start + BLOCK, start:] = rows
        sums[start:, start : start + BLOCK] = rows.T
    return sums, sizes


def upper_level(space: Space, finest: Labels, count: int) -> Labels:
    """Merge the groups of `finest` (−1 = in none) to `count` groups of the same tree rule: (g,) numbers."""
    sums, sizes = pair_sums(space, finest)
    return average_link(sums, sizes).at_count(count)


def _joined(size: int, pairs: Sequence[tuple[int, int]]) -> Labels:
    """Must-links closed transitively."""
    labels = np.arange(size)
    for a, b in pairs:
        low, high = sorted((labels[a], labels[b]))
        labels[labels == high] = low
    return compact(labels)


def _barred(seed: Labels, apart: Sequence[tuple[int, int]]) -> NDArray[np.bool_] | None:
    if not apart:
        return None
    size = int(seed.max()) + 1
    barred = np.zeros((size, size), bool)
    for a, b in apart:
        if seed[a] != seed[b]:  # a later must-link outweighs an older cannot-link
            barred[seed[a], seed[b]] = barred[seed[b], seed[a]] = True
    return barred
