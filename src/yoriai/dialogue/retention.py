"""What every participant was told: an address left for an answer is erased one year after the project ends."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from yoriai.people.actions import remove_contact
from yoriai.people.models import Contact
from yoriai.web import clock

from .models import Voice

KEPT = timedelta(days=365)  # after the last day of the question, or after the day it was closed before


def outlived() -> QuerySet[Contact]:
    """Addresses of people none of whose questions ended less than a year ago."""
    last_day = clock.today() - KEPT
    over = Q(theme__ends_on__lt=last_day) | Q(theme__closure__closed_at__lt=clock.now() - KEPT)
    still_needed = Voice.objects.filter(author=OuterRef("person")).exclude(over)
    return Contact.objects.filter(~Exists(still_needed), left_at__lt=clock.now() - KEPT).select_related("person")


def erase_outlived_contacts() -> int:
    """The worker's chore. Returns how many were erased."""
    contacts = list(outlived())
    for contact in contacts:
        remove_contact(contact, asked=False)
    return len(contacts)
