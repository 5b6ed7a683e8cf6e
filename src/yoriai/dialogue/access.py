"""The only doors to a voice."""

import uuid
from collections.abc import Iterable

from django.http import Http404

from yoriai.accounts.models import Member, Person
from yoriai.people.models import Circle
from yoriai.people.names import with_shown_names

from .models import Receipt, Reply, Voice, Voices
from .people import who_spoke


def voices_of(member: Member) -> Voices:
    return Voice.objects.filter(organisation=member.organisation).select_related(
        "theme", "place", "author", "hold", "withdrawal", "receipt"
    )


def access_voice(member: Member, voice_id: uuid.UUID) -> Voice:
    voice = voices_of(member).filter(pk=voice_id).first()
    if voice is None:
        raise Http404
    return voice


def access_answer(member: Member, reply_id: uuid.UUID) -> Reply:
    """An answer whose voice still stands."""
    found = Reply.objects.filter(voice__organisation=member.organisation, voice__withdrawal=None, pk=reply_id)
    reply = found.select_related("voice").first()
    if reply is None:
        raise Http404
    return reply


def access_people(member: Member, ids: Iterable[str]) -> list[Person]:
    """Those of them whose words still stand: a page may be older than a taking back. No stranger is among them: 404."""
    try:
        wanted = {uuid.UUID(id) for id in ids}
    except ValueError:
        raise Http404 from None
    if Person.objects.filter(organisation=member.organisation, pk__in=wanted).count() != len(wanted):
        raise Http404
    return list(who_spoke(member).filter(pk__in=wanted))


def access_author(member: Member, id: str) -> Person:
    """Somebody whose words still stand, with the name to show; only for those who see who spoke."""
    if not member.may("see_people"):
        raise Http404
    try:
        found: Person | None = with_shown_names(who_spoke(member)).filter(pk=uuid.UUID(id)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def access_circle(member: Member, id: str) -> Circle:
    try:
        found = Circle.objects.filter(organisation=member.organisation, pk=uuid.UUID(id)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def access_receipt(code: str) -> Receipt:
    """Whoever holds the code holds the voice."""
    receipt = (
        Receipt.objects.filter(code=code)
        .select_related(
            "voice__organisation",
            "voice__theme__closure",
            "voice__place",
            "voice__author__contact",
            "voice__withdrawal",
            "voice__hold",
        )
        .first()
    )
    if receipt is None:
        raise Http404
    return receipt
