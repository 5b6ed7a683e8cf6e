"""That somebody of the shop has read a voice: by opening it, by answering, by making something of it."""

from yoriai.accounts.models import Member

from . import similar
from .models import ReadMark, Voice


def mark_read(voice: Voice, *, by: Member) -> tuple[ReadMark, bool]:
    """(the mark, whether it is new); the verb that calls this is the fact. Inside its transaction."""
    read, first = ReadMark.objects.get_or_create(voice=voice, reader=by.person, defaults={"title": by.title})
    if first:
        similar.mark(voice)
    return read, first
