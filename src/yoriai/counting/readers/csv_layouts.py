"""Our CSV, recognised by its header: A rank columns, B one ranking column, C option columns, D pairs."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from yoriai.counting.ballots import (
    MOST_BALLOTS,
    OVERVOTE,
    Ballots,
    Cell,
    Kind,
    Mark,
    Option,
    Refused,
    check_size,
    comparisons,
    rankings,
    ratings,
    whole_marks,
)
from yoriai.counting.rated import GRADES
from yoriai.counting.readers.lines import Broken, Reading, amount, distinct_names, positive, tidy, whole
from yoriai.counting.result import Sentence

RESERVED = ("count", "ballot", "id", "voter", "time", "timestamp", "タイムスタンプ")
TENS = "一二三四五六七八九十"
RANK_COLUMN = re.compile(
    r"(.*?)(?:\b(?:rank|choice)[ _]?(\d{1,3})(?: of \d+)?|(\d{1,3})(?:st|nd|rd|th) choice|(\d{1,3})位"
    rf"|第(\d{{1,3}}|[{TENS}])希望)(.*)",
    re.IGNORECASE,
)
SKIPPED = ("", "-", "skipped", "undervote")
YES, NO = (("1", "○", "◯", "〇", "yes", "y", "true", "はい"), ("0", "×", "✕", "no", "n", "false", "いいえ", "", "-"))
MOST_RANKS = 200  # or as many as there are options


@dataclass
class Table:
    """Distinct rows of a CSV: (cells of the columns that are not reserved) -> [count, first line]."""

    columns: list[str]
    rows: dict[tuple[str, ...], list[int]]


def read_csv(text: str, reading: Reading) -> Ballots:
    """Ballots from one of the four layouts; option ids are their names."""
    table = _table(text)
    plain = [column.lower() for column in table.columns]
    if {"winner", "loser"} <= set(plain) or {"a", "b", "a_wins", "b_wins"} <= set(plain):
        return _pairs(table, plain)
    ranked = _ranks(table.columns)
    if ranked:
        return _rank_columns(table, ranked)
    if plain == ["ranking"]:
        return _one_column(table)
    names = distinct_names(table.columns)
    options = [Option(name, name) for name in names]
    if reading.form == "rank":
        return _numbered(table, options)
    if reading.form == "pairs":
        raise Refused("bradley-terry needs pairs: the columns winner,loser or a,b,a_wins,b_wins.")
    return _marked(table, options, reading)


def _table(text: str) -> Table:
    csv.field_size_limit(10_000_000)
    first = re.sub(r'"[^"]*"', "", text.lstrip().partition("\n")[0])
    between = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    try:
        header = [tidy(cell) for cell in next(reader)]
        weight = next((n for n, cell in enumerate(header) if cell.lower() == "count"), None)
        kept = [n for n, cell in enumerate(header) if cell and cell.lower() not in RESERVED]
        if not kept:
            raise Refused("Line 1: the header names no options.")
        return Table([header[n] for n in kept], _rows(reader, header, kept, weight))
    except csv.Error as problem:
        why = "a quotation mark is not closed" if "end of data" in str(problem) else problem
        raise Refused(f"Line {reader.line_num}: {why}.") from problem
    except StopIteration:
        raise Refused("The file is empty.") from None


def _rows(reader: Any, header: list[str], kept: list[int], weight: int | None) -> dict[tuple[str, ...], list[int]]:
    rows: dict[tuple[str, ...], list[int]] = {}
    for cells in reader:
        if not any(map(str.strip, cells)) and len(cells) <= 1:
            continue
        if len(cells) != len(header):
            if len(cells) > len(header) and any(cells[len(header) :]):
                raise Refused(f"Line {reader.line_num}: {len(cells)} cells, but the header has {len(header)}.")
            cells = [*cells, *[""] * len(header)][: len(header)]
        if any(cell.strip() for cell, name in zip(cells, header, strict=True) if not name):
            raise Refused(f"Line {reader.line_num}: a cell stands in a column without a name.")
        count = 1 if weight is None else positive(cells[weight], reader.line_num)
        entry = rows.setdefault(tuple([cells[n] for n in kept]), [0, reader.line_num])
        entry[0] += count
    if not rows:
        raise Refused("The file holds no ballots.")
    return rows


def _ranks(columns: list[str]) -> dict[int, int]:
    """Rank -> column, where the header speaks of ranks (`rank1`, `1ST CHOICE MAYOR`, `第1希望`, …), else nothing."""
    contests: dict[tuple[str, str], dict[int, int]] = {}
    for column, header in enumerate(columns):
        if found := RANK_COLUMN.fullmatch(header):
            before, *digits, after = found.groups()
            told = next(filter(None, digits))
            ranks, rank = contests.setdefault((before, after), {}), TENS.find(told) + 1 or int(told)
            if rank in ranks:
                raise Refused(f"Line 1: two columns are for rank {rank}.")
            ranks[rank] = column
    several = [ranks for ranks in contests.values() if len(ranks) > 1 or len(columns) == 1]
    if len(several) > 1:
        raise Refused("Line 1: the ranks are of several contests; leave the columns of one.")
    return several[0] if several else {}


def _rank_columns(table: Table, ranked: dict[int, int]) -> Ballots:
    """Layout A. A cell with `=` is an overvote if all its parts are names found elsewhere, else a name."""
    order = [ranked[rank] for rank in sorted(ranked)]
    cells = {row[n]: tidy(row[n]) for row in table.rows for n in order}
    spoken = {name for name in cells.values() if name.lower() not in (*SKIPPED, "overvote")}
    plain = {name for name in spoken if "=" not in name}
    parts = {name: [tidy(part) for part in name.split("=")] for name in spoken - plain}
    several = {name: named for name, named in parts.items() if all(part in plain for part in named)}
    names = sorted(spoken - set(several))
    place: dict[str, Cell] = {name: index for index, name in enumerate(names)}
    place |= {name: tuple(names.index(part) for part in named) for name, named in several.items()}
    meaning = {cell: OVERVOTE if name.lower() == "overvote" else place.get(name, ()) for cell, name in cells.items()}
    marks = [(tuple([meaning[row[n]] for n in order]), entry[0]) for row, entry in table.rows.items()]
    others = ", ".join(column for n, column in enumerate(table.columns) if n not in order)
    ja = f"順位でない列（{others}）は読みませんでした。"
    said = Sentence(ja, f"Columns that are no ranks were not read: {others}.")
    return rankings(marks, [Option(name, name) for name in names], notes=(said,) if others else ())


def _one_column(table: Table) -> Ballots:
    """Layout B: `A>B=C>>D`."""
    marks: list[tuple[list[list[str]], int]] = []
    for (cell,), (count, line) in table.rows.items():
        if '"' in cell:
            raise Refused(f"Line {line}: names with > = or quotes do not fit into one column; use rank1,rank2,….")
        marks.append(([[tidy(n) for n in part.split("=") if tidy(n)] for part in cell.split(">")], count))
    names = sorted({name for cells, _ in marks for named in cells for name in named})
    place = {name: index for index, name in enumerate(names)}
    return rankings(
        [(tuple(tuple(place[n] for n in named) for named in cells), count) for cells, count in marks],
        [Option(name, name) for name in names],
    )


def _numbered(table: Table, options: list[Option]) -> Ballots:
    """Layout C for ranked methods: 1 is best, equal numbers equal ranks, missing numbers skipped ranks."""
    broken, marks, lowest = Broken(), list[tuple[Mark, int]](), max(MOST_RANKS, len(options))
    for row, (count, line) in table.rows.items():
        told = [whole(cell) or 0 if tidy(cell) not in ("", "-") else None for cell in row]
        cells = {rank: tuple(i for i, r in enumerate(told) if r == rank) for rank in told if rank is not None}
        if all(0 < rank <= lowest for rank in cells):
            marks.append((tuple(cells.get(rank, ()) for rank in range(1, max(cells, default=0) + 1)), count))
        else:
            broken.add(line, count)
    return rankings(marks, options, **broken.told())


def _marked(table: Table, options: list[Option], reading: Reading) -> Ballots:
    """Layout C for approval, score and grades."""
    grades = reading.grades or GRADES
    meaning: Callable[[str, int], Fraction | None] = _approval if reading.form in ("approval", "projects") else _score
    if reading.form == "grades":
        meaning = _grade_words(grades)
    broken, found, counts = Broken(), list[dict[int, Fraction]](), list[int]()
    known: dict[str, Fraction | None] = {}
    for row, (count, line) in table.rows.items():
        try:
            for cell in row:
                if cell not in known:
                    known[cell] = meaning(tidy(cell), line)
        except Refused:
            broken.add(line, count)
            continue
        told = ((option, known[cell]) for option, cell in enumerate(row))
        found.append({option: mark for option, mark in told if mark is not None})
        counts.append(count)
    values, unit = whole_marks(found, len(options))
    kind: Kind = "approval" if reading.form == "approval" else "score"
    words = grades if reading.form == "grades" and int(values.max(initial=0)) < len(grades) else ()
    return ratings(values, np.array(counts, np.int64), options, kind=kind, unit=unit, grades=words, **broken.told())


def _approval(cell: str, line: int) -> Fraction | None:
    if cell.lower() in YES:
        return Fraction(1)
    if cell.lower() in NO:
        return None
    raise Refused(f"Line {line}: {cell!r} is neither yes nor no.")


def _score(cell: str, line: int) -> Fraction | None:
    if cell in ("", "-"):
        return None
    value = amount(cell, line)
    if value < 0 or value > 10**9:
        raise Refused(f"Line {line}: the score {cell} is out of range.")
    return value


def _grade_words(grades: tuple[str, ...]) -> Callable[[str, int], Fraction | None]:
    levels = {tidy(word): Fraction(level) for level, word in enumerate(grades)}

    def meaning(cell: str, line: int) -> Fraction | None:
        value = levels[cell] if cell in levels else _score(cell, line)
        if value is not None and (value.denominator != 1 or value > 100):
            raise Refused(f"Line {line}: {cell!r} is no grade.")
        return value

    return meaning


def _pairs(table: Table, plain: list[str]) -> Ballots:
    """Layout D. In `a,b,a_wins,b_wins` the option a is the one shown first."""
    column = {name: plain.index(name) for name in plain}
    tallied = "a_wins" in column
    left, right = ("a", "b") if tallied else ("winner", "loser")
    rows = [
        (tidy(row[column[left]]), tidy(row[column[right]]), row, count, line)
        for row, (count, line) in table.rows.items()
    ]
    names = sorted({name for a, b, *_ in rows for name in (a, b) if name})
    place = {name: index for index, name in enumerate(names)}
    check_size(len(names), 0)
    wins, first, broken = (*np.zeros((2, len(names), len(names)), np.int64), Broken())
    for a, b, row, count, line in rows:
        if not a or not b or a == b:
            broken.add(line, count)
            continue
        ahead, behind = (_wins(row[column["a_wins"]], line), _wins(row[column["b_wins"]], line)) if tallied else (1, 0)
        if (ahead + behind) * count > MOST_BALLOTS // len(rows):  # so the sum stays below it
            raise Refused(f"Line {line}: more comparisons than can be counted.")
        wins[place[a], place[b]] += ahead * count
        wins[place[b], place[a]] += behind * count
        first[place[a], place[b]] += ahead * count
    options = [Option(name, name) for name in names]
    return comparisons(wins, options, first=first if tallied else None, **broken.told())


def _wins(text: str, line: int) -> int:
    wins = whole(text)
    if wins is None:
        raise Refused(f"Line {line}: {text.strip()[:20]!r} is not a whole number of wins.")
    return wins
