"""Columns of text become numbers, days, yes/no; the message names the line that cannot be read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from yoriai.measuring.arrays import Bools, Floats, Ints
from yoriai.measuring.purchases import Purchases, purchase_days
from yoriai.measuring.reading.cells import answer_number, clean, is_missing, number, yes_no
from yoriai.measuring.reading.dates import parse_date, parse_dates
from yoriai.measuring.reading.table import Table
from yoriai.measuring.refusal import BadInput

A_YEAR = 366
UNCLEAR = " (2026-01-05 always can; 1/5/2026 only where the column tells day and month apart)"


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows without missing cells: ``lines`` of the file, cells by column name, rows left out."""

    lines: tuple[int, ...]
    cells: dict[str, list[str]]
    excluded: int

    def numbers(self, name: str, least: float | None = None, read: Callable[[str], float | None] = number) -> Floats:
        """Column as (n,) floats; BadInput on a cell that is no number or below ``least``."""
        values = np.array([np.nan if (v := read(c)) is None else v for c in self.cells[name]])
        self._refuse(np.isnan(values), name, "is not a number")
        if least is not None:
            self._refuse(values < least, name, f"is below {least:g}")
        return values

    def answers(self, name: str, least: int, most: int) -> list[int]:
        """Whole numbers of a question's scale, with or without the words that stand beside them."""
        values = self.numbers(name, read=answer_number)
        wrong = (values != np.round(values)) | (values < least) | (values > most)
        self._refuse(wrong, name, f"is not a whole number from {least} to {most}")
        return [int(value) for value in values]

    def flags(self, name: str) -> Bools:
        found = [yes_no(cell) for cell in self.cells[name]]
        self._refuse(np.array([flag is None for flag in found], bool), name, "is neither yes nor no")
        return np.array(found, bool)

    def days(self, name: str) -> Ints:
        return np.array(list(self.maybe_days(name, required=True)), np.int64)

    def maybe_days(self, name: str, required: bool = False) -> list[int | None]:
        """Ordinals; an empty cell is None (not happened)."""
        found = parse_dates(self.cells[name])
        wrong = [
            day is None and (required or not is_missing(c)) for day, c in zip(found, self.cells[name], strict=True)
        ]
        self._refuse(np.array(wrong, bool), name, f"is not a date that can be read{UNCLEAR}")
        return found

    def texts(self, name: str) -> list[str]:
        return [clean(cell) for cell in self.cells[name]]

    def maybe_texts(self, name: str | None) -> list[str] | None:
        return self.texts(name) if name else None

    def keep(self, rows: Sequence[int]) -> "Columns":
        """These rows only; the others count as left out."""
        cells = {name: [column[i] for i in rows] for name, column in self.cells.items()}
        left_out = len(self.lines) - len(rows)
        return Columns(tuple(self.lines[i] for i in rows), cells, self.excluded + left_out)

    def once(self, name: str | None) -> "Columns":
        """One row a person: equal rows of an id count once, rows that contradict each other are refused.

        Without the column of an id every row is a person.
        """
        if not name:
            return self
        seen: dict[str, int] = {}
        kept: list[int] = []
        rows = list(zip(*self.cells.values(), strict=True))
        for i, person in enumerate(self.texts(name)):
            if person not in seen:
                seen[person] = i
                kept.append(i)
            elif rows[seen[person]] != rows[i]:
                raise BadInput(
                    f"Lines {self.lines[seen[person]]} and {self.lines[i]} are the same person in {name!r} with "
                    "different values: keep one of them."
                )
        return self.keep(kept)

    def _refuse(self, wrong: Bools, name: str, what: str) -> None:
        if wrong.any():
            i = int(np.flatnonzero(wrong)[0])
            raise BadInput(f"Line {self.lines[i]}, column {name!r}: {self.cells[name][i]!r} {what}.")


def select(table: Table, names: Sequence[str | None], may_be_empty: Sequence[str | None] = ()) -> Columns:
    """The columns of these names; rows with a missing cell (but for ``may_be_empty``) are left out and counted."""
    unique = [name for name in dict.fromkeys(names) if name]
    lines, columns = table.columns(unique)
    found = Columns(tuple(lines), dict(zip(unique, columns, strict=True)), 0)
    needed = [column for name, column in found.cells.items() if name not in may_be_empty]
    kept = [i for i in range(len(lines)) if not any(is_missing(column[i]) for column in needed)]
    if not kept:
        raise BadInput(f"No row of {table.path} has all of: {', '.join(unique)}.")
    return found.keep(kept)


def last_day(until: str | None, days: Sequence[int] | Ints) -> int:
    """The ordinal of ``--until``, or else of the last day seen; BadInput where that day must be a slip of the pen."""
    if until:
        day = parse_date(until)
        if day is None:
            raise BadInput(f"--until {until!r} is not a date that can be read (for example 2026-01-05).")
        return day
    known = np.unique(days).tolist()
    _refuse_slip(known[-1], known[-2:], 3, "after all others: correct it, or name the last day by --until.")
    return int(known[-1])


def _refuse_slip(day: int, neighbours: Sequence[int], years: int, what: str) -> None:
    if neighbours[-1] - neighbours[0] > years * A_YEAR:
        raise BadInput(f"The day {date.fromordinal(day)} lies more than {years} years {what}")


@dataclass(frozen=True, slots=True)
class PurchaseFile:
    """Purchases, extra columns per person, rows left out, the days (n,) of the rows."""

    purchases: Purchases
    extra: dict[str, list[str]]
    excluded: int
    days: Ints


def read_purchases(
    table: Table, id_: str, day_column: str, amount: str | None, extra: Sequence[str] = ()
) -> PurchaseFile:
    """Stream purchase lines into arrays; a person's extra cells (group, strata) must agree on all lines."""
    names = [id_, day_column, *([amount] if amount else []), *extra]
    people: dict[str, int] = {}
    raw_people: dict[str, int] = {}
    day_of: dict[str, int] = {}
    more: list[list[str]] = [[] for _ in extra]
    codes, days, amounts, excluded = [], [], [], 0
    first_line: list[int] = []
    first_extra = len(names) - len(extra)
    for line, cells in table.rows(names):
        # Only the wanted cells of three columns are kept in memory, as small integers.
        if not cells[0] or not cells[1] or any(is_missing(cell) for cell in cells):
            excluded += 1
            continue
        day = day_of.setdefault(cells[1], len(day_of))
        if day == len(first_line):
            first_line.append(line)
        code = raw_people.get(cells[0])
        if code is None:
            code = raw_people[cells[0]] = people.setdefault(clean(cells[0]), len(people))
        if amount:
            value = number(cells[2])
            if value is None:
                raise BadInput(f"Line {line}, column {amount!r}: {cells[2]!r} is not an amount.")
            amounts.append(value)
        _agree(more, code, cells[first_extra:], line, extra)
        codes.append(code)
        days.append(day)
    if not codes:
        raise BadInput(f"No row of {table.path} has all of: {', '.join(names)}.")
    known = np.array(_known_days(list(day_of), first_line, day_column), np.int64)
    first = np.unique(known)[:2].tolist()
    _refuse_slip(first[0], first, 20, "before all others: correct it.")
    # People in the order of their ids, so that shuffled lines give the same arrays.
    order = [people[name] for name in sorted(people)]
    person = np.argsort(order)[codes]
    bought = purchase_days(person, known[days], np.array(amounts) if amount else None, len(people))
    ordered = {name: [column[code] for code in order] for name, column in zip(extra, more, strict=True)}
    return PurchaseFile(bought, ordered, excluded, known[days])


def _known_days(written: list[str], lines: list[int], name: str) -> list[int]:
    """The distinct dates of a file as ordinals, read together: the column may tell day and month apart."""
    found = []
    for cell, line, day in zip(written, lines, parse_dates(written), strict=True):
        if day is None:
            raise BadInput(f"Line {line}, column {name!r}: {cell!r} is not a date that can be read{UNCLEAR}.")
        found.append(day)
    return found


def _agree(more: list[list[str]], code: int, cells: Sequence[str], line: int, extra: Sequence[str]) -> None:
    for column, cell, name in zip(more, cells, extra, strict=True):
        if code == len(column):
            column.append(clean(cell))
        elif column[code] != clean(cell):
            raise BadInput(
                f"Line {line}: the same person has two values in {name!r}, {column[code]} and {clean(cell)}."
            )
