"""Tables from files: UTF-8 with or without BOM, UTF-16, CP932; comma or tab; quoted line breaks."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from yoriai.listening.voices import Voice


class BadInput(Exception):
    """One clear sentence for the person who gave the file."""


def decode(raw: bytes) -> str:
    """The text of a table file. Raises BadInput when no known encoding fits."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif raw[1:2] == b"\0" or raw[:1] == b"\0":
        encodings = ["utf-16-le" if raw[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp932"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("The file is not text in UTF-8, UTF-16 or Shift_JIS (CP932). Save it as a CSV in UTF-8.")


def read_table(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows. Short rows are filled with empty cells; lines without anything are none."""
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        raise BadInput(f"The file {path} cannot be read: {error.strerror}.") from error
    csv.field_size_limit(10_000_000)
    first = text.split("\n", 1)[0]
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    except csv.Error as error:
        raise BadInput(f"The file {path} is not a readable table: {error}.") from error
    if not rows:
        raise BadInput(f"The file {path} has no rows.")
    header = [name.strip() for name in rows[0]]
    return header, [row + [""] * (len(header) - len(row)) for row in rows[1:]]


def column(header: Sequence[str], name: str) -> int:
    """The place of a column. Raises BadInput that lists the columns there are."""
    if name not in header:
        raise BadInput(f"There is no column {name!r}. The columns are: {', '.join(header)}.")
    return list(header).index(name)


def read_voices(path: Path, text: str, id_: str | None = None, person: str | None = None) -> list[Voice]:
    """One voice per row; ids are strings exactly as in the file, or the row number from 1."""
    header, rows = read_table(path)
    places = {name: column(header, given) for name, given in (("text", text), ("id", id_), ("person", person)) if given}
    if not rows:
        raise BadInput(f"The file {path} has a header but no rows.")
    voices = []
    for number, row in enumerate(rows, 1):
        identity = row[places["id"]] if "id" in places else str(number)
        voices.append(Voice(identity, row[places["text"]], row[places["person"]] if "person" in places else ""))
    _refuse_repeated(voices)
    return voices


def _refuse_repeated(voices: Sequence[Voice]) -> None:
    seen: set[str] = set()
    for voice in voices:
        if voice.id in seen:
            raise BadInput(f"The id {voice.id!r} stands in more than one row. Every voice needs its own id.")
        seen.add(voice.id)
