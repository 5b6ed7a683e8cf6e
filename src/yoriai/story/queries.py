"""What the public pages read: voices with their names, ideas with their decisions, a story with its quotes."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yoriai.accounts.models import Organisation
from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Link, Thing
from yoriai.making.models import Decision, Idea, Verdict
from yoriai.making.queries import people_of
from yoriai.people.names import shown_names
from yoriai.theme.models import Theme, Themes, Visibility
from yoriai.web.search import contains

from .models import Chapter, Quote, Story

PAPERS = ("", "sora", "sakura", "wakakusa", "fuji")


@dataclass(frozen=True)
class Note:
    """One voice as others see it."""

    voice: Voice
    who: str
    paper: str


@dataclass(frozen=True)
class IdeaRow:
    idea: Idea
    people: int
    decision: Decision | None  # the last one


@dataclass(frozen=True)
class QuoteRow:
    words: str
    who: str


@dataclass(frozen=True)
class ChapterRow:
    chapter: Chapter
    quotes: tuple[QuoteRow, ...]


def running_themes(organisation: Organisation) -> Themes:
    return public_themes(organisation).running()


def public_themes(organisation: Organisation) -> Themes:
    public = Theme.objects.filter(organisation=organisation, visibility=Visibility.PUBLIC)
    return public.select_related("closure").order_by("-starts_on")


def published_stories(organisation: Organisation) -> QuerySet[Story]:
    stories = Story.objects.filter(organisation=organisation).exclude(publication=None)
    return stories.select_related("publication", "product", "photo").order_by("-publication__published_at")


def shown_voices(theme: Theme, words: str = "") -> QuerySet[Voice]:
    voices = Voice.objects.shown().filter(contains(words, "text"), theme=theme)
    return voices.select_related("author", "place").order_by("-spoken_at", "pk")


def notes(voices: Iterable[Voice]) -> list[Note]:
    voices = list(voices)
    names = shown_names(voice.author for voice in voices)
    return [Note(v, names[v.author_id], PAPERS[i % len(PAPERS)]) for i, v in enumerate(voices)]


def ideas_of(theme: Theme, words: str = "") -> QuerySet[Idea]:
    """The ideas of a theme, those that stand on most voices first, and whether each became real."""
    ideas = Idea.objects.filter(contains(words, "headline", "body"), theme=theme)
    below = Link.objects.filter(target=OuterRef("pk"), source_thing=Thing.VOICE).order_by().values("target")
    stands_on = Coalesce(Subquery(below.annotate(number=Count("pk")).values("number")), 0)
    ideas = ideas.with_real().annotate(stands_on=stands_on)
    return ideas.order_by(F("stands_on").desc(), "formed_at", "pk").prefetch_related("decisions")


def idea_rows(theme: Theme, ideas: Iterable[Idea]) -> list[IdeaRow]:
    """Ideas with how many people stand behind them and the decision in force; four queries, however many."""
    found = list(ideas)
    people = people_of(theme.organisation_id, [idea.pk for idea in found])
    return [IdeaRow(idea, len(people[idea.pk]), idea.decision) for idea in found]


def has_declined(theme: Theme) -> bool:
    """Whether a decision in force says no to an idea."""
    latest = Decision.objects.filter(idea=OuterRef("pk")).order_by("-decided_at").values("verdict")[:1]
    return Idea.objects.filter(theme=theme).annotate(verdict=Subquery(latest)).filter(verdict=Verdict.DECLINE).exists()


def chapter_rows(story: Story) -> list[ChapterRow]:
    """The chapters with the words their authors still let us show, named as they choose now."""
    chapters = list(story.chapters.select_related("photo"))
    quotes = Quote.objects.filter(chapter__in=chapters, voice__in=Voice.objects.quotable())
    quotes = quotes.select_related("voice__author").order_by("position")
    names = shown_names(quote.voice.author for quote in quotes)
    by_chapter: dict[UUID, list[QuoteRow]] = {chapter.pk: [] for chapter in chapters}
    for quote in quotes:
        by_chapter[quote.chapter_id].append(QuoteRow(quote.words, names[quote.voice.author_id]))
    return [ChapterRow(chapter, tuple(by_chapter[chapter.pk])) for chapter in chapters]
