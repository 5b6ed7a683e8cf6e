"""The only doors to a voice."""

import uuid

from django.http import Http404

from yoriai.accounts.models import Member

from .models import Receipt, Voice, Voices


def voices_of(member: Member) -> Voices:
    return Voice.objects.filter(organisation=member.organisation).select_related(
        "theme", "place", "author", "hold", "withdrawal", "receipt"
    )


def access_voice(member: Member, voice_id: uuid.UUID) -> Voice:
    voice = voices_of(member).filter(pk=voice_id).first()
    if voice is None:
        raise Http404
    return voice


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
