"""What the frame of every desk page shows: the unread voices, and only the ways this member may go."""

from typing import Any

from django.http import HttpRequest

from yoriai.accounts.models import MAY
from yoriai.dialogue.models import Voice


def rail(request: HttpRequest) -> dict[str, Any]:
    """Lazy: a template without a rail asks nothing of the database."""
    member = getattr(request, "member", None)

    def unread() -> int:
        if not member or not member.may("read_voices"):
            return 0
        return Voice.objects.filter(organisation=member.organisation).unread().count()

    def may() -> dict[str, bool]:
        return {verb: member.may(verb) if member else False for verb in MAY}

    return {"unread_voices": unread, "may": may}
