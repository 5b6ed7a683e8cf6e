"""Erasing a person's words and name wherever staff may have repeated them.

Tables that hold the words themselves blank them in their own action. But people copy: a headline, a reply, a
chapter may quote the sentence. Each step declares its free texts here, and erasing looks through all of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models.functions import Length

RUN = 12  # letters in a row that are still this person's words when staff shortened or cut the sentence
SENTENCE = 8  # letters; a shorter one (がんもどき) is a word, and words are everybody's
NAME = 2  # letters; a shorter name would blank half of every text
ERASED = "〔…〕"
SENTENCES = re.compile(r"[^。．.!！?？\n]+[。．.!！?？]?")


@dataclass(frozen=True)
class FreeText:
    model: type[models.Model]
    fields: tuple[str, ...]
    organisation: str  # the lookup that leads from a row to its organisation


_declared: list[FreeText] = []


def declare_free_text(model: type[models.Model], *fields: str, organisation: str = "organisation") -> None:
    _declared.append(FreeText(model, fields, organisation))


def declared_free_texts() -> tuple[FreeText, ...]:
    return tuple(_declared)


def erase_everywhere(organisation: UUID, *, words: Iterable[str] = (), names: Iterable[str] = ()) -> int:
    """Replace every repetition of a person's sentences and names in staff's texts. Returns fields changed."""
    sentences = {sentence for text in words for sentence in _sentences(text)}
    runs = {sentence[i : i + RUN] for sentence in sentences for i in range(len(sentence) - RUN + 1)}
    pieces = sorted({*sentences, *(name for name in names if len(name) >= NAME)}, key=len, reverse=True)
    return sum(_erase(free, organisation, pieces, runs) for free in _declared) if pieces else 0


def _sentences(text: str) -> set[str]:
    found = {text.strip(), *(sentence.strip() for sentence in SENTENCES.findall(text))}
    return {sentence for sentence in found if len(sentence) >= SENTENCE}


def _without_runs(text: str, runs: set[str]) -> str:
    """`text` without every stretch that shares RUN letters in a row with the erased words."""
    covered = {i + k for i in range(len(text) - RUN + 1) if text[i : i + RUN] in runs for k in range(RUN)}
    if not covered:
        return text
    kept = "".join("\0" if i in covered else c for i, c in enumerate(text))
    return re.sub("\0+", ERASED, kept)


def _erase(free: FreeText, organisation: UUID, pieces: list[str], runs: set[str]) -> int:
    changed = 0
    for field in free.fields:
        rows = free.model._default_manager.filter(**{free.organisation: organisation})
        rows = rows.annotate(_long=Length(field)).filter(_long__gte=NAME)
        for row in rows.iterator():
            before = getattr(row, field)
            after = before
            for piece in pieces:
                after = after.replace(piece, ERASED)
            after = _without_runs(after, runs)
            if after != before:
                free.model._default_manager.filter(pk=row.pk).update(**{field: after})
                changed += 1
    return changed
