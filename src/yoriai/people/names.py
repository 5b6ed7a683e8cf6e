"""How a person appears: as they chose, and politely."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import get_language, gettext

from yoriai.accounts.models import Person

from .models import Credit, CreditStyle

HONOURED = ("さん", "ちゃん", "くん", "様", "先生", "氏", "みなさん")


def shown_names(people: Iterable[Person]) -> dict[UUID, str]:
    """The public name of each person, in one query. Nobody's name shows without their choice."""
    persons = {person.pk: person for person in people}
    choices = {credit.person_id: credit for credit in Credit.objects.filter(person__in=persons)}  # last one wins
    return {pk: shown_name(person, choices.get(pk)) for pk, person in persons.items()}


def shown_name(person: Person, credit: Credit | None) -> str:
    style = credit.style if credit else CreditStyle.NONE
    if credit and credit.name and style in (CreditStyle.NICKNAME, CreditStyle.INITIALS, CreditStyle.REAL):
        return with_honour(credit.name)
    if style == CreditStyle.NONE:
        return gettext("A participant")
    return person.described_as or gettext("A customer")


def named(credit: Credit | None) -> bool:
    """Whether the person agreed to be thanked in public, by name or as part of a group."""
    return credit is not None and credit.style != CreditStyle.NONE


def with_honour(name: str) -> str:
    """さん once, unless the name already carries an honour; English needs none."""
    if not (get_language() or "ja").startswith("ja") or name.endswith(HONOURED):
        return name
    return f"{name}さん"
