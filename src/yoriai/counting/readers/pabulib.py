"""Pabulib .pb: participatory budgets with costs, projects and votes."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

import numpy as np

from yoriai.counting.ballots import Ballots, Kind, Option, Refused, rankings, ratings, whole_marks
from yoriai.counting.readers.lines import Broken, Reading, amount

Row = tuple[int, dict[str, str]]
Points = tuple[int, Fraction | int]


@dataclass
class Sections:
    """The three parts of a file; rows with their line numbers."""

    meta: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)  # of META, by key
    projects: list[Row] = field(default_factory=list)
    votes: list[Row] = field(default_factory=list)


def read_pabulib(text: str, reading: Reading) -> Ballots:
    """Ballots with a budget and the costs of the projects; what the file says was selected goes to `meta`."""
    parts = _sections(text)
    if "budget" not in parts.meta:
        raise Refused("The META part has no line 'budget'.")
    budget = amount(parts.meta["budget"], parts.lines["budget"])
    if budget < 0:
        raise Refused(f"Line {parts.lines['budget']}: the budget is negative.")
    options = [_project(line, row) for line, row in parts.projects]
    if not options:
        raise Refused("The file names no projects.")
    place: dict[str, int] = {}
    for (line, _), option in zip(parts.projects, options, strict=True):
        if option.id in place:
            raise Refused(f"Line {line}: there is a project {option.id} already.")
        place[option.id] = len(place)
    if not parts.votes:
        raise Refused("The file holds no votes.")
    kind = parts.meta.get("vote_type", "approval").strip().lower()
    if kind == "ordinal":
        return _ordinal(parts, options, place, budget)
    if kind not in ("approval", "cumulative", "scoring", "choose-1"):
        known = "approval, choose-1, ordinal, cumulative, scoring"
        raise Refused(f"Line {parts.lines['vote_type']}: the vote_type {kind[:20]!r} is not known; these are: {known}.")
    return _pointed(parts, options, place, budget, approval=kind in ("approval", "choose-1"))


def _sections(text: str) -> Sections:
    parts, section, header = Sections(), "", list[str]()
    for number, cells in _rows(text):
        word = cells[0].strip().upper()
        if not any(cells[1:]) and word in ("META", "PROJECTS", "VOTES"):
            section, header = word, []
        elif not section:
            raise Refused(f"Line {number}: expected META, PROJECTS or VOTES.")
        elif not header and (section != "META" or word == "KEY"):
            header = [cell.strip().lower() for cell in cells]
        elif section == "META":
            key = cells[0].strip().lower()
            parts.meta[key], parts.lines[key] = cells[1].strip() if len(cells) > 1 else "", number
        else:
            rows = parts.projects if section == "PROJECTS" else parts.votes
            rows.append((number, dict(zip(header, ("" if _none(cell) else cell for cell in cells), strict=False))))
    return parts


def _none(cell: str) -> bool:
    return cell.strip().lower() == "none"


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Cells between semicolons. A quote that never closes is part of a name, not the start of a long cell."""
    rows = list(_cells(text, bare=False))
    if any("\n" in cell and ";" in cell for _, cells in rows for cell in cells):
        rows = [(line, [cell.strip().strip('"') for cell in cells]) for line, cells in _cells(text, bare=True)]
    return rows


def _cells(text: str, *, bare: bool) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(10_000_000)
    quoting: Literal[0, 3] = csv.QUOTE_NONE if bare else csv.QUOTE_MINIMAL
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", quoting=quoting)
    try:
        for cells in reader:
            if cells and any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as problem:
        raise Refused(f"Line {reader.line_num}: {problem}.") from problem


def _project(line: int, row: dict[str, str]) -> Option:
    number = row.get("project_id", "").strip()
    if not number:
        raise Refused(f"Line {line}: a project without project_id.")
    cost = amount(row.get("cost", ""), line)
    if cost < 0:
        raise Refused(f"Line {line}: the cost of project {number} is negative.")
    return Option(number, (row.get("name") or number).strip(), cost)


def _facts(parts: Sections) -> dict[str, str]:
    """META, and as JSON what the file itself says, for comparison only: who was SELECTED, its tally as TOLD."""
    facts = dict(parts.meta)
    marked = [row for _, row in parts.projects if row.get("selected", "").strip()]
    if marked:
        chosen = [row["project_id"].strip() for row in marked if row["selected"].strip() in ("1", "2", "3")]
        facts["SELECTED"] = json.dumps(chosen)
    for key in ("score", "votes"):
        told = {r["project_id"].strip(): r[key].strip() for _, r in parts.projects if r.get(key, "").strip()}
        if len(told) == len(parts.projects):
            facts["TOLD"] = json.dumps({key: told})
            break
    return facts


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _ordinal(parts: Sections, options: list[Option], place: dict[str, int], budget: Fraction) -> Ballots:
    broken, marks = Broken(), Counter[tuple[int, ...]]()
    for line, row in parts.votes:
        named = _items(row.get("vote", ""))
        if any(item not in place for item in named):
            broken.add(line)
        else:
            broken.repeated += len(set(named)) < len(named)
            marks[tuple(place[item] for item in dict.fromkeys(named))] += 1
    return rankings(marks.items(), options, budget=budget, meta=_facts(parts), **broken.told())


def _pointed(
    parts: Sections, options: list[Option], place: dict[str, int], budget: Fraction, *, approval: bool
) -> Ballots:
    broken, seen = Broken(), Counter[tuple[Points, ...]]()
    for line, row in parts.votes:
        points = _points(row, line, place, approval=approval)
        if points is None:
            broken.add(line)
        else:
            broken.repeated += len(dict(points)) < len(points)
            seen[tuple(sorted(dict(reversed(points)).items()))] += 1
    values, unit = whole_marks([dict(ballot) for ballot in seen], len(options))
    kind: Kind = "approval" if approval else "dots"
    counts, facts = np.array(list(seen.values()), np.int64), _facts(parts)
    return ratings(values, counts, options, kind=kind, unit=unit, budget=budget, meta=facts, **broken.told())


def _points(row: dict[str, str], line: int, place: dict[str, int], *, approval: bool) -> list[Points] | None:
    """Projects of one vote with their points, or None if the vote is broken."""
    named = _items(row.get("vote", ""))
    if any(item not in place for item in named):
        return None
    if approval:
        return [(place[item], 1) for item in named]
    try:
        points = [amount(item, line) for item in _items(row.get("points", ""))]
    except Refused:
        return None
    if len(points) != len(named) or any(value < 0 for value in points):
        return None
    return [(place[item], value) for item, value in zip(named, points, strict=True)]
