"""Pabulib .pb: participatory budgets with costs, projects and votes."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

import numpy as np

from yoriai.counting.ballots import UNRATED, Ballots, Kind, Option, Refused, rankings, ratings
from yoriai.counting.readers.lines import Broken, Reading, amount

Row = tuple[int, dict[str, str]]


@dataclass
class Sections:
    """The three parts of a file; rows with their line numbers."""

    meta: dict[str, str] = field(default_factory=dict)
    projects: list[Row] = field(default_factory=list)
    votes: list[Row] = field(default_factory=list)


def read_pabulib(text: str, reading: Reading) -> Ballots:
    """Ballots with a budget and the costs of the projects; what the file says was selected goes to `meta`."""
    parts = _sections(text)
    budget = amount(_meta(parts, "budget"), 1)
    if budget < 0:
        raise Refused("The budget is negative.")
    options = [_project(line, row) for line, row in parts.projects]
    if not options:
        raise Refused("The file names no projects.")
    place = {option.id: index for index, option in enumerate(options)}
    if len(place) < len(options):
        raise Refused("Two projects have the same project_id.")
    if not parts.votes:
        raise Refused("The file holds no votes.")
    kind = parts.meta.get("vote_type", "approval").strip().lower()
    if kind == "ordinal":
        return _ordinal(parts, options, place, budget)
    if kind not in ("approval", "cumulative", "scoring", "choose-1"):
        raise Refused(f"The vote_type {kind!r} is not known: approval, ordinal, cumulative, scoring.")
    return _pointed(parts, options, place, budget, approval=kind in ("approval", "choose-1"))


def _sections(text: str) -> Sections:
    parts, section, header = Sections(), "", list[str]()
    for number, cells in _rows(text):
        word = cells[0].strip().upper()
        if len(cells) == 1 and word in ("META", "PROJECTS", "VOTES"):
            section, header = word, []
        elif not section:
            raise Refused(f"Line {number}: expected META, PROJECTS or VOTES.")
        elif not header:
            header = [cell.strip().lower() for cell in cells]
        elif section == "META":
            parts.meta[cells[0].strip().lower()] = cells[1].strip() if len(cells) > 1 else ""
        else:
            rows = parts.projects if section == "PROJECTS" else parts.votes
            rows.append((number, dict(zip(header, cells, strict=False))))
    return parts


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(10_000_000)
    reader = csv.reader(text.splitlines(), delimiter=";")
    try:
        for cells in reader:
            if cells and any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as problem:
        raise Refused(f"Line {reader.line_num}: {problem}.") from problem


def _meta(parts: Sections, key: str) -> str:
    if key not in parts.meta:
        raise Refused(f"The META part has no line {key!r}.")
    return parts.meta[key]


def _project(line: int, row: dict[str, str]) -> Option:
    number = row.get("project_id", "").strip()
    if not number:
        raise Refused(f"Line {line}: a project without project_id.")
    cost = amount(row.get("cost", ""), line)
    if cost < 0:
        raise Refused(f"Line {line}: the cost of project {number} is negative.")
    return Option(number, (row.get("name") or number).strip(), cost)


def _facts(parts: Sections) -> dict[str, str]:
    """META, what the file says was selected, and its own tally (`votes` or `score`), for comparison only."""
    facts = dict(parts.meta)
    marked = [row for _, row in parts.projects if row.get("selected", "").strip()]
    if marked:
        facts["selected"] = ";".join(
            r["project_id"].strip() for r in marked if r["selected"].strip() in ("1", "2", "3")
        )
    for key in ("score", "votes"):
        told = {r["project_id"].strip(): r[key].strip() for _, r in parts.projects if r.get(key, "").strip()}
        if len(told) == len(parts.projects):
            facts["told"] = ";".join(f"{project}={value}" for project, value in told.items())
            facts["told_as"] = key
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
            marks[tuple(place[item] for item in named)] += 1
    return rankings(
        marks.items(),
        options,
        invalid=broken.invalid,
        notes=broken.notes(),
        budget=budget,
        meta=_facts(parts),
    )


def _pointed(
    parts: Sections, options: list[Option], place: dict[str, int], budget: Fraction, *, approval: bool
) -> Ballots:
    broken, seen = Broken(), Counter[tuple[tuple[int, Fraction], ...]]()
    for line, row in parts.votes:
        points = _points(row, line, place, approval=approval)
        if points is None:
            broken.add(line)
        else:
            seen[tuple(sorted(points.items()))] += 1
    unit = Fraction(1, lcm(1, *(value.denominator for ballot in seen for _, value in ballot)))
    values = np.full((len(seen), len(options)), UNRATED, np.int64)
    for row_values, ballot in zip(values, seen, strict=True):
        for index, value in ballot:
            row_values[index] = int(value / unit)
    kind: Kind = "approval" if approval else "dots"
    return ratings(
        values,
        np.array(list(seen.values()), np.int64),
        options,
        kind=kind,
        unit=unit,
        budget=budget,
        invalid=broken.invalid,
        notes=broken.notes(),
        meta=_facts(parts),
    )


def _points(row: dict[str, str], line: int, place: dict[str, int], *, approval: bool) -> dict[int, Fraction] | None:
    """Points per project of one vote, or None if the vote is broken."""
    named = _items(row.get("vote", ""))
    if any(item not in place for item in named):
        return None
    if approval:
        return {place[item]: Fraction(1) for item in named}
    try:
        points = [amount(item, line) for item in _items(row.get("points", ""))]
    except Refused:
        return None
    if len(points) != len(named) or any(value < 0 for value in points):
        return None
    return dict(zip((place[item] for item in named), points, strict=True))
