"""Versioned texts. Replaced by the texts branch."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml


class Unfilled(ValueError):
    pass


@dataclass(frozen=True)
class Filled:
    id: str
    language: str
    body: str
    sha256: str


@dataclass(frozen=True)
class Text:
    id: str
    language: str
    kind: str
    title: str
    body: str

    def filled(self, **values: object) -> Filled:
        body = re.sub(r"\{\{(\w+)\}\}", lambda m: str(values[m.group(1)]), self.body)
        return Filled(self.id, self.language, body, hashlib.sha256(body.encode()).hexdigest())


@lru_cache
def _texts(language: str) -> dict[str, Text]:
    data = yaml.safe_load(files(__package__).joinpath(f"text_bodies/{language}.yaml").read_text("utf-8"))
    return {row["id"]: Text(language=language, **row) for row in data}


def text(id: str, language: str) -> Text:
    return _texts("en" if language.startswith("en") else "ja")[id]
