"""What a participant reads before speaking: what others said, and the texts that belong to the place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from yoriai.people.names import shown_names
from yoriai.theme.models import Place, Theme

from . import similar
from .models import Voice

MOST_HEARD = 3
CANDIDATES = 12  # asked of the index, because a theme may have been closed to others since
LONGEST_SHOWN = 140  # characters of another voice on the page where one speaks
LONGEST_ASKED = 400  # characters that are compared


@dataclass(frozen=True)
class Heard:
    """Another person's voice, as this page may show it."""

    id: UUID
    words: str
    who: str
    where: str
    at: datetime


def similar_voices(place: Place, text: str) -> list[Heard]:
    """The closest first; only what other participants may see."""
    found = similar.find(place.theme_id, text[:LONGEST_ASKED], CANDIDATES)
    # By their keys alone: with the theme as a second condition SQLite would walk through all its voices.
    voices = Voice.objects.shown().filter(pk__in=found).select_related("author", "place")
    shown = {voice.pk: voice for voice in voices if voice.theme_id == place.theme_id}
    return _heard(shown[pk] for pk in found if pk in shown)


def latest_voices(theme: Theme) -> list[Heard]:
    return _heard(_shown(theme).order_by("-spoken_at", "pk")[:MOST_HEARD])


def voice_to_echo(theme: Theme, voice: UUID | None) -> Voice | None:
    """The voice, if it may be echoed here."""
    return _shown(theme).filter(pk=voice).first() if voice else None


def heard(voice: Voice) -> Heard:
    return _heard([voice])[0]


def _shown(theme: Theme) -> QuerySet[Voice]:
    return Voice.objects.shown().filter(theme=theme).select_related("author", "place")


def _heard(voices: Iterable[Voice]) -> list[Heard]:
    chosen = list(voices)[:MOST_HEARD]
    names = shown_names(voice.author for voice in chosen)
    return [
        Heard(v.pk, _short(v.text), names[v.author_id], str(v.place.get_channel_display()), v.spoken_at) for v in chosen
    ]


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"
