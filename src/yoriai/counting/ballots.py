"""Grouped, immutable ballots: what every rule counts.

One row of a sheet is one distinct ballot, `counts` says how many people cast it. Three sheets exist: an order
(`Rankings`), a mark per option (`Ratings`) and a table of duels (`Comparisons`).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from yoriai.counting.result import Sentence

Kind = Literal["tap", "approval", "score", "rank", "pairwise", "dots"]
Ints = NDArray[np.int64]
Cell = int | tuple[int, ...]
Mark = tuple[Cell, ...]
Whole = TypeVar("Whole", np.int32, np.int64)

OVERVOTE = (-1,)  # several options at one rank, the file does not say which
EMPTY = -1  # a rank nobody was written at, or the space after the last one
UNRATED = EMPTY  # nothing was said of an option
MOST_BALLOTS = 10**13  # sums of votes in units of 0.00001 stay inside 64 bits
MOST_OPTIONS = 2_000  # the one-on-one table grows with the square
MOST_CELLS = 3 * 10**7  # of a sheet: some hundred megabytes


class Refused(ValueError):
    """The input cannot be counted; the message is one clear sentence for the person who sent it."""


@dataclass(frozen=True)
class Option:
    """Something that can be chosen; `cost` only where a budget is spent."""

    id: str
    name: str
    cost: Fraction | None = None


@dataclass(frozen=True)
class Rankings:
    """Orders, best first.

    `cells[ballot, place]` is an option index, EMPTY, or `m + k` for the k-th set in `overvotes`
    (several options written at one place); m is the number of options.
    """

    cells: NDArray[np.int32]
    overvotes: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Ratings:
    """Marks: `values[ballot, option] * unit` is the score, UNRATED where nothing was said.

    `grades` names the levels, worst first, where the marks are grades.
    """

    values: Ints
    unit: Fraction = Fraction(1)
    grades: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparisons:
    """Duels: `wins[a, b]` times a was preferred to b; `first[a, b]` of these with a shown first, if known."""

    wins: Ints
    first: Ints | None = None


Sheet = Rankings | Ratings | Comparisons


@dataclass(frozen=True, eq=False)
class Ballots:
    """A closed ballot sheet. `counts` has one positive number per row of `sheet`."""

    kind: Kind
    options: tuple[Option, ...]
    sheet: Sheet
    counts: Ints
    blank: int = 0
    invalid: int = 0
    seats: int | None = None
    budget: Fraction | None = None
    withdrawn: frozenset[int] = frozenset()
    notes: tuple[Sentence, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    source_sha256: str = ""

    @cached_property
    def total(self) -> int:
        return self.valid + self.blank + self.invalid

    @cached_property
    def valid(self) -> int:
        if isinstance(self.sheet, Comparisons):
            return int(self.sheet.wins.sum())
        return int(self.counts.sum())

    @property
    def distinct(self) -> int:
        return len(self.counts)

    @property
    def standing(self) -> list[int]:
        """Indices of the options that may win."""
        return [i for i in range(len(self.options)) if i not in self.withdrawn]

    @property
    def groups(self) -> tuple[tuple[Mark, int], ...]:
        """(mark, number of ballots) for reading; the rules use the sheet itself."""
        return tuple(zip(self._marks(), self.counts.tolist(), strict=True))

    def _marks(self) -> Iterator[Mark]:
        if isinstance(self.sheet, Rankings):
            m, sets = len(self.options), self.sheet.overvotes
            for row in self.sheet.cells.tolist():
                while row and row[-1] == EMPTY:
                    row.pop()
                yield tuple(sets[c - m] if c >= m else () if c == EMPTY else c for c in row)
        elif isinstance(self.sheet, Ratings):
            yield from map(tuple, self.sheet.values.tolist())

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the closed sheet, whatever the order of its rows: the default tie seed."""
        ids = [option.id for option in self.options]
        if isinstance(self.sheet, Comparisons):
            wins = self.sheet.wins
            lines = [f"{ids[a]}>{ids[b]}:{wins[a, b]}" for a, b in np.argwhere(wins).tolist()]
        elif isinstance(self.sheet, Rankings):
            lines = [f"{count}:{written(mark, ids)}" for mark, count in self.groups]
        else:
            lines = [
                f"{count}:" + ",".join(f"{i}={v}" for i, v in sorted(zip(ids, mark, strict=True)) if v != UNRATED)
                for mark, count in self.groups
            ]
        return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def written(mark: Mark, ids: Sequence[str]) -> str:
    """`A>B=C>>D`: equal ranks joined by `=`, a skipped rank left empty."""
    return ">".join("=".join(sorted(ids[i] for i in cell)) if isinstance(cell, tuple) else ids[cell] for cell in mark)


def rankings(marks: Iterable[tuple[Mark, int]], options: Sequence[Option], **more: object) -> Ballots:
    """Ballots from orders: an index, a tuple of indices (an equal rank) or `()` (a skipped rank) per place.

    Raises Refused for an index that is no option and for a count below one.
    """
    m, overvotes = len(options), dict[tuple[int, ...], int]()
    rows: list[list[int]] = []
    counts: list[int] = []
    for mark, count in marks:
        rows.append([_cell(cell, m, overvotes) for cell in mark])
        counts.append(count)
    check_size(m, len(rows) * max(map(len, rows), default=0))
    return rank_ballots(padded(rows), np.array(counts, np.int64), options, tuple(overvotes), **more)


def padded(rows: Sequence[Sequence[int]]) -> NDArray[np.int32]:
    """Rows of cells as a matrix, the space after them EMPTY; one place wide at least."""
    cells = np.full((len(rows), max(map(len, rows), default=1) or 1), EMPTY, np.int32)
    for row, line in zip(cells, rows, strict=True):
        row[: len(line)] = line
    return cells


def _cell(cell: Cell, m: int, overvotes: dict[tuple[int, ...], int]) -> int:
    if cell == OVERVOTE:
        return m + overvotes.setdefault((), len(overvotes))
    named = (cell,) if isinstance(cell, int) else tuple(sorted(set(cell)))
    if any(not 0 <= i < m for i in named):
        raise Refused(f"A ballot names option {max(named)}, but there are only {m} options.")
    if not named:
        return EMPTY
    return named[0] if len(named) == 1 else m + overvotes.setdefault(named, len(overvotes))


def rank_ballots(
    cells: NDArray[np.int32],
    counts: Ints,
    options: Sequence[Option],
    overvotes: tuple[tuple[int, ...], ...] = (),
    **more: object,
) -> Ballots:
    """Group a cell matrix (ballots x places) into Ballots; rows that name nobody are blank ballots."""
    return _grouped("rank", cells, counts, options, lambda kept: Rankings(kept, overvotes), more)


def ratings(
    values: Ints,
    counts: Ints,
    options: Sequence[Option],
    *,
    kind: Kind = "score",
    unit: Fraction = Fraction(1),
    grades: tuple[str, ...] = (),
    **more: object,
) -> Ballots:
    """Group a matrix of marks (ballots x options, UNRATED where empty) into Ballots."""
    if int(values.max(initial=0)) * int(counts.sum()) > 2**62:
        raise Refused("The marks of this file are too large to be added up.")
    return _grouped(kind, values, counts, options, lambda kept: Ratings(kept, unit, grades), more)


def comparisons(wins: Ints, options: Sequence[Option], *, first: Ints | None = None, **more: object) -> Ballots:
    """Ballots from a table of duels (options x options)."""
    made = Ballots("pairwise", tuple(options), Comparisons(wins, first), np.zeros(0, np.int64))
    return replace(made, **more)  # type: ignore[arg-type]


def _grouped(
    kind: Kind,
    rows: NDArray[Whole],
    counts: Ints,
    options: Sequence[Option],
    sheet: Callable[[NDArray[Whole]], Sheet],
    more: Mapping[str, object],
) -> Ballots:
    check_counts(counts)
    blank = (rows == EMPTY).all(axis=1)
    kept, sums = grouped(rows[~blank], counts[~blank])
    blanks = int(counts[blank].sum()) + int(str(more.get("blank", 0)))
    made = Ballots(kind, tuple(options), sheet(kept), sums)
    return replace(made, **{**more, "blank": blanks})  # type: ignore[arg-type]


def check_counts(counts: Ints) -> None:
    if len(counts) and int(counts.min()) < 1:
        raise Refused("The count of a ballot must be a positive whole number.")
    if sum(map(int, counts.tolist())) > MOST_BALLOTS:
        raise Refused(f"More than {MOST_BALLOTS:,} ballots cannot be counted.")


def check_size(options: int, cells: int) -> None:
    """Refuse what would not fit into the memory of a small machine."""
    if options > MOST_OPTIONS:
        raise Refused(f"There are {options:,} options; more than {MOST_OPTIONS:,} cannot be counted.")
    if cells > MOST_CELLS:
        raise Refused(f"The sheet of ballots is too large: {cells:,} places, {MOST_CELLS:,} at most.")


def whole_marks(ballots: Sequence[Mapping[int, Fraction | int]], options: int) -> tuple[Ints, Fraction]:
    """Marks by option as a matrix of whole numbers (UNRATED where none is given) and the unit they are counted in."""
    check_size(options, len(ballots) * options)
    said = {value for ballot in ballots for value in ballot.values()}
    unit = Fraction(1, lcm(1, *(value.denominator for value in said)))
    whole = {value: int(value / unit) for value in said}
    if max(whole.values(), default=0) > MOST_BALLOTS:
        raise Refused("The marks of this file are too large or too finely divided to be added up.")
    values = np.full((len(ballots), options), UNRATED, np.int64)
    rows = np.repeat(np.arange(len(ballots)), [len(ballot) for ballot in ballots])
    columns = np.array([option for ballot in ballots for option in ballot], np.int64)
    values[rows, columns] = [whole[value] for ballot in ballots for value in ballot.values()]
    return values, unit


def grouped(rows: NDArray[Whole], counts: Ints) -> tuple[NDArray[Whole], Ints]:
    """Merge equal rows, adding their counts; the order of the result depends on the rows only."""
    if len(rows) < 2:
        return rows, counts
    keys = _row_keys(rows)
    order = np.argsort(keys, kind="stable")
    rows, keys, counts = rows[order], keys[order], counts[order]
    new = np.ones(len(rows), bool)
    new[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1]).any(axis=1)
    starts = np.flatnonzero(new)
    return rows[starts], np.add.reduceat(counts, starts)


def _row_keys(rows: NDArray[np.int32] | Ints) -> NDArray[np.uint64]:
    """A 64-bit key per row. Different rows with one key would only stay apart, never be merged."""
    factor, keys = np.uint64(0x9E3779B97F4A7C15), np.zeros(len(rows), np.uint64)
    for column in rows.T:
        keys = (keys ^ (column.astype(np.uint64) + np.uint64(0x632BE59BD9B4E019))) * factor
        keys ^= keys >> np.uint64(29)
    return keys
