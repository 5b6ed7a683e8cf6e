"""What the rail of every desk page shows: how many voices nobody has read yet."""

from typing import Any

from django.http import HttpRequest

from yoriai.dialogue.models import Voice


def rail(request: HttpRequest) -> dict[str, Any]:
    """Lazy: a template without a rail asks nothing of the database."""
    member = getattr(request, "member", None)

    def unread() -> int:
        return Voice.objects.filter(organisation=member.organisation).unread().count() if member else 0

    return {"unread_voices": unread}
