"""Drafting, revising and publishing a story; drafting and sending thanks."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from yoriai.accounts.models import Member
from yoriai.dialogue.models import Voice
from yoriai.files.models import Photo
from yoriai.ledger.kinds import Fact, Kind
from yoriai.ledger.record import record
from yoriai.making.models import Product
from yoriai.web import clock
from yoriai.web.quotes import quoted
from yoriai.web.refusal import Refused

from . import events
from .drafting import draft_chapters
from .grounds import credits_of, voices_below, words_that_mattered
from .models import Chapter, Publication, Quote, Story, Thanks

QuoteOf = tuple[Voice, tuple[int, int] | None]


@transaction.atomic
def draft_story(product: Product, *, by: Member) -> Story:
    """A first version told from the thread, to be edited."""
    Product.objects.select_for_update().get(pk=product.pk)
    if existing := Story.objects.filter(product=product).first():
        return existing
    story = Story.objects.create(
        organisation_id=product.organisation_id,
        product=product,
        title=product.name,
        lead=product.body[:400],
        photo=product.photo,
        drafted_by=by.person,
    )
    draft_chapters(story)
    _fact(events.STORY_DRAFTED, story, by)
    return story


@transaction.atomic
def revise_story(story: Story, *, by: Member, **changes: object) -> Story:
    for field, value in changes.items():
        setattr(story, field, value)
    story.full_clean()
    story.save()
    _fact(events.STORY_REVISED, story, by)
    return story


@transaction.atomic
def write_chapter(
    story: Story,
    *,
    heading: str,
    day: date,
    body: str = "",
    photo: Photo | None = None,
    quotes: Iterable[QuoteOf] = (),
    chapter: Chapter | None = None,
    real: bool = False,
    by: Member,
) -> Chapter:
    """A new chapter (sent twice, it is one), or a new text for `chapter`. Quotes point to voices; nothing is copied."""
    Story.objects.select_for_update().get(pk=story.pk)  # two chapters at once: one last place, one real knot
    if chapter is None:
        chapter = _next_chapter(story, heading, day, body)
        photo = photo or chapter.photo  # the second time perhaps without the file
    if real:
        story.chapters.exclude(pk=chapter.pk).filter(real=True).update(real=False)  # only one knot is the real one
    chapter.heading, chapter.day, chapter.body, chapter.real, chapter.photo = heading, day, body, real, photo
    chapter.full_clean(validate_constraints=False)
    chapter.save()
    _quote(chapter, quotes)
    _fact(events.STORY_REVISED, story, by)
    return chapter


def _next_chapter(story: Story, heading: str, day: date, body: str) -> Chapter:
    """At the end of the story; the last one again, when the same chapter was just sent."""
    last = story.chapters.last()
    if last and (last.heading, last.day, last.body) == (heading, day, body):
        return last
    return Chapter(story=story, position=last.position + 1 if last else 0)


def _quote(chapter: Chapter, quotes: Iterable[QuoteOf]) -> None:
    """These and no others – but a voice kept inside the shop at present was not on the form, so its quote stays.

    One taken back never returns: somebody has looked at the chapter without it, and its quote goes.
    """
    chapter.quotes.filter(Q(voice__in=Voice.objects.quotable()) | Q(voice__withdrawal__isnull=False)).delete()
    kept = set(chapter.quotes.values_list("voice_id", flat=True))
    Quote.objects.bulk_create(
        Quote(chapter=chapter, voice=voice, start=span and span[0], end=span and span[1], position=position)
        for position, (voice, span) in enumerate(quotes)
        if voice.organisation_id == chapter.story.organisation_id and voice.pk not in kept
    )


@transaction.atomic
def move_chapter(chapter: Chapter, *, by_steps: int, by: Member) -> None:
    """One place up (-1) or down (+1); at the end of the story it stays where it is."""
    Story.objects.select_for_update().get(pk=chapter.story_id)
    order = list(chapter.story.chapters.all())
    here = order.index(chapter)
    there = min(max(0, here + by_steps), len(order) - 1)
    order.insert(there, order.pop(here))
    for position, moved in enumerate(order):
        moved.position = position
    Chapter.objects.bulk_update(order, ["position"])
    _fact(events.STORY_REVISED, chapter.story, by)


@transaction.atomic
def drop_chapter(chapter: Chapter, *, by: Member) -> None:
    story = chapter.story
    chapter.delete()
    _fact(events.STORY_REVISED, story, by)


@transaction.atomic
def publish_story(story: Story, *, by: Member) -> Publication:
    if not story.chapters.exists():
        raise Refused(_("A story needs at least one chapter before it is published."))
    publication, created = Publication.objects.get_or_create(story=story, defaults={"published_by": by.person})
    if not created:
        raise Refused(_("This story is already published."))
    _fact(events.STORY_PUBLISHED, story, by, credits=len(credits_of(story.product).names))
    return publication


@transaction.atomic
def take_story_back(story: Story, *, by: Member) -> None:
    deleted, _rows = Publication.objects.filter(story=story).delete()
    if not deleted:
        raise Refused(_("This story is not published."))
    _fact(events.STORY_TAKEN_BACK, story, by)


@transaction.atomic
def drop_story(story: Story, *, by: Member) -> None:
    """A draft begun by mistake: its chapters and drafted thanks go, the product and all voices stay."""
    locked = Story.objects.select_for_update().filter(pk=story.pk).first()
    if locked is None:
        return  # two taps at once
    if not locked.may_be_dropped:
        raise Refused(_("This story is public, or thanks were sent from it. Please correct it instead."))
    _fact(events.STORY_DROPPED, story, by)
    story.delete()


@transaction.atomic
def draft_thanks(story: Story, *, by: Member) -> int:
    """One draft for every voice below the product that has none yet; returns how many are new."""
    Story.objects.select_for_update().get(pk=story.pk)
    voices = [voice for voice in voices_below(story.product) if not voice.is_withdrawn]
    words = words_that_mattered(story.organisation_id, voices)
    done = set(story.thanks.values_list("voice_id", flat=True))
    new = [voice for voice in voices if voice.pk not in done]
    Thanks.objects.bulk_create(
        Thanks(story=story, voice=voice, text=_draft_for(voice, words[voice.pk], story)) for voice in new
    )
    if new:
        _fact(events.THANKS_DRAFTED, story, by, people=len(new))
    return len(new)


def _draft_for(voice: Voice, words: str, story: Story) -> str:
    """In the language the person wrote in."""
    with override(voice.language):
        quote = words.strip() if len(words) <= 120 else words.strip()[:119] + "…"
        return _("%(words)s – from these words, %(product)s was made. Thank you.") % {
            "words": quoted(quote),
            "product": story.product.name,
        }


@transaction.atomic
def revise_thanks(thanks: Thanks, *, text: str, by: Member) -> Thanks:
    if thanks.sent_at:
        raise Refused(_("This thank-you was already sent."))
    thanks.text = text
    thanks.full_clean()
    thanks.save(update_fields=["text"])
    _fact(events.THANKS_REVISED, thanks.story, by, subject=thanks)
    return thanks


@transaction.atomic
def send_thanks(thanks: Thanks, *, by: Member) -> Thanks:
    """From now on it stands on the receipt page, and goes out by mail where an address was left. Once."""
    if thanks.voice.is_withdrawn:
        raise Refused(_("This voice was taken back by its author."))
    sent = Thanks.objects.filter(pk=thanks.pk, sent_at=None)
    if not sent.update(sent_at=clock.now(), sent_by=by.person, title=by.title):
        raise Refused(_("This thank-you was already sent."))
    thanks.refresh_from_db()
    _fact(events.THANKS_SENT, thanks.story, by, subject=thanks)
    return thanks


@transaction.atomic
def send_chosen(drafts: Iterable[tuple[Thanks, str, bool]], *, by: Member) -> int:
    """Keep every changed text, and send the chosen ones; each is its own fact. Returns how many were sent."""
    sent = 0
    for thanks, text, chosen in drafts:
        if thanks.sent_at or thanks.voice.is_withdrawn:
            continue
        if text != thanks.text:
            revise_thanks(thanks, text=text, by=by)
        if chosen:
            send_thanks(thanks, by=by)
            sent += 1
    return sent


def _fact(kind: Kind, story: Story, by: Member, *, subject: Thanks | None = None, **facts: Fact) -> None:
    record(
        kind,
        organisation=story.organisation_id,
        theme=story.product.theme_id,
        subject=(subject or story).pk,
        actor=by.person,
        at=None,
        **facts,
    )
