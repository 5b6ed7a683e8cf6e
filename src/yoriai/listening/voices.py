"""A voice, its derived keys and its sentence spans. The raw text is never changed."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Voice:
    """One utterance. `person` is a pseudonym; empty means "cannot be told", so a person of its own."""

    id: str
    text: str
    person: str = ""
    channel: str = ""
    time: datetime | None = None
    may_quote: bool = True
    segment: str = ""  # age band, store, role …: only for the table of who was not heard


@dataclass(frozen=True)
class Span:
    """One sentence of a voice: `text[start:end]`, the evidence anchor from a voice to an idea."""

    start: int
    end: int


def key_text(text: str) -> str:
    """NFKC and lower case: the text every comparison of words starts from."""
    return unicodedata.normalize("NFKC", text).lower()


_LIGHT_MARKS = re.compile(r"[\s!。、,・~〜…]+|(?<!\d)\.|\.(?!\d)")


def dedupe_key(text: str) -> str:
    """The key under which two voices are the same words. A question mark stays: 「ない？」 is a wish."""
    return _LIGHT_MARKS.sub("", key_text(text))


def person_key(voice: Voice) -> str:
    """Who spoke; a voice without a person counts as a person of its own."""
    return voice.person or f"\0{voice.id}"


def people(voices: Iterable[Voice]) -> int:
    return len({person_key(voice) for voice in voices})


def canonical_order(voices: Sequence[Voice]) -> list[Voice]:
    """The one order in which everything is computed, whatever the order of arrival."""
    return sorted(voices, key=lambda voice: (text_hash(voice.text), voice.id))


def text_hash(text: str) -> str:
    return hashlib.sha256(key_text(text).encode("utf-8", "surrogatepass")).hexdigest()


def input_hash(voices: Sequence[Voice]) -> str:
    """SHA-256 over the decoded rows in canonical order; the file's encoding and row order leave no trace."""
    digest = hashlib.sha256()
    for voice in canonical_order(voices):
        row = "\x1f".join((voice.id, voice.person, voice.text))
        digest.update(row.encode("utf-8", "surrogatepass") + b"\x1e")
    return digest.hexdigest()


# Where a sentence stops: a mark and the brackets it closes, an English full stop before a blank, a line break.
_STOP = re.compile(r"(?:[。．！？!?…]+|\.+(?=\s|$))[」』）)\]】”\"']*|[\n\r]+")
_QUOTE_ENDS = "」』）"


def sentence_spans(text: str) -> list[Span]:
    """Sentences with character offsets; every sign that is no blank lies in exactly one.

    A closing bracket stays with its sentence, and a sentence goes on after what it quotes (「買うよ。」と言った。).
    """
    spans: list[Span] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.group()[-1] in _QUOTE_ENDS and text[stop.end() : stop.end() + 1].isalpha():
            continue
        spans += _trimmed(text, start, stop.end())
        start = stop.end()
    return spans + _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    if not piece.strip():
        return []
    return [Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))]
