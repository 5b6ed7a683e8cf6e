"""The first version of a story: one chapter a knot, told from what really happened."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Link, Thing
from yoriai.ledger.trail import backward
from yoriai.making.models import Idea, Prototype, Verdict
from yoriai.web import clock
from yoriai.web.quotes import quoted

from .grounds import quotable_voices
from .models import Chapter, Quote, Story

MOST_QUOTES = 3  # a chapter
MOST_REASONS = 3


def draft_chapters(story: Story) -> None:
    """Voices → ideas → each prototype → the product. Only what may stand in public is quoted."""
    voices = {voice.pk: voice for voice in quotable_voices(story.product)}
    below = backward(story.organisation_id, [story.product_id])
    grounds = _grounds(story, voices)
    chapters = [_beginning(story, list(voices.values()))]
    ideas = Idea.objects.filter(pk__in=below[Thing.IDEA]).order_by("formed_at").prefetch_related("decisions")
    chapters += [_idea_chapter(story, idea, grounds[idea.pk]) for idea in ideas]
    shaped = Prototype.objects.filter(pk__in=below[Thing.PROTOTYPE]).select_related("experiment")
    prototypes = shaped.order_by("made_on", "version")
    chapters += [_prototype_chapter(story, prototype, _new_in(prototype, grounds)) for prototype in prototypes]
    chapters.append(_real_chapter(story, list(ideas)))
    for position, (chapter, quotes) in enumerate(_without_repetition(chapters)):
        chapter.position = position
        chapter.save(force_insert=True)
        Quote.objects.bulk_create(
            Quote(chapter=chapter, voice=voice, start=edge.start, end=edge.end, position=place)
            for place, (voice, edge) in enumerate(quotes[:MOST_QUOTES])
        )


Quotes = list[tuple[Voice, Link]]


def _without_repetition(chapters: list[tuple[Chapter, Quotes] | None]) -> Iterator[tuple[Chapter, Quotes]]:
    """A chapter does not quote what the one before has just quoted."""
    before: set[tuple[UUID, int | None, int | None]] = set()
    for chapter, quotes in filter(None, chapters):
        new = [(voice, edge) for voice, edge in quotes if (voice.pk, edge.start, edge.end) not in before]
        before = {(voice.pk, edge.start, edge.end) for voice, edge in new[:MOST_QUOTES]}
        yield chapter, new


def _grounds(story: Story, voices: dict[UUID, Voice]) -> dict[UUID, Quotes]:
    edges = Link.objects.filter(organisation=story.organisation_id, source__in=voices).order_by("linked_at")
    grounds: dict[UUID, Quotes] = defaultdict(list)
    for edge in edges:
        grounds[edge.target].append((voices[edge.source], edge))
    return grounds


def _new_in(prototype: Prototype, grounds: dict[UUID, Quotes]) -> Quotes:
    """The voices that changed it; of a first version those that its idea does not stand on, too."""
    known = {voice.pk for voice, _edge in grounds[prototype.idea_id]} if prototype.version == 1 else set()
    return [(voice, edge) for voice, edge in grounds[prototype.pk] if voice.pk not in known]


def _beginning(story: Story, voices: list[Voice]) -> tuple[Chapter, Quotes] | None:
    if not voices:
        return None
    first = voices[0]
    theme = story.product.theme
    body = _("We asked one question: %(question)s") % {"question": quoted(theme.question)}
    day = clock.day_of(first.spoken_at)
    return Chapter(story=story, day=day, heading=_("It began with one voice"), body=body), [(first, Link())]


def _idea_chapter(story: Story, idea: Idea, quotes: Quotes) -> tuple[Chapter, Quotes]:
    """How many said so stands beside it, counted anew: a number in the text would outlive a voice taken back."""
    body = _("From what we were told we heard this wish: %(headline)s") % {"headline": quoted(idea.headline)}
    day = clock.day_of(idea.formed_at)
    return Chapter(story=story, day=day, heading=idea.headline[:60], body=body), quotes


def _prototype_chapter(story: Story, prototype: Prototype, quotes: Quotes) -> tuple[Chapter, Quotes]:
    experiment = getattr(prototype, "experiment", None)
    body = "\n\n".join(part for part in (prototype.made_of, experiment.result if experiment else "") if part)
    chapter = Chapter(story=story, day=prototype.made_on, heading=prototype.name, body=body, photo=prototype.photo)
    return chapter, quotes


def _real_chapter(story: Story, ideas: list[Idea]) -> tuple[Chapter, Quotes]:
    product = story.product
    decisions = [idea.decision for idea in ideas if idea.decision]
    reasons = [decision.reason for decision in decisions if decision.verdict == Verdict.ADOPT][:MOST_REASONS]
    decided = _("We decided to make it. %(reason)s") % {"reason": "\n".join(reasons)} if reasons else ""
    body = "\n\n".join(part for part in (decided, product.body, product.terms) if part)
    heading = _("%(product)s is here") % {"product": product.name}
    chapter = Chapter(story=story, day=product.out_on, heading=heading[:60], body=body, photo=product.photo, real=True)
    return chapter, []
