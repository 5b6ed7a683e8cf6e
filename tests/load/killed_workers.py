"""Forks a worker, kills it at a random moment, forks the next, until it was killed N times; then lets one finish.

python -m tests.load.killed_workers N     (inside an installation; prints what was found as one line of JSON)
"""

import json
import os
import random
import signal
import sys
import threading
import time
import uuid
from datetime import timedelta

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yoriai.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from yoriai.accounts.models import Organisation  # noqa: E402
from yoriai.delivery import channels, worker  # noqa: E402
from yoriai.ledger.kinds import Kind, declare  # noqa: E402
from yoriai.ledger.models import Delivery  # noqa: E402
from yoriai.ledger.record import record  # noqa: E402

LEASE = timedelta(seconds=0.3)
TOLD = declare(Kind("load.told", "told", routes=(lambda event: [f"pigeon:{n}" for n in range(4)],)))
SENT = settings.ENV.home / "sent"
WATCH = {
    "sqlite": ["CREATE TRIGGER settled_again BEFORE UPDATE ON ledger_delivery WHEN OLD.settled_at IS NOT NULL "
               "BEGIN INSERT INTO settled_again VALUES (OLD.id); END"],
    "postgresql": ["CREATE FUNCTION settled_again() RETURNS trigger LANGUAGE plpgsql AS "
                   "$$ BEGIN INSERT INTO settled_again VALUES (OLD.id); RETURN NEW; END $$",
                   "CREATE TRIGGER settled_again BEFORE UPDATE ON ledger_delivery FOR EACH ROW "
                   "WHEN (OLD.settled_at IS NOT NULL) EXECUTE FUNCTION settled_again()"],
}  # fmt: skip


def pigeon(delivery: Delivery, whom: str) -> str:
    """An effect outside the database: one line in a file, on disk before it is called sent."""
    descriptor = os.open(SENT, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, f"{delivery.pk}\n".encode())
    os.fsync(descriptor)
    os.close(descriptor)
    time.sleep(0.002)
    return channels.SENT


def tell(times: int) -> None:
    shop = Organisation.objects.get()
    for _event in range(times):
        with transaction.atomic():
            record(TOLD, organisation=shop, subject=uuid.uuid4())


def fork_worker() -> int:
    connection.close()
    child = os.fork()
    if child == 0:
        worker.run(threading.Event(), pause=0.01, lease=LEASE)
        os._exit(0)
    return child


def kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def run(kills: int) -> None:
    chance = random.Random(20261112)
    for _kill in range(kills):
        tell(5)
        child = fork_worker()
        time.sleep(chance.uniform(0.02, 0.12))
        kill(child)
    child = fork_worker()
    deadline = time.monotonic() + 120
    while Delivery.objects.filter(settled_at=None).exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    kill(child)


def main(kills: int) -> None:
    channels.register("pigeon", pigeon)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE settled_again (delivery bigint)")
        for statement in WATCH[connection.vendor]:
            cursor.execute(statement)
    run(kills)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM settled_again")
        (again,) = cursor.fetchone()
    rows = set(Delivery.objects.filter(address__startswith="pigeon:").values_list("pk", flat=True))
    sent = [int(line) for line in SENT.read_text().split()]
    found = {
        "kills": kills,
        "rows": len(rows),
        "settled": Delivery.objects.filter(outcome="sent").count(),
        "open": Delivery.objects.filter(settled_at=None).count(),
        "unsent": len(rows - set(sent)),
        "sent_again": len(sent) - len(set(sent)),
        "changed_after_settling": again,
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
