"""Which voices the inbox lists, in which order: people who wait longest come first."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db import models
from django.db.models import BooleanField, Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from yoriai.accounts.models import Member, Person
from yoriai.theme.models import Theme
from yoriai.web.search import contains

from . import similar
from .access import voices_of
from .models import NO_ANSWER_DUE, ReadMark, Reply, Voice, Voices

LONGEST_WALK = 2000  # voices one may walk through with 「つぎの声へ」
ALIKE = 3
URGENT = Coalesce("hold__urgent", Value(False), output_field=BooleanField())


class Tab(models.TextChoices):
    UNREAD = "unread", _("Unread")
    WAITING = "waiting", _("Waiting for an answer")
    ALL = "all", _("All")
    INSIDE = "inside", _("Only in the shop")


@dataclass(frozen=True)
class Sieve:
    """What the person at the desk asked to see; it travels in the address from voice to voice.

    Words and a person are looked for in all voices: then the tab is only where one came from, and may go back to.
    """

    tab: Tab = Tab.UNREAD
    words: str = ""
    theme: Theme | None = None
    person: Person | None = None

    @property
    def is_wide(self) -> bool:
        """Looks into all voices, whatever the tab."""
        return bool(self.words or self.person)

    @property
    def label(self) -> str:
        return str(_("Voices found") if self.is_wide else self.tab.label)

    @property
    def without_words(self) -> "Sieve":
        return Sieve(self.tab, "", self.theme)

    @property
    def everywhere(self) -> "Sieve":
        """The same words, whatever the question."""
        return Sieve(self.tab, self.words)

    @property
    def query(self) -> str:
        theme, person = (self.theme.code if self.theme else ""), (str(self.person.pk) if self.person else "")
        parts = {"tab": self.tab.value, "q": self.words, "theme": theme, "person": person}
        return urlencode({key: value for key, value in parts.items() if value})


def listed(member: Member, sieve: Sieve) -> Voices:
    voices = voices_of(member).standing()
    if sieve.theme:
        voices = voices.filter(theme=sieve.theme)
    voices = voices.annotate(
        is_new=~Exists(ReadMark.objects.filter(voice=OuterRef("pk"))),
        is_answered=Exists(Reply.objects.filter(voice=OuterRef("pk"))),
        is_urgent=URGENT,
    )
    if sieve.person:
        voices = voices.filter(author=sieve.person)
    if sieve.is_wide:
        return voices.filter(contains(sieve.words, "text")).order_by("-spoken_at", "pk")
    return _of_tab(voices, sieve.tab)


def _of_tab(voices: Voices, tab: Tab) -> Voices:
    if tab in (Tab.UNREAD, Tab.WAITING):
        voices = voices.unread() if tab == Tab.UNREAD else voices.waiting()
        return voices.order_by(URGENT.desc(), "spoken_at", "pk")
    if tab == Tab.INSIDE:
        voices = voices.filter(Q(inside_only=True) | ~Q(hold=None))
    return voices.order_by("-spoken_at", "pk")


def tabs_of(voice: Voice) -> list[Tab]:
    """Where a listed voice stands; everything stands in 'all', which is told of those that stand nowhere else."""
    held = voice.hold.reason if voice.is_held else None
    stands = {
        Tab.UNREAD: voice.is_new,  # type: ignore[attr-defined]
        Tab.WAITING: not voice.is_answered and held not in NO_ANSWER_DUE,  # type: ignore[attr-defined]
        Tab.INSIDE: voice.inside_only or voice.is_held,
    }
    return [tab for tab, stands_here in stands.items() if stands_here] or [Tab.ALL]


def order_of(voices: Voices) -> dict[UUID, datetime]:
    """The listed voices in their order, and when each was spoken."""
    return dict(voices.values_list("pk", "spoken_at")[:LONGEST_WALK])


def neighbours(order: dict[UUID, datetime], here: Voice) -> tuple[UUID | None, UUID | None]:
    """The voice before and after this one; one just answered may have left the list, but keeps its place in it."""
    others = [pk for pk in order if pk != here.pk]
    if here.pk not in order:
        return None, next((pk for pk in others if order[pk] >= here.spoken_at), others[0] if others else None)
    at = list(order).index(here.pk)
    before = others[at - 1] if at else None
    after = others[at] if at < len(others) else (others[0] if others else None)
    return before, after


def alike(member: Member, voice: Voice) -> list[Voice]:
    """Other voices of the same question with nearly the same words, closest first."""
    if voice.is_withdrawn:
        return []
    ids = similar.find(voice.theme_id, voice.text, ALIKE + 1, for_desk=True)
    found = {each.pk: each for each in voices_of(member).standing().filter(pk__in=ids).exclude(pk=voice.pk)}
    return [found[pk] for pk in ids if pk in found][:ALIKE]
