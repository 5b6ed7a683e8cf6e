"""PrefLib: orders (.soc .soi .toc .toi) and categories (.cat), today's layout and that before 2022."""

import re
import warnings
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from yoriai.counting.ballots import (
    EMPTY,
    UNRATED,
    Ballots,
    Ints,
    Kind,
    Mark,
    Option,
    Refused,
    check_size,
    rank_ballots,
    rankings,
    ratings,
)
from yoriai.counting.readers.lines import Broken, Reading, lines_of, positive

HEADER = re.compile(r"#\s*(ALTERNATIVE|CATEGORY)\s+NAME\s+(\d{1,9})\s*:\s*(.*)", re.IGNORECASE)
SIZE = re.compile(r"#\s*NUMBER\s+ALTERNATIVES\s*:\s*(\d{1,4})", re.IGNORECASE)
PLAIN = re.compile(r"[0-9, ]*")
CELL = re.compile(r"\{([^{}]*)\}|([^,{}]+)")
ORDER = re.compile(r"\s*(?:\{[^{}]*\}|[^,{}]+)\s*(?:,\s*(?:\{[^{}]*\}|[^,{}]+)\s*)*")


@dataclass
class Sheet:
    """A PrefLib file taken apart: options and categories by number, distinct orders with [count, first line]."""

    names: dict[int, str] = field(default_factory=dict)
    categories: dict[int, str] = field(default_factory=dict)
    orders: dict[str, list[int]] = field(default_factory=dict)

    @property
    def options(self) -> list[Option]:
        return [Option(str(number), name) for number, name in sorted(self.names.items())]

    @property
    def place(self) -> dict[str, int]:
        return {option.id: index for index, option in enumerate(self.options)}


def read_orders(text: str, reading: Reading) -> Ballots:
    """Orders; braces are equal ranks. Option ids are the numbers of the file."""
    sheet, broken = _take_apart(text), Broken()
    plain = _plain_orders(sheet)
    if plain is not None:
        return rank_ballots(*plain, sheet.options)
    place, marks = sheet.place, list[tuple[Mark, int]]()
    for order, (count, line) in sheet.orders.items():
        cells = _cells(order, place)
        if cells is None:
            broken.add(line, count)
        else:
            marks.append((tuple(cells), count))
    return rankings(marks, sheet.options, **broken.told())


def read_categories(text: str, reading: Reading) -> Ballots:
    """One set of options per category, the first the best."""
    sheet, broken = _take_apart(text), Broken()
    options, place = sheet.options, sheet.place
    ballots = [(_cells(order, place), count, line) for order, (count, line) in sheet.orders.items()]
    levels = max([len(sheet.categories), *(len(cells or ()) for cells, _, _ in ballots)])
    check_size(len(options), len(ballots) * len(options))
    values = np.full((len(ballots), len(options)), UNRATED, np.int64)
    for row, (cells, count, line) in enumerate(ballots):
        if cells is None or sum(map(len, cells)) > len(set(chain.from_iterable(cells))):
            broken.add(line, count)
            values[row] = UNRATED - 1
            continue
        for category, named in enumerate(cells):
            mark = levels - 1 - category
            if reading.form in ("approval", "projects"):
                mark = int(category + 1 in reading.approve_categories)
            values[row, list(named)] = mark
    fine = (values >= UNRATED).all(axis=1)
    counts = np.array([count for _, count, _ in ballots], np.int64)
    grades = tuple(sheet.categories.get(n, str(n)) for n in range(levels, 0, -1))
    kind: Kind = "approval" if reading.form == "approval" else "score"
    words = grades if kind == "score" else ()
    return ratings(values[fine], counts[fine], options, kind=kind, grades=words, **broken.told())


def _take_apart(text: str) -> Sheet:
    sheet, lines = Sheet(), lines_of(text)
    start = _old_header(sheet, lines)
    mark, announced = "," if start else ":", 0
    for number, line in enumerate(lines[start:], start + 1):
        if not line or line.isspace():
            continue
        if line.lstrip().startswith("#"):
            found = HEADER.match(line.strip())
            if found:
                named = sheet.names if found[1].upper() == "ALTERNATIVE" else sheet.categories
                named[int(found[2])] = found[3].strip() or found[2]
            elif size := SIZE.match(line.strip()):
                announced = int(size[1])
            continue
        count, _, order = line.partition(mark)
        if not count.isdecimal() or count == "0":
            count = str(positive(count, number))
        sheet.orders.setdefault(order.strip(), [0, number])[0] += int(count)
    sheet.names = sheet.names or {n: str(n) for n in range(1, announced + 1)}
    if not sheet.names:
        raise Refused("The file names no options (lines like '# ALTERNATIVE NAME 1: …').")
    if not sheet.orders:
        raise Refused("The file holds no ballots.")
    if max(count for count, _ in sheet.orders.values()) > 10**15:
        raise Refused("A count in the file is too large.")
    check_size(len(sheet.names), 0)
    return sheet


def _old_header(sheet: Sheet, lines: list[str]) -> int:
    """The layout before 2022: size, a line per option, a line of totals. Returns lines used, else 0."""
    first = lines[0].strip()
    if not (first.isascii() and first.isdigit()) or len(first) > 6:
        return 0
    size = int(first)
    for number, line in enumerate(lines[1 : size + 1], 2):
        option, _, name = line.partition(",")
        if not option.strip().isdigit() or len(option.strip()) > 9:
            raise Refused(f"Line {number}: expected 'number,name' of an option.")
        sheet.names[int(option)] = name.strip().strip('"')
    return min(size + 2, len(lines))


def _plain_orders(sheet: Sheet) -> tuple[NDArray[np.int32], Ints] | None:
    """Cells and counts read in one sweep, if every order is plain numbers of known options; else None."""
    joined = ",".join(sheet.orders)
    if not PLAIN.fullmatch(joined) or "" in sheet.orders:
        return None
    lengths = np.array([order.count(",") + 1 for order in sheet.orders])
    numbers = _numbers(joined)
    if len(numbers) != lengths.sum():
        return None
    known = sorted(sheet.names)
    place = np.searchsorted(known, numbers)
    if (place == len(known)).any() or (np.array(known)[place] != numbers).any():
        return None
    check_size(len(known), len(lengths) * int(lengths.max()))
    cells = np.full((len(lengths), int(lengths.max())), EMPTY, np.int32)
    rows = np.repeat(np.arange(len(lengths)), lengths)
    cells[rows, np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)] = place
    return cells, np.array([count for count, _ in sheet.orders.values()], np.int64)


def _numbers(joined: str) -> Ints:
    """Numbers between commas; fewer than commas ask for if one is missing, odd, or does not fit into 64 bits."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # an older NumPy stops at the first odd item
            return np.fromstring(joined, dtype=np.int64, sep=",")
    except ValueError:
        return np.zeros(0, np.int64)


def _cells(order: str, place: dict[str, int]) -> list[tuple[int, ...]] | None:
    """The sets of an order, or None if the line is broken or names an unknown option."""
    order = order.removesuffix(",").rstrip()
    if not order:
        return []
    if not ORDER.fullmatch(order):
        return None
    cells = []
    for found in CELL.finditer(order):
        inside = found[1] if found[1] is not None else found[2]
        if found[1] is None and not inside.strip():
            continue
        named = [item.strip() for item in inside.split(",")] if inside.strip() else []
        if any(item not in place for item in named):
            return None
        cells.append(tuple(place[item] for item in named))
    return cells
