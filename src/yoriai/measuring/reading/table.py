"""A CSV or tab file as columns of text, without pandas: only the named columns are kept."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from yoriai.measuring.reading.cells import clean, is_cancelled, is_staff, is_total
from yoriai.measuring.refusal import BadInput

HEADER_WITHIN = 20
TOP = 65_536  # letters by which the encoding is told
NOT_ASCII, HALF_WIDTH, KANA = r"[^\x00-\x7f]", r"[\uff61-\uff9f]", r"[\u3041-\u30fc]"
PRIVATE = re.compile(r"[\ue000-\uf8ff]")
LONE = re.compile(
    rf"(?<=[A-Za-z]){NOT_ASCII}(?=[A-Za-z])|(?<=[A-Za-z0-9]){HALF_WIDTH}(?!{HALF_WIDTH})"
    rf"|(?<!{HALF_WIDTH}){HALF_WIDTH}(?=[A-Za-z0-9])"
)
MOST_WESTERN = 0.2
# Where none of these stands anywhere, no row needs to be looked at.
TOTAL_WORDS = ("計", "total", "sum", "ｔｏｔａｌ")


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
        marks = [("staff", self.staff, is_staff), ("cancelled", self.cancelled, is_cancelled)]
        header, line = self._header([*names, *(name for _, name, _ in marks if name)])
        places = [self._place(header, name) for name in names]
        marked = [(kind, self._place(header, name), says) for kind, name, says in marks if name]
        width = max(*places, *(place for _, place, _ in marked), 0) + 1
        person = names.index(self.same_in) if self.same_in in names else None
        self.left_out.clear()
        lower = self.text.lower()
        has_totals = any(word in lower for word in TOTAL_WORDS)
        reader = csv.reader(io.StringIO(self.text), delimiter=self.delimiter)
        for _ in range(line):
            next(reader)
        for row in reader:
            if not row or not any(row):
                continue
            if len(row) < width:
                row = row + [""] * (width - len(row))
            cells = [row[place] for place in places]
            # Sums are named in any column, wherever the wanted columns stand.
            kind = next((kind for kind, place, says in marked if says(row[place])), None)
            if has_totals and any(map(is_total, row)):
                kind = "totals"
            if kind:
                self.left_out[kind] += 1
            elif person is None or not self._is_left_out(cells, person):
                yield reader.line_num, cells

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
        if not first_filled:
            raise BadInput(
                f"There is no column {names[0]!r} in {self.path}: no comma, tab or semicolon parts its cells."
            )
        there_are = {cell.casefold() for cell in first_filled}
        missing = next((name for name in names if clean(name).casefold() not in there_are), names[0])
        there = ", ".join(filter(None, first_filled))
        raise BadInput(f"There is no column {missing!r} in {self.path}; the columns are: {there}.")

    def _place(self, header: list[str], name: str) -> int:
        """As written, or else in capitals or not."""
        wanted = clean(name)
        places = [i for i, cell in enumerate(header) if cell == wanted]
        places = places or [i for i, cell in enumerate(header) if cell.casefold() == wanted.casefold()]
        if len(places) > 1:
            raise BadInput(f"The column {name!r} is there {len(places)} times in {self.path}: rename one of them.")
        return places[0]


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
    """BOM, UTF-8, CP932, EUC-JP, and Western letters (cp1252) in this order, each only where it reads as what it is.

    Nearly every file can be read as CP932: EUC-JP becomes half-width kana, é and £ become a lone kana or kanji within a
    word. A text that is mostly such kana is EUC-JP if that makes full-width kana of it, Western if they stand alone.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise BadInput(f"The file {path} begins as UTF-16 and goes on as something else: save it again.") from error
    utf8 = _decoded(data, "utf-8-sig")
    if utf8 is not None:
        return utf8
    cp932, euc, western = (_decoded(data, name) for name in ("cp932", "euc_jp", "cp1252"))
    if cp932 is not None and not PRIVATE.search(cp932) and not (western and _is_western(cp932)):
        is_euc = euc is not None and _share(HALF_WIDTH, cp932) > 0.5 and _share(KANA, euc) > 0.05
        return euc if is_euc and euc is not None else cp932
    if euc is not None:
        return euc
    if western is not None and _share(NOT_ASCII, western, of=".") < MOST_WESTERN:
        return western
    raise BadInput(f"The encoding of {path} is unknown: save it as UTF-8 or as Shift_JIS (CP932).")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _share(wanted: str, text: str, of: str = NOT_ASCII) -> float:
    known = re.findall(of, text[:TOP])
    return len(re.findall(wanted, text[:TOP])) / max(len(known), 1)


def _is_western(cp932: str) -> bool:
    """Runs of one foreign letter within a word of ASCII letters: Japanese does not come like that."""
    runs = re.findall(f"{NOT_ASCII}+", cp932[:TOP])
    return len(LONE.findall(cp932[:TOP])) > 0.8 * len(runs)
