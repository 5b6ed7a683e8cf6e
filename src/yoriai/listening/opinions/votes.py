"""Votes of people on statements, as plain values and as the matrix the map is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Votes:
    """`values[person][statement]` is 1 agree, 0 pass, −1 disagree; unseen statements are absent."""

    values: Mapping[str, Mapping[str, int]]
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Comment:
    """A statement's text and its moderation: −1 rejected, 0 not judged, 1 accepted."""

    id: str
    text: str
    moderated: int = 0


@dataclass(frozen=True)
class Ballots:
    """(people, statements) matrix, NaN = not seen; rejected statements are 0 for everybody, as in Polis."""

    people: tuple[str, ...]
    statements: tuple[str, ...]
    matrix: NDArray[np.float64]
    counted: NDArray[np.int64]  # votes of each person, those on rejected statements included
    rejected: frozenset[str]
    silent: tuple[str, ...]  # people without any vote


def id_order(identity: str) -> tuple[int, int, str]:
    """Numbers by value, then other ids by text."""
    return (0, int(identity), identity) if identity.isascii() and identity.isdigit() else (1, 0, identity)


def ballots(votes: Votes, comments: Sequence[Comment] = ()) -> Ballots:
    """The matrix with people and statements in order of id, so the order of the votes leaves no trace."""
    rejected = frozenset(c.id for c in comments if c.moderated == -1)
    voted = {s for row in votes.values.values() for s in row}
    known = voted | set(votes.statements) | rejected
    statements = tuple(sorted(known, key=id_order))
    everyone = sorted(votes.values, key=id_order)
    people = [person for person in everyone if votes.values[person]]
    matrix = np.full((len(people), len(statements)), np.nan)
    column = {statement: i for i, statement in enumerate(statements)}
    for row, person in enumerate(people):
        for statement, value in votes.values[person].items():
            matrix[row, column[statement]] = value
    counted = np.count_nonzero(~np.isnan(matrix), axis=1)
    matrix[:, [column[s] for s in rejected]] = 0
    silent = tuple(person for person in everyone if not votes.values[person])
    return Ballots(tuple(people), statements, matrix, counted, rejected, silent)
