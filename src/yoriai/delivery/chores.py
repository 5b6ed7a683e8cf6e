"""Doing the registered chores: each claimed by one conditional UPDATE, tried again later, visible when it fails."""

import logging
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from yoriai.web.chores import CHORES, Chore

from .models import ChoreState

log = logging.getLogger("yoriai.delivery")

LEASE = timedelta(hours=1)  # longer than any chore: a worker that died in the middle is followed after this
SOON = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)  # doubled with every failure, up to the chore's own interval
SILENT_FAILURES = 1  # the second one shows on the desk


def enrol() -> None:
    """A row for every registered chore; a new one is due at once."""
    now = timezone.now()
    rows = [ChoreState(chore=name, due_at=now) for name in CHORES]
    ChoreState.objects.bulk_create(rows, ignore_conflicts=True)


def ask_for(name: str) -> None:
    """Do it soon. Asked a hundred times within minutes it is done once."""
    soon = timezone.now() + SOON
    state, _new = ChoreState.objects.get_or_create(chore=name, defaults={"due_at": soon})
    ChoreState.objects.filter(pk=state.pk, due_at__gt=soon).update(due_at=soon)


def do_due() -> int:
    """Every chore that is due now; how many were tried."""
    now = timezone.now()
    due = list(ChoreState.objects.filter(due_at__lte=now, chore__in=CHORES).order_by("due_at"))
    mine = [state for state in due if _claimed(state).update(due_at=now + LEASE)]
    for state in mine:
        state.due_at = now + LEASE
        _do(CHORES[state.chore], state)
    return len(mine)


def _claimed(state: ChoreState) -> QuerySet[ChoreState]:
    """The row, as long as nobody has claimed it, or asked for it, since."""
    return ChoreState.objects.filter(pk=state.pk, due_at=state.due_at)


def _do(chore: Chore, state: ChoreState) -> None:
    """Whatever goes wrong with one chore must not stop the letters, nor the other chores."""
    try:
        chore.do()
    except Exception as error:
        _failed(chore, state, error)
    else:
        now = timezone.now()
        ChoreState.objects.filter(pk=state.pk).update(last_success_at=now, failures=0, trouble="")
        _claimed(state).update(due_at=now + chore.every)


def _failed(chore: Chore, state: ChoreState, error: Exception) -> None:
    trouble = type(error).__name__[:80]
    log.warning("chore %s, failure %s: %s", chore.name, state.failures + 1, trouble)
    ChoreState.objects.filter(pk=state.pk).update(
        due_at=_next_try(chore, state.failures), failures=min(state.failures + 1, 30_000), trouble=trouble
    )


def _next_try(chore: Chore, failures: int) -> datetime:
    doubled: timedelta = FIRST_WAIT * 2 ** min(failures, 20)
    return timezone.now() + min(doubled, chore.every)


def failing() -> QuerySet[ChoreState]:
    """What failed at least twice in a row: somebody has to look."""
    return ChoreState.objects.filter(failures__gt=SILENT_FAILURES).order_by("chore")


def last_tidied() -> datetime | None:
    """When the chore that waited longest last succeeded; None before each has had its first time."""
    successes = list(ChoreState.objects.filter(chore__in=CHORES).values_list("last_success_at", flat=True))
    return min((done for done in successes if done), default=None) if all(successes) else None
