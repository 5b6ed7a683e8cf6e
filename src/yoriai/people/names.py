"""How a person appears: as they chose, and politely."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import get_language, gettext

from yoriai.accounts.models import Person

from .models import Credit, CreditStyle

WITH_NAME = (CreditStyle.NICKNAME, CreditStyle.INITIALS, CreditStyle.REAL)
HONOURED = ("さん", "ちゃん", "くん", "様", "先生", "氏", "みなさん")


def shown_names(people: Iterable[Person]) -> dict[UUID, str]:
    """The public name of each person, in one query. Nobody's name shows without their choice."""
    persons = {person.pk: person for person in people}
    choices = {credit.person_id: credit for credit in Credit.objects.filter(person__in=persons)}  # last one wins
    return {pk: shown_name(person, choices.get(pk)) for pk, person in persons.items()}


def shown_name(person: Person, credit: Credit | None) -> str:
    style = credit.style if credit else CreditStyle.NONE
    if credit and credit.name and style in WITH_NAME:
        return with_honour(credit.name)
    if style == CreditStyle.NONE:
        return gettext("A participant")
    return person.described_as or gettext("A customer")


def with_shown_names(people: QuerySet[Person]) -> QuerySet[Person]:
    """`shown` and `is_named` of each person by the same rule as above, so that one can search and sort by them."""
    chosen = Credit.objects.filter(person=OuterRef("pk")).order_by("-chosen_at")
    people = people.annotate(
        credit_style=Coalesce(Subquery(chosen.values("style")[:1]), Value(CreditStyle.NONE.value)),
        credit_name=Coalesce(Subquery(chosen.values("name")[:1]), Value("")),
    )
    is_named = Q(credit_style__in=WITH_NAME) & ~Q(credit_name="")
    return people.annotate(
        is_named=Case(When(is_named, then=Value(True)), default=Value(False), output_field=BooleanField()),
        shown=Case(
            When(is_named, then=_honoured("credit_name")),
            When(credit_style=CreditStyle.NONE, then=Value(gettext("A participant"))),
            When(described_as="", then=Value(gettext("A customer"))),
            default=F("described_as"),
            output_field=CharField(),
        ),
    )


def _honoured(field: str) -> Combinable | Case:
    if not (get_language() or "ja").startswith("ja"):
        return F(field)
    has_honour = reduce(or_, (Q(**{f"{field}__endswith": honour}) for honour in HONOURED))
    return Case(When(has_honour, then=F(field)), default=Concat(F(field), Value("さん")), output_field=CharField())


def named(credit: Credit | None) -> bool:
    """Whether the person agreed to be thanked in public, by name or as part of a group."""
    return credit is not None and credit.style != CreditStyle.NONE


def with_honour(name: str) -> str:
    """さん once, unless the name already carries an honour; English needs none."""
    if not (get_language() or "ja").startswith("ja") or name.endswith(HONOURED):
        return name
    return f"{name}さん"
