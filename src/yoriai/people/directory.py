"""Where a person who left an address is reached, and what ends every letter to them."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from yoriai.delivery.mail import Recipient

from .models import Contact
from .texts import text

FOOTER = "mail-footer-1.0"


def mailboxes(**whose: object) -> list[str]:
    """Where the ledger sends a letter for everybody so described who left an address."""
    return [f"mail:{person}" for person in Contact.objects.filter(**whose).values_list("person_id", flat=True)]


def recipient(organisation: UUID, person: UUID) -> Recipient | None:
    """Nobody, if the person left no address or took it back. A shop without an address names its page instead."""
    found = Contact.objects.filter(person=person, person__organisation=organisation)
    contact = found.select_related("person__organisation").first()
    if contact is None:
        return None
    language, shop = contact.person.language, contact.person.organisation
    stop_url = settings.BASE_URL + reverse("people:stop", args=[contact.stop_code])
    with translation.override(language):
        since = date_format(localtime(contact.left_at), "DATE_FORMAT")
    footer = text(FOOTER, language).filled_where_known(
        operator=shop.operator or shop.name,
        address=shop.address or f"{settings.BASE_URL}/@{shop.slug}",
        tel=shop.tel or shop.email or settings.DEFAULT_FROM_EMAIL,
        date=since,
        mydata_url=stop_url,
    )
    return Recipient(contact.address, language, footer.body.strip(), stop_url)
