"""The demo shop lives in a calendar of its own: it begins on the last day of its story and runs on from there."""

from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from yoriai.web import clock

NAME = "demo-clock"


def begin(home: Path, at: datetime) -> None:
    """From this moment on it is `at` in the shop."""
    offset = at - timezone.now()
    (home / NAME).write_text(str(offset.total_seconds()), "ascii")
    clock.shift(offset)


def follow(home: Path) -> None:
    """Live in the calendar that `begin` set; without one, in the real time."""
    path = home / NAME
    if path.is_file():
        clock.shift(timedelta(seconds=float(path.read_text("ascii"))))
