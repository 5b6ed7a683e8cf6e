"""Dialogue between departments: who replied to whom, and how much of it crosses a wall.

Sources: Krackhardt and Stern 1988, "Informal Networks and Organizational Crises" (E-I index); Newman 2003,
"Mixing patterns in networks" (assortativity); Leicht and Newman 2008 (directed modularity); Brandes 2001
(betweenness); Burt 1992 (constraint).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yoriai.measuring.arrays import Floats, Ints
from yoriai.measuring.estimate import Interval
from yoriai.measuring.suppression import SMALLEST_CELL

DRAWS = 1_999
EVERY_SOURCE_UP_TO, SOURCES = 1_000, 500


@dataclass(frozen=True, slots=True)
class Network:
    """Distinct ties (m, 2) between people 0..n-1 and their summed weights (m,); undirected ties once, low first."""

    n: int
    ties: Ints
    weights: Floats
    directed: bool
    self_ties: int


def network(n: int, ties: Ints, weights: Floats | None = None, directed: bool = True) -> Network:
    """Collapse rows of ties (m, 2) among n people; weight 0 is no tie, self-ties are ignored and counted."""
    weight = np.ones(len(ties)) if weights is None else weights
    real = weight > 0
    own = real & (ties[:, 0] == ties[:, 1])
    pairs = ties[real & ~own]
    pairs = pairs if directed else np.sort(pairs, axis=1)
    unique, place = np.unique(pairs, axis=0, return_inverse=True)
    summed = np.bincount(place.ravel(), weights=weight[real & ~own], minlength=len(unique)).astype(np.float64)
    return Network(n, unique.reshape(-1, 2).astype(np.int64), summed, directed, int(own.sum()))


def density(net: Network) -> float:
    possible = net.n * (net.n - 1) / (1 if net.directed else 2)
    return len(net.ties) / possible if possible else 0.0


def reciprocity(net: Network) -> float | None:
    """Share of directed ties that are answered; None for an undirected network."""
    if not net.directed or not len(net.ties):
        return None
    known = {(int(a), int(b)) for a, b in net.ties}
    return sum((b, a) in known for a, b in known) / len(known)


@dataclass(frozen=True, slots=True)
class Crossing:
    """Ties within and between groups.

    ``ei`` runs from -1 (all ties inside) to +1 (all outside); its low and high are the range that random
    labels of the same sizes would give around ``expected``: departments of unequal size have a non-zero
    expectation. ``cross_share`` counts replies (weights), the others ties. ``between`` (g, g) has -1 where a
    group is below five people.
    """

    ei: Interval
    expected: float
    assortativity: float
    modularity: float
    cross_share: float
    between: Ints


def crossing(net: Network, group: Ints, level: float = 0.95, seed: int = 0) -> Crossing | None:
    """Measures over people with a group (codes (n,), -1 = unknown); None without a tie among them."""
    known = (group[net.ties] >= 0).all(axis=1)
    ties, weights = net.ties[known], net.weights[known]
    if not len(ties):
        return None
    matrix = _mixing(ties, group, net.directed)
    share = matrix / matrix.sum()
    chance = float(share.sum(axis=1) @ share.sum(axis=0))
    inside = float(np.trace(share))
    crosses = group[ties[:, 0]] != group[ties[:, 1]]
    ei, expected = _ei_by_chance(ties, group, level, seed)
    return Crossing(
        ei,
        expected,
        (inside - chance) / (1 - chance) if chance < 1 else 0.0,
        inside - chance,
        float(weights[crosses].sum() / weights.sum()),
        _shown_between(matrix, group, net.directed),
    )


def ei_index(ties: Ints, group: Ints) -> float:
    """(external - internal) / (external + internal)."""
    return float(2 * (group[ties[:, 0]] != group[ties[:, 1]]).mean() - 1)


def ei_change(before: Network, after: Network, group: Ints, seed: int = 0) -> tuple[float, float]:
    """E-I after minus before among the same people, and its two-sided permutation p.

    Under no change a pair's two quarters are interchangeable: each pair of people is swapped by lot.
    """
    ties = np.concatenate([before.ties, after.ties])
    pairs, pair = np.unique(np.sort(ties, axis=1), axis=0, return_inverse=True)
    pair = pair.ravel()
    late = np.arange(len(ties)) >= len(before.ties)
    external = group[ties[:, 0]] != group[ties[:, 1]]

    def change(is_late: np.ndarray) -> Floats:
        shares = [(own & external).sum(axis=1) / np.maximum(own.sum(axis=1), 1) for own in (is_late, ~is_late)]
        return np.asarray(2 * (shares[0] - shares[1]), dtype=np.float64)

    seen = float(change(late[None])[0])
    swap = np.random.default_rng(seed).random((DRAWS, len(pairs))) < 0.5
    drawn = change(late[None] ^ swap[:, pair])
    return seen, float((1 + (np.abs(drawn) >= abs(seen) - 1e-12).sum()) / (DRAWS + 1))


def betweenness(net: Network, sources: Sequence[int] | None = None) -> Floats:
    """Brandes' unweighted betweenness (n,), undirected pairs counted once; of the ways that begin at ``sources``."""
    near = _neighbours(net)
    score = np.zeros(net.n)
    for source in range(net.n) if sources is None else sources:
        order, before, paths = _shortest_paths(near, source)
        share = dict.fromkeys(order, 0.0)
        for node in reversed(order):
            for previous in before[node]:
                share[previous] += paths[previous] / paths[node] * (1 + share[node])
            if node != source:
                score[node] += share[node]
    return score if net.directed else score / 2


def constraint(net: Network) -> Floats:
    """Burt's constraint (n,): how much a person's contacts are each other's contacts; nan for isolates."""
    matrix = np.zeros((net.n, net.n))
    matrix[net.ties[:, 0], net.ties[:, 1]] = 1
    both = matrix + matrix.T
    total = both.sum(axis=1, keepdims=True)
    share = np.divide(both, total, out=np.zeros_like(both), where=total > 0)
    local = (share + share @ share) ** 2
    result = np.where(both > 0, local, 0).sum(axis=1)
    return np.where(total[:, 0] > 0, result, np.nan)


def broker_count(net: Network) -> int:
    """People who stand on more than twice the average share of shortest ways: a count, never names.

    Above 1,000 people the ways of 500 drawn by a fixed lot stand for all (Brandes and Pich 2007).
    """
    many = net.n > EVERY_SOURCE_UP_TO
    sources = np.random.default_rng(0).choice(net.n, SOURCES, replace=False).tolist() if many else None
    score = betweenness(net, sources)
    return int((score > 2 * score.mean()).sum()) if score.any() else 0


def _neighbours(net: Network) -> list[list[int]]:
    near: list[list[int]] = [[] for _ in range(net.n)]
    for a, b in net.ties.tolist():
        near[a].append(b)
        if not net.directed:
            near[b].append(a)
    return near


def _shortest_paths(
    near: Sequence[Sequence[int]], source: int
) -> tuple[list[int], dict[int, list[int]], dict[int, float]]:
    order, distance = [source], {source: 0}
    before: dict[int, list[int]] = {source: []}
    paths = {source: 1.0}
    for node in order:
        for other in near[node]:
            if other not in distance:
                distance[other], before[other], paths[other] = distance[node] + 1, [], 0.0
                order.append(other)
            if distance[other] == distance[node] + 1:
                before[other].append(node)
                paths[other] += paths[node]
    return order, before, paths


def _mixing(ties: Ints, group: Ints, directed: bool) -> Floats:
    size = int(group.max()) + 1
    flat = group[ties[:, 0]] * size + group[ties[:, 1]]
    matrix = np.bincount(flat, minlength=size * size).reshape(size, size).astype(np.float64)
    return matrix if directed else matrix + matrix.T


def _ei_by_chance(ties: Ints, group: Ints, level: float, seed: int) -> tuple[Interval, float]:
    people = np.flatnonzero(group >= 0)
    sizes = np.bincount(group[people])
    n = len(people)
    same = float((sizes * (sizes - 1)).sum() / (n * (n - 1)))
    rng = np.random.default_rng(seed)
    drawn, labels = np.empty(DRAWS), group.copy()
    for i in range(DRAWS):
        labels[people] = rng.permutation(group[people])
        drawn[i] = ei_index(ties, labels)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Interval(ei_index(ties, group), float(low), float(high)), 1 - 2 * same


def _shown_between(matrix: Floats, group: Ints, directed: bool) -> Ints:
    shown = matrix.astype(np.int64)
    if not directed:
        np.fill_diagonal(shown, shown.diagonal() // 2)
    small = np.bincount(group[group >= 0], minlength=len(shown)) < SMALLEST_CELL
    shown[small, :] = -1
    shown[:, small] = -1
    return shown
