"""Receiving, reading, answering, holding back and withdrawing a voice; gathering those who spoke into circles."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yoriai.accounts.models import Member, Person
from yoriai.ledger.kinds import Kind
from yoriai.ledger.record import record
from yoriai.people.actions import agree
from yoriai.people.events import CIRCLE_JOINED, CIRCLE_LEFT, CIRCLE_RENAMED
from yoriai.people.forgetting import erase_everywhere
from yoriai.people.models import Circle, Contact, Credit, CreditStyle, Joining, Relation, RelationKind
from yoriai.people.overwriting import leave_no_bytes
from yoriai.people.texts import Filled
from yoriai.theme.models import Place
from yoriai.web import clock
from yoriai.web.refusal import Refused

from . import similar
from .cues import cue_of
from .events import (
    ANSWER_CORRECTED,
    ANSWER_TAKEN_BACK,
    VOICE_ANSWERED,
    VOICE_HELD,
    VOICE_READ,
    VOICE_RECEIVED,
    VOICE_RELEASED,
    VOICE_WITHDRAWN,
)
from .models import Hold, HoldReason, ReadMark, Receipt, Reply, Voice, Withdrawal
from .people import who_spoke
from .reading import mark_read


def submission_key(place: Place, *, form_id: str, text: str) -> str:
    """The same words from the same opened form of a place are one voice, however often they are sent."""
    return hashlib.sha256(f"{place.pk}\n{form_id}\n{text}".encode()).hexdigest()


def receive_voice(
    place: Place,
    *,
    text: str,
    form_id: str,
    texts: Iterable[Filled],
    credit: CreditStyle | str = CreditStyle.NONE,
    name: str = "",
    described_as: str = "",
    relation: RelationKind | None = None,
    inside_only: bool = False,
    echo_of: Voice | None = None,
    language: str = "ja",
    spoken_at: datetime | None = None,
) -> Receipt:
    """On disk when this returns. Sent twice, it answers with the first receipt."""
    key = submission_key(place, form_id=form_id, text=text)
    if not place.theme.hears():
        if earlier := Receipt.objects.filter(voice__submission=key).first():
            return earlier
        raise Refused(_("This question no longer takes voices. Thank you for coming."))
    try:
        with transaction.atomic():
            author = _new_author(place, credit, name, described_as, relation, language)
            voice = Voice(
                organisation_id=place.theme.organisation_id,
                theme=place.theme,
                place=place,
                author=author,
                text=text,
                language=language,
                echo_of=echo_of,
                inside_only=inside_only,
                submission=key,
                spoken_at=spoken_at or clock.now(),
            )
            voice.save(force_insert=True)
            return _received(voice, list(texts))
    except IntegrityError:
        earlier = Receipt.objects.filter(voice__submission=key).first()
        if earlier is None:
            raise
        return earlier


def _new_author(
    place: Place,
    credit: CreditStyle | str,
    name: str,
    described_as: str,
    relation: RelationKind | None,
    language: str,
) -> Person:
    author = Person.objects.create(
        organisation_id=place.theme.organisation_id, described_as=described_as, language=language
    )
    Credit.objects.create(person=author, style=credit, name=name.strip())
    if relation:
        Relation.objects.create(person=author, kind=relation)
    return author


def _received(voice: Voice, texts: list[Filled]) -> Receipt:
    """What belongs to a new voice, in its transaction: receipt, consents, a hold if a cue asks for it, the fact."""
    receipt = Receipt.objects.create(voice=voice)
    for text in texts:
        agree(voice.author, text, channel=voice.place.channel)
    if cue := cue_of(voice.text):
        Hold.objects.create(voice=voice, reason=cue.reason, urgent=cue.urgent)
    similar.add(voice)
    shown = {text.id.rsplit("-", 1)[0]: text.id for text in texts}
    record(
        VOICE_RECEIVED,
        organisation=voice.organisation_id,
        theme=voice.theme_id,
        subject=voice.pk,
        actor=voice.author,
        at=voice.spoken_at,
        channel=voice.place.channel,
        echo=voice.echo_of_id is not None,
        notice=shown.get("notice-short", ""),
        terms=shown.get("terms-a-short", ""),
    )
    return receipt


@transaction.atomic
def read_voice(voice: Voice, *, by: Member) -> ReadMark:
    """Opening is reading: the author sees 読まれた. A member's first opening counts."""
    read, first = mark_read(voice, by=by)
    if first:
        _fact(VOICE_READ, voice, by.person)
    return read


@transaction.atomic
def answer_voice(voice: Voice, *, text: str, knowing: int | None = None, by: Member) -> Reply:
    """The answer stands on the receipt at once. Sent twice, it is one answer.

    `knowing`: how many answers stood there for whoever wrote this one; with more by now they are to be read first.
    """
    _still_standing(voice)
    mark_read(voice, by=by)
    if earlier := voice.replies.filter(text=text, replier=by.person).first():
        return earlier
    if knowing is not None and voice.replies.count() > knowing:
        raise Refused(_("It was answered while you were writing. Please read that answer; yours is not sent yet."))
    reply = Reply(voice=voice, text=text, replier=by.person, title=by.title)
    reply.full_clean()
    reply.save(force_insert=True)
    similar.mark(voice)
    _fact(VOICE_ANSWERED, voice, by.person)
    return reply


def _still_standing(voice: Voice) -> None:
    Voice.objects.select_for_update().get(pk=voice.pk)  # its author may be taking it back at this moment
    if Withdrawal.objects.filter(voice=voice).exists():
        raise Refused(_("This voice was taken back by its author. It cannot be answered any more."))


@transaction.atomic
def correct_answer(reply: Reply, *, text: str, by: Member) -> Reply:
    """The author reads the new words, and that they were corrected. A letter that has left is not sent again."""
    _still_standing(reply.voice)
    if not Reply.objects.filter(pk=reply.pk).exists():
        raise Refused(_("This answer was already taken back."))
    if text == reply.text:
        return reply
    reply.text, reply.corrected_at = text, clock.now()
    reply.full_clean()
    reply.save(update_fields=["text", "corrected_at"])
    _fact(ANSWER_CORRECTED, reply.voice, by.person, subject=reply.pk)  # so that erasing finds what it repeats
    return reply


@transaction.atomic
def take_answer_back(reply: Reply, *, by: Member) -> Voice:
    """It was meant for another voice, say. The voice waits again; a letter that has not left stays here."""
    voice = reply.voice
    _still_standing(voice)
    deleted, _each = Reply.objects.filter(pk=reply.pk).delete()
    if not deleted:
        raise Refused(_("This answer was already taken back."))
    similar.mark(voice)
    _fact(ANSWER_TAKEN_BACK, voice, by.person)
    return voice


@transaction.atomic
def hold_voice(voice: Voice, *, reason: HoldReason | str, urgent: bool = False, by: Member) -> Hold:
    """Keep a voice inside the shop; holding again changes the reason, not who held it first."""
    why: dict[str, object] = {"reason": reason, "urgent": urgent}
    hold, _created = Hold.objects.update_or_create(
        voice=voice, defaults=why, create_defaults=why | {"held_by": by.person, "held_at": clock.now()}
    )
    similar.mark(voice)
    _fact(VOICE_HELD, voice, by.person, reason=str(reason))
    return hold


@transaction.atomic
def release_voice(voice: Voice, *, by: Member) -> Voice:
    """Let the other participants see it."""
    hold = Hold.objects.select_for_update().filter(voice=voice).first()
    if hold is None:
        raise Refused(_("This voice is not held back."))
    if not hold.may_be_released_by(by):
        raise Refused(_("Somebody else keeps this voice in the shop. Please ask a host to show it to the others."))
    hold.delete()
    similar.mark(voice)
    _fact(VOICE_RELEASED, voice, by.person)
    return voice


@transaction.atomic
def withdraw_voice(voice: Voice) -> Withdrawal:
    """Take back the words, name and address, here and wherever staff repeated them. The knot stays, nameless."""
    Person.objects.select_for_update().get(pk=voice.author_id)  # first, as when the same person changes name or address
    Voice.objects.select_for_update().get(pk=voice.pk)
    withdrawal, first = Withdrawal.objects.get_or_create(voice=voice)
    if not first:
        raise Refused(_("This voice was already taken back."))
    author = voice.author
    names = author.credits.exclude(name="").values_list("name", flat=True)
    erase_everywhere(voice.organisation_id, since=author.met_at, words=[voice.text], names=names)
    similar.drop(voice)
    Voice.objects.filter(pk=voice.pk).update(text="")
    contact = Contact.objects.filter(person=author).first()
    if contact:
        contact.forget_letters()  # they quote the words
    if not author.voices.standing().exists():
        author.credits.all().delete()
        author.relations.all().delete()
        _leave([author], Circle.objects.filter(pk__in=author.joinings.values("circle")))
        if contact:
            contact.erase()
        Person.objects.filter(pk=author.pk).update(described_as="")
    _fact(VOICE_WITHDRAWN, voice, None)
    leave_no_bytes()
    return withdrawal


@transaction.atomic
def put_in_circle(people: Iterable[Person], *, name: str, by: Member) -> Circle:
    """The name begins the circle, when there is none of this name. Nobody is in it twice, or without a word."""
    asked = Person.objects.filter(organisation=by.organisation, pk__in=[person.pk for person in people])
    list(asked.select_for_update().order_by("pk"))  # first, as when one of them takes everything back
    still = list(who_spoke(by).filter(pk__in=asked.values("pk")))
    if not still:
        raise Refused(_("Those ticked have taken back their words. Please tick others."))
    circle = _circle_called(" ".join(name.split()), by)
    inside = set(circle.joinings.values_list("person_id", flat=True))
    new = [person for person in still if person.pk not in inside]
    Joining.objects.bulk_create(Joining(circle=circle, person=person, joined_by=by.person) for person in new)
    if new:
        record(CIRCLE_JOINED, organisation=by.organisation, subject=circle.pk, actor=by.person, people=len(new))
    return circle


def _circle_called(name: str, by: Member) -> Circle:
    """Locked. Another desk may take the last one out of it before that: then it begins again."""
    called = Circle.objects.filter(organisation=by.organisation, name=name)
    while True:
        Circle.objects.get_or_create(organisation=by.organisation, name=name, defaults={"gathered_by": by.person})
        if circle := called.select_for_update().first():
            return circle


@transaction.atomic
def rename_circle(circle: Circle, *, name: str, by: Member) -> Circle:
    """The people in it stay. The name of another circle is refused; its own again is nothing to tell."""
    mine = Circle.objects.select_for_update().filter(organisation=by.organisation, pk=circle.pk).first()
    if mine is None:
        raise Refused(_("Nobody is in this circle any more, so it is gone."))
    called = " ".join(name.split())
    if called == mine.name:
        return mine
    mine.name = called
    try:
        with transaction.atomic():
            mine.save(update_fields=["name"])
    except IntegrityError:
        raise Refused(_("Another circle has this name. Please choose a different one.")) from None
    record(CIRCLE_RENAMED, organisation=by.organisation, subject=mine.pk, actor=by.person)
    return mine


@transaction.atomic
def take_out_of_circle(people: Iterable[Person], *, circle: Circle, by: Member) -> Circle:
    """Who is out already stays out: then nothing happened that would be told."""
    gone = _leave(people, Circle.objects.filter(organisation=by.organisation, pk=circle.pk))
    if gone:
        record(CIRCLE_LEFT, organisation=by.organisation, subject=circle.pk, actor=by.person, people=gone)
    return circle


def _leave(people: Iterable[Person], circles: QuerySet[Circle]) -> int:
    """How many were taken out. A circle without anybody is gone."""
    locked = [circle.pk for circle in circles.select_for_update().order_by("pk")]
    gone, _each = Joining.objects.filter(circle__in=locked, person__in=list(people)).delete()
    Circle.objects.filter(pk__in=locked, joinings=None).delete()
    return gone


def _fact(kind: Kind, voice: Voice, actor: Person | None, *, subject: UUID | None = None, **facts: str) -> None:
    record(
        kind,
        organisation=voice.organisation_id,
        theme=voice.theme_id,
        subject=subject or voice.pk,
        actor=actor,
        at=None,
        **facts,
    )
