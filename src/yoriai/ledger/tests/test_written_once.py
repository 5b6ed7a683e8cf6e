"""Facts are refused a change in three layers: the row, the query set, the database."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from yoriai.accounts.models import Person
from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Event
from yoriai.ledger.record import record
from yoriai.people.events import CONTACT_LEFT


@pytest.fixture
def fact(voice: Voice) -> Event:
    return Event.objects.get(kind="dialogue.voice_received")


def test_a_saved_row_refuses_save_and_delete(fact: Event) -> None:
    with pytest.raises(TypeError):
        fact.save()
    with pytest.raises(TypeError):
        fact.delete()


@pytest.mark.parametrize("verb", ["update", "delete", "bulk_update"])
def test_the_query_set_refuses(fact: Event, verb: str) -> None:
    arguments: dict[str, Any] = {"update": {"kind": "x.y"}}.get(verb, {})
    with pytest.raises(TypeError):
        getattr(Event.objects.all(), verb)(**arguments)


STATEMENTS = (
    "UPDATE ledger_event SET kind = 'theme.opened'",
    "UPDATE ledger_event SET facts = '{}'",
    "UPDATE ledger_event SET occurred_at = '2020-01-01 00:00:00+00'",
    "UPDATE ledger_event SET actor_id = NULL, subject = organisation_id",
    "DELETE FROM ledger_event",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses(fact: Event, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_sqlite_replace_does_not_slip_past_the_guard(fact: Event) -> None:
    if connection.vendor == "postgresql":  # has no REPLACE; its TRUNCATE is refused instead
        statement = "TRUNCATE ledger_event CASCADE"
    else:
        statement = "REPLACE INTO ledger_event SELECT * FROM ledger_event"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_forgetting_the_actor_is_the_one_change_allowed(fact: Event) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_event SET actor_id = NULL")
    assert Event.objects.filter(pk=fact.pk, actor=None).exists()


def test_deleting_a_person_leaves_the_fact_nameless(shop: Any) -> None:
    person = Person.objects.create(organisation=shop)
    with transaction.atomic():
        event = record(CONTACT_LEFT, organisation=shop, subject=person.pk, actor=person)
    person.delete()
    assert Event.objects.get(pk=event.pk).actor is None
