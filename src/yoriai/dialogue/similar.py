"""似た声: voices like the one being typed. A small index of letter pairs behind an interface others can fill."""

import itertools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db.models import Sum

from yoriai.listening.voices import key_text

from .models import Gram, Voice

CLOSE_ENOUGH = 0.34  # share of the typed pairs' weight that a voice must contain
MOST_GRAMS = 120


@dataclass(frozen=True)
class Match:
    voice: UUID
    closeness: float  # 0 … 1


class SimilarVoices(Protocol):
    """Finds voices of one theme like a text; keeps itself up to date by add() and drop()."""

    def find(self, theme: UUID, text: str, limit: int) -> list[Match]: ...
    def add(self, voice: Voice) -> None: ...
    def drop(self, voice: Voice) -> None: ...


def pairs(text: str) -> dict[str, float]:
    """Neighbouring letters with their weight: words count more than the hiragana between them."""
    key = [c for c in key_text(text) if unicodedata.category(c)[0] in "LN"]
    weights: dict[str, float] = {}
    for first, second in itertools.pairwise(key):
        plain = all("ぁ" <= c <= "ゖ" for c in (first, second))
        weights[_hiragana(first + second)] = 0.3 if plain else 1.0
        if len(weights) >= MOST_GRAMS:
            break
    return weights


def _hiragana(text: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


class LetterPairs:
    """SimilarVoices in the database itself: right at once in every process, gone with the voice."""

    def find(self, theme: UUID, text: str, limit: int) -> list[Match]:
        asked = pairs(text)
        if not asked:
            return []
        rows = (
            Gram.objects.filter(theme=theme, gram__in=asked)
            .values("voice")
            .annotate(shared=Sum("weight"))
            .order_by("-shared", "voice")[: limit * 4]
        )
        total = sum(asked.values())
        matches = [Match(row["voice"], min(1.0, row["shared"] / total)) for row in rows]
        return [match for match in matches if match.closeness >= CLOSE_ENOUGH][: limit * 4]

    def add(self, voice: Voice) -> None:
        Gram.objects.bulk_create(
            [Gram(theme_id=voice.theme_id, voice=voice, gram=gram, weight=weight) for gram, weight in _most(voice.text)]
        )

    def drop(self, voice: Voice) -> None:
        Gram.objects.filter(voice=voice).delete()


def _most(text: str) -> Iterable[tuple[str, float]]:
    return pairs(text).items()


index: SimilarVoices = LetterPairs()
