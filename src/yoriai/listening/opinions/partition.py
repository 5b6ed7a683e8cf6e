"""How many groups, and who is in which: deterministic k-means, silhouette × stability, preferring few."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yoriai.listening.linkage import Labels
from yoriai.listening.opinions.plane import Array, components_near, fill, project

MOST = 8
SUBSETS = 20
SAMPLE = 1_000
PART = 400
ENOUGH = 0.85
UNCLEAR = 0.5


@dataclass(frozen=True)
class Candidate:
    """One number of groups and how it fared."""

    k: int
    silhouette: float
    stability: float
    smallest: int

    @property
    def score(self) -> float:
        return self.silhouette * self.stability


def choose(
    matrix: Array, basis: Array, points: Array, enough: NDArray[np.int64], people: Sequence[str]
) -> tuple[Labels, list[Candidate]]:
    """Labels of the people in `enough` and every candidate; `basis`: leading vectors of everybody.

    The smallest k whose score is ≥ 0.85 × the best. One group when no number of groups is big enough, or the
    best stability is below 0.5.
    """
    points = points[enough]
    least = max(3, int(np.ceil(0.02 * len(points))))
    whole = {k: k_means(points, k) for k in range(2, min(MOST, len(points) - 1) + 1)}
    whole = {k: labels for k, labels in whole.items() if np.bincount(labels, minlength=k).min() >= least}
    parts = _subsets(matrix, basis, enough, people) if whole else []
    found = []
    for k, labels in whole.items():
        stability = float(np.mean([rand_index(labels[rows], k_means(part, k)) for rows, part in parts]))
        fit = silhouette(points, labels, [people[i] for i in enough])
        smallest = int(np.bincount(labels).min())
        found.append(Candidate(k, round(fit, 6), round(stability, 6), smallest))
    if not found or max(c.stability for c in found) < UNCLEAR:
        return np.zeros(len(points), np.int64), found
    best = max(c.score for c in found)
    return whole[next(c.k for c in found if c.score >= ENOUGH * best)], found


def _subsets(
    matrix: Array, basis: Array, enough: NDArray[np.int64], people: Sequence[str]
) -> list[tuple[NDArray[np.int64], Array]]:
    """20 fixed subsets of 80 % of the people: places in `enough` and their points on a map made anew.

    Who is left out follows a hash of the id, so it depends on nobody's order. A subset has at most 400
    people: beyond that more people make the figure slower, not surer.
    """
    size = len(people)
    part_size = min(round(0.8 * size), PART)
    found = []
    for number in range(SUBSETS):
        keys = [_hash(f"{number}\x1f{person}") for person in people]
        order = sorted(range(size), key=keys.__getitem__)
        rows = np.array(sorted(order[:part_size]), np.int64)
        part = fill(matrix[rows])
        points = project(part, components_near(part.x, basis))
        inside = np.isin(rows, enough)
        found.append((np.flatnonzero(np.isin(enough, rows)), points[inside]))
    return found


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def k_means(points: Array, k: int) -> Labels:
    """Lloyd from six fixed starts; another start is taken only when it is better by more than 0.1 %."""
    found, costs = _lloyd(points, starts(points, k))
    best = 0
    for start in range(1, len(costs)):
        if costs[start] < costs[best] * 0.999:
            best = start
    labels: Labels = found[best]
    return labels


def starts(points: Array, k: int) -> Array:
    """(6, k, 2) centres: slices along the first axis, along the second, three turns, farthest first."""
    middle = points.mean(axis=0)
    size, more = divmod(len(points), k)
    slices = np.repeat(np.arange(k), [size + (j < more) for j in range(k)])
    places = [np.argsort(np.argsort(np.round(points[:, axis], 9), kind="stable")) for axis in (0, 1)]
    groupings = [slices[place] for place in places]
    angle = np.round(np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0]), 9)
    for turn in range(3):
        turned = np.mod(angle + turn * 2 * np.pi / (3 * k), 2 * np.pi)
        groupings.append(np.minimum((turned / (2 * np.pi) * k).astype(int), k - 1))
    means = _means(points, np.array(groupings), np.broadcast_to(middle, (len(groupings), k, 2)))
    return np.concatenate([means, _farthest(points, k)[None]])


def _means(points: Array, labels: NDArray[np.int64], empty: Array) -> Array:
    """(s, k, 2) mean of each group of each of s groupings; a group without members stays where `empty` has it."""
    runs, k, _ = empty.shape
    places = (labels + k * np.arange(runs)[:, None]).ravel()
    sizes = np.bincount(places, minlength=runs * k)
    sums = [np.bincount(places, weights=np.tile(axis, runs), minlength=runs * k) for axis in points.T]
    means = np.stack(sums, axis=1) / np.maximum(sizes, 1)[:, None]
    return np.where(sizes[:, None] > 0, means, empty.reshape(-1, 2)).reshape(empty.shape)


def _farthest(points: Array, k: int) -> Array:
    chosen = [int(np.argmax(np.round(((points - points.mean(axis=0)) ** 2).sum(axis=1), 9)))]
    nearest = np.full(len(points), np.inf)
    while len(chosen) < k:
        nearest = np.minimum(nearest, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
        chosen.append(int(np.argmax(np.round(nearest, 9))))
    return points[chosen]


def _lloyd(points: Array, centres: Array) -> tuple[NDArray[np.int64], Array]:
    """(s, n) labels and (s,) costs from s starts moved side by side; one that has settled no longer changes."""
    runs, k, _ = centres.shape
    labels = np.full((runs, len(points)), -1)
    for _ in range(200):
        distance = points @ (-2 * centres.reshape(-1, 2).T) + (centres * centres).sum(axis=2).ravel()
        new = distance.round(9, out=distance).reshape(-1, runs, k).argmin(axis=2).T
        if np.array_equal(new, labels):
            break
        labels = new
        centres = _means(points, labels, centres)
    away = points - centres[np.arange(runs)[:, None], labels]
    return labels, (away * away).sum(axis=(1, 2))


def _distances(points: Array, centres: Array) -> Array:
    x = points[:, :1] - centres[:, 0]
    y = points[:, 1:] - centres[:, 1]
    return x * x + y * y


def silhouette(points: Array, labels: Labels, people: Sequence[str]) -> float:
    """Mean silhouette (Rousseeuw 1987) on at most 1,000 people, a fixed sample by hash of id."""
    pick = np.array(sorted(sorted(range(len(points)), key=lambda i: _hash(people[i]))[:SAMPLE]))
    chosen, mine = points[pick], labels[pick]
    distance = np.sqrt(_distances(chosen, chosen))
    sizes = np.bincount(mine, minlength=int(labels.max()) + 1)
    member = np.eye(len(sizes))[mine]
    total = distance @ member
    own = total[np.arange(len(mine)), mine] / np.maximum(sizes[mine] - 1, 1)
    other = np.where(member > 0, np.inf, total / np.maximum(sizes, 1))
    other[:, sizes == 0] = np.inf
    near = other.min(axis=1)
    value = np.where((sizes[mine] > 1) & np.isfinite(near), (near - own) / np.maximum(np.maximum(near, own), 1e-12), 0)
    return float(value.mean())


def rand_index(a: Labels, b: Labels) -> float:
    """Adjusted Rand index (Hubert & Arabie 1985): 1 = the same grouping, 0 = chance."""
    table = np.zeros((int(a.max()) + 1, int(b.max()) + 1))
    np.add.at(table, (a, b), 1)
    pairs = (table * (table - 1)).sum() / 2
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    left, right = (rows * (rows - 1)).sum() / 2, (columns * (columns - 1)).sum() / 2
    expected = left * right / max(len(a) * (len(a) - 1) / 2, 1)
    most = (left + right) / 2
    return 1.0 if most == expected else float((pairs - expected) / (most - expected))
