import uuid

import pytest
from django.db import transaction

from yoriai.accounts.models import Organisation
from yoriai.ledger.kinds import KINDS, Kind, declare
from yoriai.ledger.models import Delivery, Event
from yoriai.ledger.record import record

TOLD = Kind(
    "tests.told", "told", facts=frozenset({"count"}), routes=(lambda e: ["mail:1", "mail:2"], lambda e: ["mail:2"])
)


def test_one_event_and_one_delivery_for_each_address(shop: Organisation) -> None:
    with transaction.atomic():
        event = record(TOLD, organisation=shop, subject=uuid.uuid4(), count=3)
    assert (Event.objects.get().facts, event.actor) == ({"count": 3}, None)
    assert sorted(Delivery.objects.values_list("address", flat=True)) == ["mail:1", "mail:2"]


def test_what_is_rolled_back_was_never_told(shop: Organisation) -> None:
    with transaction.atomic():
        record(TOLD, organisation=shop, subject=uuid.uuid4(), count=3)
        transaction.set_rollback(True)
    assert (Event.objects.count(), Delivery.objects.count()) == (0, 0)


def test_record_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record(TOLD, organisation=uuid.uuid4(), subject=uuid.uuid4(), count=3)


@pytest.mark.parametrize("facts", [{}, {"count": 1, "more": 2}, {"other": 1}])
def test_facts_are_exactly_the_declared_ones(shop: Organisation, facts: dict[str, int]) -> None:
    with pytest.raises(TypeError, match="wants the facts"):
        record(TOLD, organisation=shop, subject=uuid.uuid4(), **facts)


def test_a_long_string_is_no_fact(shop: Organisation) -> None:
    with pytest.raises(TypeError, match="never free text"):
        record(TOLD, organisation=shop, subject=uuid.uuid4(), count="豆" * 65)


def test_a_kind_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare(KINDS["theme.opened"])


@pytest.mark.parametrize("name", ["opened", "theme.", ".opened"])
def test_a_kind_is_called_step_dot_past_tense(name: str) -> None:
    with pytest.raises(ValueError, match="past_tense"):
        declare(Kind(name, "…"))
