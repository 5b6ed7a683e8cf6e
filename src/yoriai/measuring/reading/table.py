"""A CSV or tab file as columns of text, without pandas: only the named columns are kept."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from yoriai.measuring.reading.cells import clean, is_total
from yoriai.measuring.refusal import BadInput

HEADER_WITHIN = 20
HALF_WIDTH_KANA = range(0xFF61, 0xFFA0)


@dataclass
class Table:
    """A decoded file. ``totals`` counts rows of sums that were left out while reading."""

    text: str
    delimiter: str
    sha256: str
    path: str
    totals: int = 0

    def rows(self, names: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        """(line number, cells of the named columns) of each row; BadInput names the columns there are."""
        reader = csv.reader(io.StringIO(self.text), delimiter=self.delimiter)
        header, line = self._header(names)
        places = [self._place(header, name) for name in names]
        width = max(places) + 1
        for _ in range(line):
            next(reader)
        for row in reader:
            if not row or not any(row):
                continue
            if len(row) < width:
                row = row + [""] * (width - len(row))
            cells = [row[place] for place in places]
            # Sums are usually named in the first column, wherever the wanted columns stand.
            if is_total_row(row, cells):
                self.totals += 1
                continue
            yield reader.line_num, cells

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
        wanted = {clean(name) for name in names}
        first_filled: list[str] = []
        for line, row in enumerate(csv.reader(io.StringIO(self.text), delimiter=self.delimiter)):
            cleaned = [clean(cell) for cell in row]
            if wanted <= set(cleaned):
                return cleaned, line + 1
            if not first_filled and sum(map(bool, cleaned)) >= 2:
                first_filled = cleaned
            if line >= HEADER_WITHIN:
                break
        missing = next((name for name in names if clean(name) not in first_filled), names[0])
        there = ", ".join(filter(None, first_filled)) or "none"
        raise BadInput(f"There is no column {missing!r} in {self.path}; the columns are: {there}.")

    def _place(self, header: list[str], name: str) -> int:
        places = [i for i, cell in enumerate(header) if cell == clean(name)]
        if len(places) > 1:
            raise BadInput(f"The column {name!r} is there {len(places)} times in {self.path}: rename one of them.")
        return places[0]


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
    top = text[:4096]
    delimiter = "\t" if top.count("\t") > top.count(",") else ","
    return Table(text, delimiter, sha256(data).hexdigest(), Path(path).name)


def decode(data: bytes, path: str) -> str:
    """BOM, then UTF-8, CP932 and EUC-JP in this order; CP932 that reads as half-width kana is EUC-JP."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
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
