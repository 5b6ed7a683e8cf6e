"""The texts people are shown and agree to. A version never changes, because consent points to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

import yaml

LANGUAGES = ("ja", "en")
BODIES = Path(__file__).parent / "text_bodies"
PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
BRACKETED = re.compile(r" ?[（(]\{\{(\w+)\}\}[）)]")
GAP = re.compile("　| {3}")
VERSIONED = re.compile(r"(?P<name>.+)-(?P<major>\d+)\.(?P<minor>\d+)")


class Unfilled(ValueError):
    """A text was about to be shown with places still empty; `missing` names them."""

    def __init__(self, id: str, missing: frozenset[str]) -> None:
        self.missing = missing
        super().__init__(f"{id}: {', '.join(sorted(missing))}")


@dataclass(frozen=True)
class Filled:
    """A text exactly as shown to a person."""

    id: str
    language: str
    body: str

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the shown words, stored with the consent."""
        return sha256(self.body.encode()).hexdigest()


@dataclass(frozen=True)
class Text:
    """One version of a text: 'legal' is published only under the owner's own responsibility."""

    id: str
    since: date  # the day from which this version is shown
    language: str
    kind: Literal["legal", "guide"]
    title: str
    body: str

    @property
    def version(self) -> str:
        """1.2 of notice-1.2: what people call a version by."""
        return self.id.rpartition("-")[2]

    @property
    def placeholders(self) -> frozenset[str]:
        """The names this text needs before it may be shown."""
        return frozenset(PLACEHOLDER.findall(self.body))

    def filled(self, **values: object) -> Filled:
        """The text as shown; raises Unfilled when a value is missing or blank. Values not needed are ignored."""
        shown = {name: str(value) for name, value in values.items() if value is not None}
        missing = frozenset(name for name in self.placeholders if not shown.get(name, "").strip())
        if missing:
            raise Unfilled(self.id, missing)
        # One pass only: braces inside a person's own words are words, not places to fill.
        return Filled(self.id, self.language, PLACEHOLDER.sub(lambda place: shown[place[1]], self.body))

    def filled_where_known(self, **values: object) -> Filled:
        """For texts with a shop's own details: what the shop has not told yet is left out, with its line if bare."""
        known = {name: str(value) for name, value in values.items() if value not in (None, "")}
        lines = [_line(line, known) for line in self.body.splitlines()]
        return Filled(self.id, self.language, "\n".join(line for line in lines if line is not None))


def _line(line: str, known: dict[str, str]) -> str | None:
    """The line with what is known in place; None when it held only unknown things."""
    places = PLACEHOLDER.findall(line)
    if places and not any(name in known for name in places):
        return None
    line = BRACKETED.sub(lambda part: part[0] if part[1] in known else "", line)
    parts = [part for part in GAP.split(line) if not _is_bare(part, known)]
    return PLACEHOLDER.sub(lambda place: known.get(place[1], ""), "　".join(parts)).strip("　 ,、")


def _is_bare(part: str, known: dict[str, str]) -> bool:
    """A part like 代表：… whose every value is unknown."""
    places = PLACEHOLDER.findall(part)
    return bool(places) and not any(name in known for name in places)


def text(id: str, language: str) -> Text:
    """One version of a text; KeyError when there is none. An unknown language reads as Japanese."""
    return _texts(language if language in LANGUAGES else "ja")[id]


def latest(name: str) -> str:
    """The id of the newest version, 'notice-short' → 'notice-short-1.0'; KeyError when there is none."""
    versions = dict(_versions(name))
    if not versions:
        raise KeyError(name)
    return versions[max(versions)]


@cache
def _texts(language: str) -> dict[str, Text]:
    rows = yaml.safe_load((BODIES / f"{language}.yaml").read_text(encoding="utf-8"))
    return {row["id"]: Text(language=language, **row) for row in rows}


def _versions(name: str) -> Iterator[tuple[tuple[int, int], str]]:
    for id in _texts("ja"):
        match = VERSIONED.fullmatch(id)
        if match and match["name"] == name:
            yield (int(match["major"]), int(match["minor"])), id
