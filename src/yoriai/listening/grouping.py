"""Voices → groups at the finest level and above. Up to `EXACT` voices the average-link tree is exact."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from yoriai.listening.linkage import Labels, average_link, compact
from yoriai.listening.space import Space

EXACT = 5_000
CUT = 0.25  # mean similarity of leaning voices at which the finest level is cut
LEAST = 0.12  # mean similarity a voice needs to join a theme that stands
NEIGHBOURS = 4
LEAN = 0.4  # weight of the neighbours' mean beside the voice itself
STAY = 0.3  # how much nearer voices of one earlier theme stand in a rebuild: above CUT, so they stay together
APART = 0.05  # how much farther voices that stood apart: what somebody else says brings no two others together
BLOCK = 1_000


@dataclass(frozen=True)
class Constraints:
    """People's corrections in row numbers: pairs always together, pairs never together, rows that stand alone."""

    together: Sequence[tuple[int, int]] = ()
    apart: Sequence[tuple[int, int]] = ()
    alone: Sequence[int] = ()  # stand outside the tree


def homes(labels: Labels) -> sparse.csr_matrix:
    """(n, h) where each voice stood before, one 1 a row; none for −1, a voice not heard before."""
    known = np.flatnonzero(labels >= 0)
    shape = (len(labels), int(labels.max(initial=-1)) + 1)
    return sparse.csr_matrix((np.ones(len(known), np.float32), (known, labels[known])), shape=shape)


def shares(known: sparse.csr_matrix, groups: Labels) -> sparse.csr_matrix:
    """(g, h) share of each group's voices that stood in each home."""
    size = np.bincount(groups)
    shape = (len(size), len(groups))
    member = sparse.csr_matrix(((1 / size[groups]).astype(np.float32), (groups, np.arange(len(groups)))), shape=shape)
    return sparse.csr_matrix(member @ known)


def _held(one: sparse.csr_matrix, other: sparse.csr_matrix) -> NDArray[np.float32]:
    """What is added to the similarity of two groups for where their voices stood before."""
    together = (one @ other.T).toarray()
    known = np.asarray(one.sum(axis=1)) @ np.asarray(other.sum(axis=1)).T
    return np.asarray((STAY + APART) * together - APART * known, np.float32)


def group(
    space: Space,
    count: int | None = None,
    constraints: Constraints | None = None,
    known: sparse.csr_matrix | None = None,
) -> Labels:
    """(n,) group numbers of the finest level; `count` asks for exactly that many groups, `known` leans to `homes`.

    Beyond `EXACT` rows the tree is built on the first `EXACT` rows in canonical order – an even sample, as
    the order is a hash of the text – and every other row joins the group with the highest mean similarity
    (Buckshot: Cutting et al., SIGIR 1992). Rows below `LEAST` to all groups form groups of their own the same
    way, so nothing is forced into a theme it does not belong to.
    """
    rules = constraints or Constraints()
    seed = _joined(space.dense.shape[0], rules.together)
    base = max(EXACT, count or 0)
    if seed.max(initial=-1) + 1 <= base:
        return _tree_cut(space, seed, rules, count, known)
    return _grown(space, seed, rules, count, known, base)


def _tree_cut(
    space: Space, seed: Labels, rules: Constraints, count: int | None, known: sparse.csr_matrix | None
) -> Labels:
    sums, sizes = pair_sums(space, seed)
    sums = leaning_sums(sums, sizes)
    if known is not None:
        before = shares(known, seed)
        for rows in _blocks(len(sizes)):
            sums[rows] += _held(before[rows], before) * np.outer(sizes[rows], sizes).astype(np.float32)
    tree = average_link(sums, sizes, _barred(seed, rules.apart))
    return compact((tree.at_count(count) if count else tree.at_similarity(CUT))[seed])


def leaning_sums(sums: NDArray[np.float32], sizes: NDArray[np.float64]) -> NDArray[np.float32]:
    """The (m, m) sums once each starting group leans on its nearest ones; `sums` is overwritten and returned.

    x becomes x + LEAN · (mean of its NEIGHBOURS nearest, weighted by similarity), at its old length. One short voice
    tells little of what it is about; with its nearest it tells more, and few new voices turn the tree less (retrieval
    knows this as database-side augmentation: Turcot and Lowe 2009; Arandjelović and Zisserman 2012).
    """
    scale = sizes.astype(np.float32)
    for rows in _blocks(len(sizes)):
        sums[rows] /= scale[rows, None] * scale
    length = np.sqrt(np.diagonal(sums).astype(np.float64))
    lean = _leaning(sums)
    half = lean @ sums
    for rows in _blocks(len(sizes)):
        sums[rows] = (lean @ half[rows].T).T
    stretched = np.sqrt(np.diagonal(sums).astype(np.float64))
    scale *= np.divide(length, stretched, out=np.zeros_like(length), where=stretched > 0).astype(np.float32)
    for rows in _blocks(len(sizes)):
        sums[rows] *= scale[rows, None] * scale
    return _mirrored(sums)


def _leaning(similarity: NDArray[np.float32]) -> sparse.csr_matrix:
    """(m, m) the identity plus LEAN times the weights, of sum 1, of each row's nearest others."""
    size = len(similarity)
    nearest = np.zeros((size, min(NEIGHBOURS, size - 1)), np.int64)
    weight = np.zeros(nearest.shape, np.float32)
    for rows in _blocks(size):
        block = np.round(similarity[rows], 6)
        each = np.arange(len(block))
        block[each, each + rows.start] = -1
        for place in range(nearest.shape[1]):  # the first of equals, as everywhere
            nearest[rows, place] = np.argmax(block, axis=1)
            weight[rows, place] = np.maximum(block[each, nearest[rows, place]], 0)
            block[each, nearest[rows, place]] = -1
    total = weight.sum(axis=1, keepdims=True)
    weight = LEAN * np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    indptr = np.arange(size + 1) * nearest.shape[1]
    others = sparse.csr_matrix((weight.ravel(), nearest.ravel(), indptr), shape=(size, size))
    return sparse.csr_matrix(sparse.identity(size, np.float32, "csr") + others)


def _blocks(size: int) -> list[slice]:
    return [slice(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK)]


def _grown(
    space: Space, seed: Labels, rules: Constraints, count: int | None, known: sparse.csr_matrix | None, base: int
) -> Labels:
    chosen = np.isin(seed, _constrained_first(seed, rules, base))
    labels = np.full(len(seed), -1, np.int64)
    inside = np.flatnonzero(chosen)
    core = compact(seed[inside])
    moved = {int(row): i for i, row in enumerate(inside)}
    apart = [(moved[a], moved[b]) for a, b in rules.apart if a in moved and b in moved]
    if count is not None and count > EXACT:
        labels[inside] = core  # as many groups as rows in the core: every core row leads its own
    else:
        labels[inside] = _tree_cut(space.rows(inside), core, Constraints(apart=apart), count, _of(known, inside))
    outside = np.flatnonzero(~chosen)
    near, mean = nearest_groups(space, labels, outside, known)
    joins = np.full(len(outside), True) if count else mean >= LEAST
    labels[outside[joins]] = near[joins]
    rest = outside[~joins]
    if len(rest):
        labels[rest] = labels.max() + 1 + group(space.rows(rest), known=_of(known, rest))
    return compact(labels)


def _of(known: sparse.csr_matrix | None, rows: NDArray[np.int64]) -> sparse.csr_matrix | None:
    return None if known is None else sparse.csr_matrix(known[rows])


def _constrained_first(seed: Labels, rules: Constraints, base: int) -> NDArray[np.int64]:
    """The starting groups of the tree: those people spoke about, then canonical order."""
    named = [int(seed[row]) for pair in (*rules.together, *rules.apart) for row in pair]
    order = dict.fromkeys([*named, *range(int(seed.max()) + 1)])
    return np.array(list(order)[:base], np.int64)


def nearest_groups(
    space: Space, labels: Labels, rows: NDArray[np.int64], known: sparse.csr_matrix | None = None
) -> tuple[Labels, NDArray[np.float64]]:
    """For each row the group of highest mean similarity and that similarity, rounded to 6 decimals."""
    dense, terms, sizes = group_sums(space, labels)
    inside = np.flatnonzero(labels >= 0)
    stood = homes(np.full(len(labels), -1)) if known is None else known
    before = shares(sparse.csr_matrix(stood[inside]), labels[inside])
    best = np.zeros(len(rows), np.int64)
    mean = np.zeros(len(rows), np.float64)
    for start in range(0, len(rows), BLOCK):
        pick = rows[start : start + BLOCK]
        block = space.dense[pick] @ dense.T + (space.terms[pick] @ terms.T).toarray()
        block = np.round(block / sizes + _held(stood[pick], before), 6)
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
    return _mirrored(sums), sizes


def _mirrored(sums: NDArray[np.float32]) -> NDArray[np.float32]:
    """Both halves equal to the last bit, without a second matrix."""
    for start in range(0, len(sums), BLOCK):
        rows = np.maximum(sums[start : start + BLOCK, start:], sums[start:, start : start + BLOCK].T)
        sums[start : start + BLOCK, start:] = rows
        sums[start:, start : start + BLOCK] = rows.T
    return sums


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
