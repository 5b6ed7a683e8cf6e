"""Erasing a person's words and name wherever staff may have repeated them.

Tables that hold the words themselves blank them in their own action. But people copy: a headline, a reply, a
chapter may quote the sentence. Each step declares its free texts here, and erasing looks through all of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Length

from yoriai.delivery.mail import forget_letters_saying
from yoriai.ledger.models import Event
from yoriai.web.quotes import STEPPED_UP

from .names import HONOURED

RUN = 12  # letters in a row that are still this person's words when staff shortened or cut the sentence
SENTENCE = 8  # letters; a shorter one (がんもどき) is a word, and words are everybody's
NAME = 2  # letters; a shorter name would blank half of every text
SURELY_A_NAME = 4  # letters
APART = 8  # letters of a key
ERASED = "〔…〕"
SENTENCES = re.compile(r"[^。．.!！?？\n]+[。．.!！?？]?")


@dataclass(frozen=True)
class FreeText:
    model: type[models.Model]
    fields: tuple[str, ...]
    organisation: str  # the lookup that leads from a row to its organisation
    written: str  # the field that says when the row was written
    told_of: str  # the field whose id the ledger names when the row is revised


@dataclass(frozen=True)
class Wanted:
    pieces: re.Pattern[str]  # whole sentences and names
    runs: set[str]  # RUN letters in a row of a sentence

    def without(self, text: str) -> str:
        kept, last = [], 0
        for found in self.pieces.finditer(text.translate(STEPPED_UP)):
            kept += [text[last : found.start()], ERASED]
            last = found.end()
        return _without_runs("".join([*kept, text[last:]]), self.runs)

    def stands_in(self, text: str) -> bool:
        return self.without(text) != text


_declared: list[FreeText] = []


def declare_free_text(
    model: type[models.Model], *fields: str, written: str, organisation: str = "organisation", told_of: str = "pk"
) -> None:
    _declared.append(FreeText(model, fields, organisation, written, told_of))


def declared_free_texts() -> tuple[FreeText, ...]:
    return tuple(_declared)


def erase_everywhere(
    organisation: UUID, *, since: datetime, words: Iterable[str] = (), names: Iterable[str] = ()
) -> int:
    """Replace every repetition of a person's sentences and names in staff's texts. Returns fields changed.

    What was written before the person came cannot repeat them – but a passer-by can repeat a published story,
    take it back, and would blank the story. So only rows written or revised `since` then are looked through.
    """
    sentences = {sentence for text in words for sentence in _sentences(text.translate(STEPPED_UP))}
    runs = {sentence[i : i + RUN] for sentence in sentences for i in range(len(sentence) - RUN + 1)}
    pieces = [re.escape(sentence) for sentence in sentences] + [
        _as_name(name.translate(STEPPED_UP)) for name in names if len(name) >= NAME
    ]
    if not pieces:
        return 0
    wanted = Wanted(re.compile("|".join(sorted(pieces, key=len, reverse=True))), runs)
    events = dict(Event.objects.filter(organisation=organisation, occurred_at__gte=since).values_list("pk", "subject"))
    transaction.on_commit(partial(forget_letters_saying, events, wanted.stands_in))
    revised = set(events.values())
    return sum(_erase(free, organisation, wanted, since, revised) for free in _declared)


def _as_name(name: str) -> str:
    """A short name may be a word, too (まめ): only where it is used as a name it is one."""
    if len(name) >= SURELY_A_NAME:
        return re.escape(name)
    return rf"\b{re.escape(name)}\b" if name.isascii() else rf"{re.escape(name)}(?={'|'.join(HONOURED)})"


def _sentences(text: str) -> set[str]:
    found = {text.strip(), *(sentence.strip() for sentence in SENTENCES.findall(text))}
    return {sentence for sentence in found if len(sentence) >= SENTENCE}


def _without_runs(text: str, runs: set[str]) -> str:
    """`text` without every stretch that shares RUN letters in a row with the erased words."""
    plain = text.translate(STEPPED_UP)
    covered = {i + k for i in range(len(text) - RUN + 1) if plain[i : i + RUN] in runs for k in range(RUN)}
    if not covered:
        return text
    kept = "".join("\0" if i in covered else c for i, c in enumerate(text))
    return re.sub("\0+", ERASED, kept)


def _erase(free: FreeText, organisation: UUID, wanted: Wanted, since: datetime, revised: set[UUID]) -> int:
    changed = 0
    for field in free.fields:
        rows = free.model._default_manager.filter(**{free.organisation: organisation})
        rows = rows.annotate(_long=Length(field), _told_of=F(free.told_of), _written=F(free.written)).order_by("pk")
        for row in rows.filter(_long__gte=NAME).iterator():
            if row._written < since and row._told_of not in revised:
                continue
            before = getattr(row, field)
            after = wanted.without(before)
            if after != before:
                _write(free.model, row.pk, field, after)
                changed += 1
    return changed


def _write(model: type[models.Model], pk: object, field: str, text: str) -> None:
    """Two names may become one once erased; where each must be its own, part of the key sets it apart."""
    longest = getattr(model._meta.get_field(field), "max_length", None)  # the mark may be longer than a name
    row, apart = model._default_manager.filter(pk=pk), f" {str(pk)[:APART]}"
    try:
        with transaction.atomic():
            row.update(**{field: text[:longest]})
    except IntegrityError:
        row.update(**{field: text[: longest - len(apart) if longest else None] + apart})
