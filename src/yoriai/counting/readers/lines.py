"""What all readers share: decoding, names, numbers, and lines that could not be read."""

import codecs
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from yoriai.counting.ballots import Refused
from yoriai.counting.result import Sentence, twice

SHOWN = 10


@dataclass(frozen=True)
class Reading:
    """How the marks of a file are to be understood; the method decides.

    `form` is rank, approval, score, grades, pairs or projects. `approve_categories` are the numbers (first
    is 1) of the categories that count as approval. `grades` names the grades, worst first.
    """

    form: str
    approve_categories: tuple[int, ...] = (1,)
    grades: tuple[str, ...] = ()


@dataclass
class Broken:
    """Ballots that cannot be counted: never dropped silently, named by their lines; `repeated` name one twice."""

    invalid: int = 0
    repeated: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, line: int, count: int = 1) -> None:
        self.invalid += count
        self.lines.append(line)

    def told(self) -> dict[str, Any]:
        """What `Ballots` keeps of them: how many, and a sentence that names their lines."""
        shown = ", ".join(map(str, sorted(self.lines)[:SHOWN])) + (" …" if len(self.lines) > SHOWN else "")
        said = Sentence(
            f"読めない票が{self.invalid}票ありました（{shown}行目）。",
            f"{self.invalid} ballot{'s' * (self.invalid > 1)} could not be counted "
            f"(line{'s' * (len(self.lines) > 1)} {shown}; {len(self.lines)} in all).",
        )
        notes = [said] * bool(self.lines) + [twice(self.repeated)] * bool(self.repeated)
        return {"invalid": self.invalid, "notes": tuple(notes)}


def decoded(data: bytes, *, only_ours: bool = True) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, or else CP932; CP1252 or Latin-1 where names are only shown."""
    marked = data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp932") + ("cp1252", "latin-1") * (not only_ours):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise Refused("This is not a text file.")
        return text
    raise Refused("The file is neither UTF-8 nor CP932 text.")


def lines_of(text: str) -> list[str]:
    """Lines as editors count them: signs like U+0085 and U+2028 may stand inside a name."""
    return re.split("\r\n|\r|\n", text)


def tidy(name: str) -> str:
    """A name for comparison: NFKC, spaces trimmed."""
    return unicodedata.normalize("NFKC", name).strip()


def distinct_names(names: Sequence[str]) -> list[str]:
    """Tidied names; two that become equal are an error, not a merge."""
    seen: dict[str, str] = {}
    for name in names:
        key = tidy(name)
        if key in seen:
            same = f"the names {seen[key]!r} and {name!r} are the same once spaces and widths are ignored"
            raise Refused(f"Line 1: {same}.")
        seen[key] = name
    return list(seen)


def whole(text: str) -> int | None:
    """A whole number from 0 up, also as spreadsheets write it (3.0); None if it is none, or has over 15 digits."""
    cleaned = re.sub(r"\.0+$", "", tidy(text))
    return int(cleaned) if cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= 15 else None


def positive(text: str, line: int) -> int:
    """The count of a ballot."""
    count = whole(text)
    if not count:
        raise Refused(f"Line {line}: the count {text.strip()[:20]!r} is not a positive whole number.")
    return count


def amount(text: str, line: int) -> Fraction:
    """A sum of money or points: spaces between thousands and a decimal comma are allowed."""
    cleaned = re.sub(r"[\s'_]", "", tidy(text))
    last = max(cleaned.rfind(","), cleaned.rfind("."))  # an earlier mark, or one that repeats, parts thousands
    for mark in [mark for mark in ",." if cleaned.count(mark) > 1 or cleaned.rfind(mark) < last]:
        cleaned = cleaned.replace(mark, "")
    cleaned = cleaned.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,18}(\.\d{0,9})?|[+-]?\.\d{1,9}", cleaned):
        raise Refused(f"Line {line}: {text.strip()[:20]!r} is not a number.")
    return Fraction(cleaned.rstrip(".") if cleaned != "." else "0")
