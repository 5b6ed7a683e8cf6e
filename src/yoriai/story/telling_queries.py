"""What the telling pages show: stories to begin, voices to quote, and who is still to be thanked."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yoriai.accounts.models import Organisation
from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Link
from yoriai.making.models import Product
from yoriai.making.queries import Ground, Span
from yoriai.people.names import shown_names

from .grounds import Credits, credits_of, quotable_voices, voices_below
from .models import Chapter, Quote, Story, Thanks

MOST_AT_ONCE = 100  # drafts on one screen


@dataclass(frozen=True)
class Draft:
    thanks: Thanks
    name: str


@dataclass(frozen=True)
class Gratitude:
    people: int  # whose voices lead here and still stand
    thanked: int
    without_draft: int
    drafts: list[Draft]
    more: int  # drafts beyond this screen
    sent: list[Draft]

    @property
    def forgotten(self) -> int:
        return self.people - self.thanked

    @property
    def is_done(self) -> bool:
        """Everybody who led here is thanked, and nothing waits on the screen."""
        return self.people > 0 and not self.forgotten and not self.drafts


@dataclass(frozen=True)
class Checklist:
    chapters: int
    empty_chapters: int
    hidden_voices: int  # quoted voices that the public page leaves out: taken back, or kept inside the shop since
    people: int
    credits: Credits


def stories_of(organisation: Organisation) -> list[Story]:
    found = Story.objects.filter(organisation=organisation)
    return list(found.select_related("product__theme", "publication", "photo").order_by("-drafted_at"))


def products_without_story(organisation: Organisation) -> list[Product]:
    return list(Product.objects.filter(organisation=organisation, story=None).select_related("theme"))


def quotable(story: Story, chapter: Chapter | None = None) -> list[Ground]:
    """The voices below the product that may stand in public, with the words that `chapter` quotes or that mattered."""
    voices = quotable_voices(story.product)
    edges = Link.objects.filter(organisation=story.organisation_id, source__in=[v.pk for v in voices])
    marked = [e for e in edges.order_by("linked_at") if e.start is not None and e.end is not None]
    spans: dict[UUID, Span] = {e.source: (e.start or 0, e.end or 0) for e in marked}
    if chapter:
        spans |= {quote.voice_id: quote.span for quote in chapter.quotes.all()}
    names = shown_names(voice.author for voice in voices)
    return [Ground(voice, spans.get(voice.pk), names[voice.author_id]) for voice in voices]


def gratitude(story: Story) -> Gratitude:
    voices = [voice for voice in voices_below(story.product) if not voice.is_withdrawn]
    standing = story.thanks.filter(voice__withdrawal=None)
    with_voices = standing.select_related("voice__author", "voice__withdrawal", "voice__hold")
    thanks = list(with_voices.order_by("voice__spoken_at"))
    names = shown_names(one.voice.author for one in thanks)
    rows = [Draft(one, names[one.voice.author_id]) for one in thanks]
    drafts = [row for row in rows if row.thanks.sent_at is None]
    sent = [row for row in rows if row.thanks.sent_at]
    drafted = {one.voice_id for one in thanks}
    return Gratitude(
        people=len({voice.author_id for voice in voices}),
        thanked=len({row.thanks.voice.author_id for row in sent}),
        without_draft=len([voice for voice in voices if voice.pk not in drafted]),
        drafts=drafts[:MOST_AT_ONCE],
        more=max(0, len(drafts) - MOST_AT_ONCE),
        sent=sent,
    )


def with_shown_quotes(story: Story) -> QuerySet[Chapter]:
    """The chapters, each with `shown`: how many quotes the page shows."""
    shown = Q(quotes__voice__in=Voice.objects.quotable())
    return story.chapters.annotate(shown=Count("quotes", filter=shown)).order_by("position", "day")


def checklist(story: Story) -> Checklist:
    chapters = list(story.chapters.all())
    hidden = Quote.objects.filter(chapter__story=story).exclude(voice__in=Voice.objects.quotable())
    credits = credits_of(story.product)
    return Checklist(
        chapters=len(chapters),
        empty_chapters=sum(1 for chapter in chapters if not chapter.body.strip()),
        hidden_voices=hidden.values("voice").distinct().count(),
        people=len({voice.author_id for voice in voices_below(story.product)}),
        credits=credits,
    )
