"""Average link on cosine, exact from sums, with must-link and cannot-link."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Tree:
    """`size` leaves and the merges, closest first: row i joins the groups of the two leaves in `pairs[i]`."""

    size: int
    pairs: NDArray[np.int64]
    similarity: NDArray[np.float64]

    def at_similarity(self, least: float) -> Labels:
        """Groups whose merges all have mean similarity ≥ `least`."""
        return self._cut(int(np.count_nonzero(self.similarity >= least)))

    def at_count(self, groups: int) -> Labels:
        """Exactly `groups` groups, or more where people barred the last merges."""
        return self._cut(min(max(self.size - groups, 0), len(self.pairs)))

    def _cut(self, merges: int) -> Labels:
        parent = list(range(self.size))

        def root(leaf: int) -> int:
            while parent[leaf] != leaf:
                parent[leaf] = parent[parent[leaf]]
                leaf = parent[leaf]
            return leaf

        for left, right in self.pairs[:merges].tolist():
            a, b = root(left), root(right)
            parent[max(a, b)] = min(a, b)
        return compact(np.array([root(leaf) for leaf in range(self.size)], np.int64))


def compact(labels: NDArray[Any]) -> Labels:
    """Labels 0, 1, … in order of first appearance."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse.ravel()]


def average_link(
    sums: NDArray[np.float32], sizes: NDArray[np.float64], barred: NDArray[np.bool_] | None = None
) -> Tree:
    """The full tree by the nearest-neighbour chain (Murtagh 1983; Müllner 2011, arXiv:1109.2378).

    `sums`: (m, m) sums of pairwise similarities between the m starting groups; it is overwritten.
    `sizes`: (m,) members of each. Mean similarity of two groups = sum / (n₁ n₂), so merging only adds rows
    and nothing drifts. `barred` pairs never merge; their groups inherit the bar, which keeps the linkage
    reducible and the chain exact. Ties go to the lower index after rounding to 6 decimals.
    """
    count = len(sizes)
    weight = sizes.astype(np.float64).copy()
    gone = np.zeros(count, bool)
    pairs, heights, chain = [], [], list[int]()
    waiting = 0
    while True:
        if not chain:
            while waiting < count and gone[waiting]:
                waiting += 1
            if waiting == count:
                break
            chain.append(waiting)
        tip = chain[-1]
        means = _means(sums, weight, gone, barred, tip)
        near = int(np.argmax(means))
        best = float(means[near])
        if len(chain) > 1 and means[chain[-2]] == best:
            near = chain[-2]
        if best == -np.inf:  # alone, or barred from all that is left: this group is finished
            gone[chain.pop()] = True
        elif len(chain) > 1 and near == chain[-2]:
            chain = chain[:-2]
            keep, drop = min(tip, near), max(tip, near)
            _merge(sums, weight, gone, barred, keep, drop)
            pairs.append((keep, drop))
            heights.append(best)
        else:
            chain.append(near)
    return _sorted_tree(count, pairs, heights)


def _means(
    sums: NDArray[np.float32],
    weight: NDArray[np.float64],
    gone: NDArray[np.bool_],
    barred: NDArray[np.bool_] | None,
    tip: int,
) -> NDArray[np.float64]:
    means: NDArray[np.float64] = np.round(sums[tip] / (weight * weight[tip]), 6)
    means[gone] = -np.inf
    means[tip] = -np.inf
    if barred is not None:
        means[barred[tip]] = -np.inf
    return means


def _merge(
    sums: NDArray[np.float32],
    weight: NDArray[np.float64],
    gone: NDArray[np.bool_],
    barred: NDArray[np.bool_] | None,
    keep: int,
    drop: int,
) -> None:
    sums[keep] += sums[drop]
    sums[:, keep] = sums[keep]
    weight[keep] += weight[drop]
    gone[drop] = True
    if barred is not None:
        barred[keep] |= barred[drop]
        barred[:, keep] = barred[keep]


def _sorted_tree(count: int, pairs: list[tuple[int, int]], heights: list[float]) -> Tree:
    similarity = np.array(heights, np.float64)
    order = np.argsort(-similarity, kind="stable")
    return Tree(count, np.array(pairs, np.int64).reshape(-1, 2)[order], similarity[order])
