"""What lists of themes and places show."""

from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from yoriai.accounts.models import Organisation

from .models import USUAL_TIME_TO_ANSWER, Place, Theme
from .recipes import Recipe


def themes_of(organisation: Organisation) -> QuerySet[Theme]:
    return Theme.objects.filter(organisation=organisation).select_related("closure").order_by("-ends_on", "-opened_at")


def places_of(organisation: Organisation) -> QuerySet[Place]:
    """Newest question first, its places in the order in which they were opened; with the voices that still stand."""
    return (
        Place.objects.filter(theme__organisation=organisation)
        .select_related("theme__closure", "theme__organisation")
        .annotate(heard=Count("voices", filter=Q(voices__withdrawal=None)))
        .order_by("-theme__ends_on", "theme_id", "opened_at")
    )


def answer_after(recipe: Recipe) -> timedelta:
    return timedelta(days=recipe.days - 1) + USUAL_TIME_TO_ANSWER
