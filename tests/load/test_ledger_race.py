"""Why nobody reads the ledger with a cursor: on PostgreSQL a lower id may be committed later."""

import os
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest

from .installation import Installation

pytestmark = pytest.mark.load
EVENT = (
    "INSERT INTO ledger_event (kind, organisation_id, subject, facts, occurred_at) "
    "SELECT 'load.race', id, %s, '{}', %s FROM accounts_organisation RETURNING id"
)
DELIVERY = "INSERT INTO ledger_delivery (event_id, address, due_at, attempts, outcome, trouble) VALUES (%s, 'x:1', %s, 0, '', '')"
SEEN = "SELECT id FROM ledger_event WHERE kind = 'load.race' AND id > %s ORDER BY id"
DUE = "SELECT event_id FROM ledger_delivery WHERE settled_at IS NULL AND address = 'x:1' ORDER BY event_id"


def write(connection: "psycopg.Connection[tuple[int]]") -> int:
    now = datetime.now(UTC)
    row = connection.execute(EVENT, (uuid4(), now)).fetchone()
    assert row is not None
    connection.execute(DELIVERY, (row[0], now))
    return row[0]


@pytest.mark.parametrize("installation", ["postgresql"], indirect=True)
def test_a_cursor_loses_an_event_and_the_delivery_rows_lose_none(installation: Installation) -> None:
    assert os.environ["YORIAI_DATABASE_URL"] != installation.database_url
    with psycopg.connect(installation.database_url) as slow, psycopg.connect(installation.database_url) as quick:
        first, second = write(slow), write(quick)
        quick.commit()
        with psycopg.connect(installation.database_url, autocommit=True) as reader:
            seen = [row[0] for row in reader.execute(SEEN, (0,))]
            slow.commit()
            later = [row[0] for row in reader.execute(SEEN, (max(seen),))]
            due = [row[0] for row in reader.execute(DUE)]
    assert (seen, later) == ([second], [])  # the first is never seen by a cursor …
    assert due == [first, second]  # … and nothing is missing among what is to be delivered
