"""Tidying that no request waits for. Each package registers its own at start; the worker does them in time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Chore:
    name: str
    do: Callable[[], object]
    every: timedelta


CHORES: dict[str, Chore] = {}


def register(name: str, do: Callable[[], object], *, every: timedelta) -> None:
    if name in CHORES:
        raise ValueError(f"The chore {name!r} is registered twice.")
    CHORES[name] = Chore(name, do, every)
