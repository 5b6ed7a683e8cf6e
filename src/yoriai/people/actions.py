"""Choosing how a name appears; leaving and removing an address."""

from django.core.validators import validate_email
from django.db import transaction

from yoriai.accounts.models import Person
from yoriai.ledger.record import record
from yoriai.web import codes

from .events import CONTACT_LEFT, CONTACT_REMOVED, CREDIT_CHOSEN
from .forgetting import erase_everywhere
from .models import Consent, Contact, Credit, CreditStyle
from .overwriting import leave_no_bytes
from .texts import Filled


@transaction.atomic
def choose_credit(person: Person, *, style: CreditStyle | str, name: str = "") -> Credit:
    """From now on, on every page, the person appears like this. A name no longer shown is forgotten."""
    Person.objects.select_for_update().get(pk=person.pk)  # of two choices at once one is the last, the other forgotten
    before = list(person.credits.exclude(name="").values_list("name", flat=True))
    keep = name.strip() if style in (CreditStyle.NICKNAME, CreditStyle.INITIALS, CreditStyle.REAL) else ""
    credit = Credit(person=person, style=style, name=keep)
    credit.full_clean()
    credit.save(force_insert=True)
    gone = [old for old in before if old != keep]
    if gone:
        person.credits.exclude(pk=credit.pk).update(name="")
        erase_everywhere(person.organisation_id, since=person.met_at, names=gone)
        leave_no_bytes()
    record(CREDIT_CHOSEN, organisation=person.organisation_id, subject=person.pk, actor=person, style=str(style))
    return credit


def agree(person: Person, text: Filled, *, channel: str, choice: str = "accepted") -> Consent:
    """Keep which text the person saw. Part of the verb that asked for it, so it records nothing itself."""
    return Consent.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        text_id=text.id,
        text_sha256=text.sha256,
        choice=choice,
        channel=channel,
    )


@transaction.atomic
def leave_contact(person: Person, *, address: str, text: Filled) -> Contact:
    """The address to write to; another one takes its place, and the letters to the old one go with it."""
    validate_email(address)
    Person.objects.select_for_update().get(pk=person.pk)  # two taps at once are one address
    if earlier := Contact.objects.filter(person=person).first():
        _erase(earlier)
    contact = Contact.objects.create(person=person, address=address.strip(), stop_code=codes.private_code())
    agree(person, text, channel="receipt")
    record(CONTACT_LEFT, organisation=person.organisation_id, subject=person.pk, actor=person)
    return contact


@transaction.atomic
def remove_contact(contact: Contact, *, asked: bool = True) -> None:
    """One tap on the link of a letter, or on the receipt page, or its time is over: the address is erased."""
    person = contact.person
    _erase(contact)
    actor = person if asked else None
    record(CONTACT_REMOVED, organisation=person.organisation_id, subject=person.pk, actor=actor)


def _erase(contact: Contact) -> None:
    contact.erase()
    leave_no_bytes()
