"""A CSV or tab file as columns of text, without pandas: only the named columns are kept."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from yoriai.measuring.reading.cells import clean, is_cancelled, is_staff, is_total
from yoriai.measuring.refusal import BadInput

HEADER_WITHIN = 20
HALF_WIDTH_KANA = range(0xFF61, 0xFFA0)


@dataclass
class Table:
    """A decoded file, and which of its rows are nobody's: sums, staff, cancelled orders; each kind is counted.

    ``staff`` and ``cancelled`` name the columns that mark them. ``same`` holds people to be taken as somebody else
    (or, None, left out) by the column ``same_in``: the suspected duplicates when an analysis is repeated.
    """

    text: str
    delimiter: str
    sha256: str
    path: str
    staff: str | None = None
    cancelled: str | None = None
    same_in: str | None = None
    same: Mapping[str, str | None] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    def rows(self, names: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        """(line number, cells of the named columns) of each row; BadInput names the columns there are."""
        marks = [(kind, name, says) for kind, name, says in self._marks() if name]
        header, line = self._header([*names, *(name for _, name, _ in marks)])
        places = [self._place(header, name) for name in names]
        marked = [(kind, self._place(header, name), says) for kind, name, says in marks]
        width = max(*places, *(place for _, place, _ in marked), 0) + 1
        person = names.index(self.same_in) if self.same_in in names else None
        self.left_out.clear()
        reader = csv.reader(io.StringIO(self.text), delimiter=self.delimiter)
        for _ in range(line):
            next(reader)
        for row in reader:
            if not row or not any(row):
                continue
            if len(row) < width:
                row = row + [""] * (width - len(row))
            cells = [row[place] for place in places]
            # Sums are usually named in the first column, wherever the wanted columns stand.
            kind = "totals" if is_total_row(row, cells) else _marked(row, marked)
            if kind:
                self.left_out[kind] += 1
            elif person is None or not self._is_left_out(cells, person):
                yield reader.line_num, cells

    def _marks(self) -> tuple[tuple[str, str | None, Callable[[str], bool]], ...]:
        return ("staff", self.staff, is_staff), ("cancelled", self.cancelled, is_cancelled)

    def _is_left_out(self, cells: list[str], person: int) -> bool:
        """Take a suspected duplicate as the other person, or say that it is to be left out."""
        own = clean(cells[person])
        if own in self.same:
            cells[person] = self.same[own] or ""
        return self.same.get(own, own) is None

    def columns(self, names: Sequence[str]) -> tuple[list[int], list[list[str]]]:
        """Line numbers and one list of cells per named column."""
        lines: list[int] = []
        columns: list[list[str]] = [[] for _ in names]
        for line, cells in self.rows(names):
            lines.append(line)
            for column, cell in zip(columns, cells, strict=True):
                column.append(cell)
        return lines, columns

    def _header(self, names: Sequence[str]) -> tuple[list[str], int]:
        """The first of the top rows that holds all names, and how many rows to skip to get below it."""
        wanted = {clean(name).casefold() for name in names}
        first_filled: list[str] = []
        for line, row in enumerate(csv.reader(io.StringIO(self.text), delimiter=self.delimiter)):
            cleaned = [clean(cell) for cell in row]
            if wanted <= {cell.casefold() for cell in cleaned}:
                return cleaned, line + 1
            if not first_filled and sum(map(bool, cleaned)) >= 2:
                first_filled = cleaned
            if line >= HEADER_WITHIN:
                break
        there_are = {cell.casefold() for cell in first_filled}
        missing = next((name for name in names if clean(name).casefold() not in there_are), names[0])
        there = ", ".join(filter(None, first_filled)) or "none"
        raise BadInput(f"There is no column {missing!r} in {self.path}; the columns are: {there}.")

    def _place(self, header: list[str], name: str) -> int:
        """As written, or else in capitals or not."""
        wanted = clean(name)
        places = [i for i, cell in enumerate(header) if cell == wanted]
        places = places or [i for i, cell in enumerate(header) if cell.casefold() == wanted.casefold()]
        if len(places) > 1:
            raise BadInput(f"The column {name!r} is there {len(places)} times in {self.path}: rename one of them.")
        return places[0]


def _marked(row: Sequence[str], marked: Sequence[tuple[str, int, Callable[[str], bool]]]) -> str | None:
    return next((kind for kind, place, says in marked if says(row[place])), None)


def is_total_row(row: Sequence[str], cells: Sequence[str]) -> bool:
    first = row[0]
    # Most rows of large files start with a digit: no need to normalise them.
    if first[:1].isascii() and first[:1].isdigit():
        return False
    return is_total(first) or any(is_total(cell) for cell in cells if cell and not cell[:1].isdigit())


def read_table(path: str) -> Table:
    """Read and decode a file; BadInput when it is missing, empty or in no known encoding."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise BadInput(f"The file {path} cannot be read: {error.strerror}.") from error
    text = decode(data, path)
    if not text.strip():
        raise BadInput(f"The file {path} is empty.")
    # Old exports end their lines with a lone carriage return.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return Table(text, _delimiter(text[:4096]), sha256(data).hexdigest(), Path(path).name)


def _delimiter(top: str) -> str:
    """Comma, tab or semicolon: the one that stands equally often on most of the first lines, outside quotes.

    Answers like "a;b;c" within a cell vary from line to line; what parts the columns does not.
    """
    lines = re.sub(r'"[^"]*"', "", top).split("\n")[:HEADER_WITHIN]

    def regularity(mark: str) -> tuple[int, int]:
        counts = Counter(line.count(mark) for line in lines if mark in line)
        return max(((times, count) for count, times in counts.items()), default=(0, 0))

    return max(",\t;", key=regularity)


def decode(data: bytes, path: str) -> str:
    """BOM, then UTF-8, CP932 and EUC-JP in this order; CP932 that reads as half-width kana is EUC-JP."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise BadInput(f"The file {path} begins as UTF-16 and goes on as something else: save it again.") from error
    for encoding in ("utf-8-sig", "cp932", "euc_jp"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp932" and _mostly_half_width_kana(text):
            continue
        return text
    raise BadInput(f"The encoding of {path} is unknown: save it as UTF-8 or as Shift_JIS (CP932).")


def _mostly_half_width_kana(text: str) -> bool:
    foreign = [ord(c) for c in text[:4096] if ord(c) > 127]
    return bool(foreign) and sum(c in HALF_WIDTH_KANA for c in foreign) > len(foreign) / 2
