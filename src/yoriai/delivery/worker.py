"""The worker: takes what is due, sends it, settles it. Killed at any moment it loses nothing and settles once."""

import logging
import threading
from collections.abc import Iterator
from datetime import timedelta

from django.db import close_old_connections
from django.db.models import F, QuerySet
from django.utils import timezone

from yoriai.accounts.actions import answer_wishes
from yoriai.ledger.models import Delivery
from yoriai.web import clock

from . import channels, chores
from .mail import KEPT
from .models import WorkerPulse

log = logging.getLogger("yoriai.delivery")

LEASE = timedelta(minutes=5)  # a row of a worker that died is taken again after this
MOST_TRIES = 8
FIRST_WAIT = timedelta(minutes=1)  # doubled with every try: the last one comes about two hours after the first
GIVEN_UP = "given_up"
NAME = "letters"


def claim_due(limit: int = 20, lease: timedelta = LEASE) -> Iterator[Delivery]:
    """Due rows, each claimed by one conditional UPDATE: of two workers exactly one gets it."""
    now = clock.now()
    due = Delivery.objects.filter(settled_at=None, due_at__lte=now).order_by("due_at").select_related("event")
    for delivery in due[:limit]:
        mine = Delivery.objects.filter(pk=delivery.pk, settled_at=None, due_at=delivery.due_at)
        if mine.update(due_at=now + lease, attempts=F("attempts") + 1):
            delivery.attempts += 1
            delivery.due_at = now + lease
            yield delivery


def deliver(delivery: Delivery) -> None:
    """One try. Whatever goes wrong with one message must not stop the others."""
    try:
        outcome = channels.send(delivery)
    except channels.AddressRefused as refused:
        log.warning("delivery %s: the address is refused for good", delivery.pk)
        _settle(delivery, GIVEN_UP, type(refused).__name__)
    except Exception as error:
        _try_again(delivery, error)
    else:
        _settle(delivery, outcome)


def _held(delivery: Delivery) -> QuerySet[Delivery]:
    """The row, as long as nobody else has claimed it since."""
    return Delivery.objects.filter(pk=delivery.pk, settled_at=None, attempts=delivery.attempts)


def _settle(delivery: Delivery, outcome: str, trouble: str = "") -> None:
    _held(delivery).update(settled_at=clock.now(), outcome=outcome, trouble=trouble)


def _try_again(delivery: Delivery, error: Exception) -> None:
    trouble = type(error).__name__[:80]  # never the text: it may hold an address
    log.warning("delivery %s, try %s: %s", delivery.pk, delivery.attempts, trouble)
    if delivery.attempts >= MOST_TRIES:
        _settle(delivery, GIVEN_UP, trouble)
        return
    wait = FIRST_WAIT * 2 ** (delivery.attempts - 1)
    _held(delivery).update(due_at=clock.now() + wait, trouble=trouble)


def work_once(limit: int = 20, lease: timedelta = LEASE) -> int:
    """Everything that is due now; how many were tried."""
    tried = 0
    for delivery in claim_due(limit, lease):
        deliver(delivery)
        tried += 1
    return tried


def purge() -> int:
    """What was settled long ago is of no use to anybody."""
    return Delivery.objects.filter(settled_at__lt=clock.now() - KEPT).delete()[0]


def note_pulse() -> None:
    WorkerPulse.objects.update_or_create(worker=NAME, defaults={"last_success_at": timezone.now()})


def run(stop: threading.Event, *, pause: float = 2.0, lease: timedelta = LEASE) -> None:
    """Until `stop`: work, note once a minute that all is well, tidy in time. An absent database is waited for."""
    rounds_a_minute = max(1, int(60 / pause))
    round_ = 0
    while not stop.is_set():
        try:
            close_old_connections()
            tried = answer_wishes() + work_once(lease=lease)
            if round_ % rounds_a_minute == 0:
                note_pulse()
                chores.enrol()
            chores.do_due()
        except Exception:
            log.exception("the worker stumbled; it goes on")
            tried = 0
        round_ += 1
        if not tried:
            stop.wait(pause)
