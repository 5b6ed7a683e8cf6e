"""The one door for facts."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from yoriai.accounts.models import Organisation, Person
from yoriai.web import clock

from .kinds import Fact, Kind
from .models import Delivery, Event

LONGEST_FACT = 64


def record(
    kind: Kind,
    *,
    organisation: Organisation | UUID,
    subject: UUID,
    theme: UUID | None = None,
    actor: Person | None = None,
    at: datetime | None = None,
    **facts: Fact,
) -> Event:
    """Write one event, and what must be told about it, in the caller's transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of the change it reports.")
    if facts.keys() != kind.facts:
        raise TypeError(f"{kind.name} wants the facts {sorted(kind.facts)}, got {sorted(facts)}.")
    if any(isinstance(fact, str) and len(fact) > LONGEST_FACT for fact in facts.values()):
        raise TypeError(f"{kind.name}: facts hold ids, enums, numbers and dates, never free text.")
    event = Event(
        kind=kind.name,
        organisation_id=organisation.pk if isinstance(organisation, Organisation) else organisation,
        theme=theme,
        subject=subject,
        actor=actor,
        facts=facts,
        occurred_at=at or clock.now(),
    )
    event.save(force_insert=True)
    addresses = {address for route in kind.routes for address in route(event)}
    Delivery.objects.bulk_create([Delivery(event=event, address=address) for address in sorted(addresses)])
    return event
