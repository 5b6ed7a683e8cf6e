"""The one clock of business time. The demo moves it; security (tokens, sessions) keeps to the real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)
_offset = timedelta(0)


def now() -> datetime:
    return _frozen.get() or timezone.now() + _offset


def day_of(moment: datetime) -> date:
    """The day on the shop's calendar: before nine in the morning in Tokyo it is still yesterday in UTC."""
    return timezone.localtime(moment).date()


def today() -> date:
    return day_of(now())


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Everything inside happens at `moment`: for the demo's history and for tests."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)


def shift(offset: timedelta) -> None:
    """Let this process live `offset` away from the real time: the demo shop has a calendar of its own."""
    global _offset
    _offset = offset
