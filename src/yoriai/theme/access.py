"""The only doors to a theme."""

from django.db.models import QuerySet
from django.http import Http404

from yoriai.accounts.models import Member

from .models import Place, Theme, Visibility


def access_theme(member: Member, code: str) -> Theme:
    """A theme of the member's organisation."""
    theme = _themes().filter(organisation=member.organisation, code=code).first()
    if theme is None:
        raise Http404
    return theme


def access_place(member: Member, code: str) -> Place:
    place = _places().filter(theme__organisation=member.organisation, code=code).first()
    if place is None:
        raise Http404
    return place


def access_open_door(code: str) -> Place:
    """The place that a QR code names, whoever scans it."""
    place = _places().filter(code=code).first()
    if place is None:
        raise Http404
    return place


def access_public_theme(code: str) -> Theme:
    """A theme as a visitor may see it: public ones, and those whose link the visitor holds."""
    theme = _themes().filter(code=code).exclude(visibility=Visibility.INSIDE).first()
    if theme is None:
        raise Http404
    return theme


def _themes() -> QuerySet[Theme]:
    return Theme.objects.select_related("organisation", "closure")


def _places() -> QuerySet[Place]:
    return Place.objects.select_related("theme__organisation", "theme__closure")
