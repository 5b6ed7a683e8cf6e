"""Votes → opinion groups and what they agree on, where they part, and which few are strong."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from yoriai.listening.intervals import newcombe, two_proportion_z
from yoriai.listening.linkage import Labels
from yoriai.listening.opinions.partition import Candidate, choose
from yoriai.listening.opinions.plane import Array, fill, leading, project, ridge, signed
from yoriai.listening.opinions.votes import Ballots, Comment, Votes, ballots, id_order

FEW_VOTES = 7
PASSING = 1.2816  # one-sided 90 %
UNCLEAR = "意見はまだはっきり分かれていません。"


@dataclass(frozen=True)
class Representative:
    """A statement one group holds more than the others."""

    comment: str
    direction: str
    share_in: float
    share_out: float
    n_in: int
    weak: bool


@dataclass(frozen=True)
class Group:
    id: str
    people: tuple[str, ...]
    representative: tuple[Representative, ...]


@dataclass(frozen=True)
class Agreed:
    """みんな一致: in every group the lower bound of the agree (or disagree) share is at least one half."""

    comment: str
    direction: str
    lowest_share: float
    lower_bound: float


@dataclass(frozen=True)
class Divided:
    """割れている: two groups whose agree shares differ beyond chance (Newcombe interval without 0)."""

    comment: str
    groups: tuple[str, str]
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class Strong:
    """少ないけれど強い声: at most a quarter of the people, of whom 80 % agree and elsewhere at most 40 %."""

    comment: str
    group: str
    share_in: float
    share_out: float


@dataclass(frozen=True)
class Opinions:
    groups: tuple[Group, ...]
    unplaced: tuple[str, ...]
    provisional: tuple[str, ...]
    consensus: tuple[Agreed, ...]
    divisive: tuple[Divided, ...]
    minority_strong: tuple[Strong, ...]
    undecided: tuple[str, ...]
    coordinates: dict[str, tuple[float, float]]
    chosen: int
    candidates: tuple[Candidate, ...]
    people: int
    statements: int
    votes: int
    warnings: tuple[str, ...]
    texts: dict[str, str]
    tallies: dict[str, tuple[tuple[int, int, int], ...]]  # statement → agree, disagree, seen of each group


@dataclass(frozen=True)
class _Counts:
    """(groups, statements) counts of agree, disagree and seen."""

    agree: NDArray[np.int64]
    disagree: NDArray[np.int64]
    seen: NDArray[np.int64]

    def of(self, statement: int) -> tuple[tuple[int, int, int], ...]:
        tables = (self.agree[:, statement], self.disagree[:, statement], self.seen[:, statement])
        return tuple((int(a), int(d), int(n)) for a, d, n in zip(*tables, strict=True))


def opinions(votes: Votes, comments: Sequence[Comment] = ()) -> Opinions:
    """Opinion groups of everybody with at least one vote. Any order of the votes, the same result."""
    data = ballots(votes, comments)
    labels, points, provisional, found = _place(data)
    letters, labels = _by_size(labels, data.people)
    listed = [i for i, s in enumerate(data.statements) if s not in data.rejected]
    counts = _count(data.matrix[:, listed], labels, len(letters))
    names = [data.statements[i] for i in listed]
    groups = [
        Group(
            letter,
            tuple(p for p, g in zip(data.people, labels, strict=True) if g == number),
            tuple(_representative(counts, number, names)),
        )
        for number, letter in enumerate(letters)
    ]
    return Opinions(
        groups=tuple(groups),
        unplaced=data.silent,
        provisional=tuple(data.people[i] for i in provisional),
        consensus=tuple(_consensus(counts, names)),
        divisive=tuple(_divisive(counts, names, letters)),
        minority_strong=tuple(_strong(counts, names, letters, labels)),
        undecided=tuple(_undecided(counts, names)),
        coordinates={
            p: (round(float(x), 4), round(float(y), 4)) for p, (x, y) in zip(data.people, points, strict=True)
        },
        chosen=len(letters),
        candidates=tuple(found),
        people=len(data.people),
        statements=len(data.statements),
        votes=int(data.counted.sum()),
        warnings=tuple(_warnings(data, len(letters))),
        texts={c.id: c.text for c in comments},
        tallies={name: counts.of(s) for s, name in enumerate(names)},
    )


def _place(data: Ballots) -> tuple[Labels, Array, list[int], list[Candidate]]:
    """Groups from people with enough votes; the others go to the nearest group and are marked provisional."""
    size = len(data.people)
    if not size:
        return np.zeros(0, np.int64), np.zeros((0, 2)), [], []
    filled = fill(data.matrix)
    basis = leading(filled.x)
    axes = signed(basis[:, :2])
    points = project(filled, axes)
    enough = np.flatnonzero(data.counted >= min(FEW_VOTES, len(data.statements)))
    thin = [i for i in range(size) if data.counted[i] < FEW_VOTES]
    labels = np.zeros(size, np.int64)
    if len(enough) < 3:
        return labels, points, thin, []
    labels[enough], found = choose(data.matrix, basis, points, enough, data.people)
    centres = np.array([points[enough][labels[enough] == g].mean(axis=0) for g in range(int(labels.max()) + 1)])
    for row in sorted(set(range(size)) - set(enough.tolist())):
        points[row] = ridge(filled, axes, row)
        labels[row] = int(np.argmin(np.round(((centres - points[row]) ** 2).sum(axis=1), 9)))
    return labels, points, thin, found


def _by_size(labels: Labels, people: Sequence[str]) -> tuple[list[str], Labels]:
    """Letters by size, then by smallest id."""
    if not len(labels):
        return [], labels
    sizes = np.bincount(labels)
    first = {
        g: min(id_order(people[i]) for i in np.flatnonzero(labels == g).tolist()) for g in range(len(sizes)) if sizes[g]
    }
    order = sorted(first, key=lambda g: (-sizes[g], first[g]))
    rank = {group: number for number, group in enumerate(order)}
    return [chr(65 + i) for i in range(len(order))], np.array([rank[g] for g in labels.tolist()], np.int64)


def _count(matrix: Array, labels: Labels, groups: int) -> _Counts:
    rows = [matrix[labels == g] for g in range(groups)]
    if not rows:
        empty = np.zeros((0, matrix.shape[1]), np.int64)
        return _Counts(empty, empty, empty)
    return _Counts(
        np.array([(r == 1).sum(axis=0) for r in rows]),
        np.array([(r == -1).sum(axis=0) for r in rows]),
        np.array([(~np.isnan(r)).sum(axis=0) for r in rows]),
    )


def _representative(counts: _Counts, group: int, names: Sequence[str]) -> list[Representative]:
    """Up to five for and five against by p_in · z_in · (p_in / p_out) · z_rep (Small et al. 2021, Polis)."""
    kept: list[Representative] = []
    weak: list[tuple[float, Representative]] = []
    for direction, table in (("agree", counts.agree), ("disagree", counts.disagree)):
        scored: list[tuple[float, Representative]] = []
        for s, name in enumerate(names):
            score, strong, entry = _score(table[:, s], counts.seen[:, s], group, name, direction)
            if entry is not None:
                (scored if strong else weak).append((score, entry))
        kept += [entry for _, entry in sorted(scored, key=lambda p: (-p[0], id_order(p[1].comment)))[:5]]
    if kept or not weak:
        return kept
    return [min(weak, key=lambda p: (-p[0], id_order(p[1].comment), p[1].direction))[1]]


def _score(
    said: NDArray[np.int64], seen: NDArray[np.int64], group: int, name: str, direction: str
) -> tuple[float, bool, Representative | None]:
    a, n = int(said[group]), int(seen[group])
    b, m = int(said.sum()) - a, int(seen.sum()) - n
    if n == 0:
        return 0.0, False, None
    inside, outside = (a + 1) / (n + 2), (b + 1) / (m + 2)
    z_in = 2 * np.sqrt(n + 1) * ((a + 1) / (n + 1) - 0.5)
    z_rep = two_proportion_z(a + 1, n + 1, b + 1, m + 1)
    strong = bool(z_in > PASSING and z_rep > PASSING)
    score = float(inside * z_in * inside / outside * z_rep) if strong else float(min(z_in, z_rep))
    entry = Representative(name, direction, round(a / n, 4), round(b / m, 4) if m else 0.0, n, not strong)
    return score, strong, entry


def _consensus(counts: _Counts, names: Sequence[str]) -> list[Agreed]:
    """Minimum over groups of the 10 % quantile of Beta(a + 1, n − a + 1); a minimum protects small groups."""
    found = []
    for direction, table in (("agree", counts.agree), ("disagree", counts.disagree)):
        if not len(table):
            break
        bound = betaincinv(table + 1, counts.seen - table + 1, 0.1).min(axis=0)
        share = (table / np.maximum(counts.seen, 1)).min(axis=0)
        for s in np.flatnonzero(bound >= 0.5).tolist():
            found.append(Agreed(names[s], direction, round(float(share[s]), 4), round(float(bound[s]), 4)))
    return sorted(found, key=lambda a: (-a.lower_bound, id_order(a.comment)))


def _divisive(counts: _Counts, names: Sequence[str], letters: Sequence[str]) -> list[Divided]:
    found = []
    for s, name in enumerate(names):
        voted = [g for g in range(len(letters)) if counts.seen[g, s] > 0]
        if len(voted) < 2:
            continue
        share = {g: counts.agree[g, s] / counts.seen[g, s] for g in voted}
        top = min(voted, key=lambda g: (-share[g], g))
        low = min(voted, key=lambda g: (share[g], g))
        a, n, b, m = (int(t[g, s]) for g in (top, low) for t in (counts.agree, counts.seen))
        bounds = newcombe(a, n, b, m)
        if bounds[0] > 0:
            entry = Divided(
                name,
                (letters[top], letters[low]),
                round(float(share[top] - share[low]), 4),
                *(round(v, 4) for v in bounds),
            )
            found.append((-entry.difference, -int(counts.seen[:, s].sum()), id_order(name), entry))
    return [entry for *_, entry in sorted(found, key=lambda row: row[:3])]


def _strong(counts: _Counts, names: Sequence[str], letters: Sequence[str], labels: Labels) -> list[Strong]:
    found = []
    sizes = np.bincount(labels, minlength=len(letters))
    for g, letter in enumerate(letters):
        if sizes[g] < 5 or sizes[g] > 0.25 * sizes.sum():  # below five people a share would point at somebody
            continue
        rest_agree, rest = (
            counts.agree.sum(axis=0) - counts.agree[g],
            counts.seen.sum(axis=0) - counts.seen[g],
        )
        for s in np.flatnonzero((counts.seen[g] >= 5) & (rest >= 5)).tolist():
            inside, outside = counts.agree[g, s] / counts.seen[g, s], rest_agree[s] / rest[s]
            if inside >= 0.8 and outside <= 0.4:
                found.append(Strong(names[s], letter, round(float(inside), 4), round(float(outside), 4)))
    return sorted(found, key=lambda e: (-(e.share_in - e.share_out), id_order(e.comment)))


def _undecided(counts: _Counts, names: Sequence[str]) -> list[str]:
    """まだ分からない: fewer than 7 votes, or more passes than agreement and more than disagreement."""
    agree, disagree, seen = (t.sum(axis=0) for t in (counts.agree, counts.disagree, counts.seen))
    passes = seen - agree - disagree
    open_ = (seen < FEW_VOTES) | ((passes > agree) & (passes > disagree))
    return [names[s] for s in np.flatnonzero(open_).tolist()]


def _warnings(data: Ballots, groups: int) -> list[str]:
    found = [UNCLEAR] if groups == 1 else []
    if data.rejected:
        found.append(f"見送られた意見が{len(data.rejected)}件あります。票は数えていません。")
    return found
