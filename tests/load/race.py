"""One race: two threads that start together, each with its own connection and its own copy of the row."""

import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from yoriai.accounts.models import Member, Role
from yoriai.dialogue.actions import receive_voice
from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Event
from yoriai.making.actions import form_idea
from yoriai.making.models import Idea
from yoriai.theme.models import Place, Theme
from yoriai.web.refusal import Refused

WORDS = "冷めても、立って片手で食べられるとうれしいです"


@dataclass
class Race:
    """`ready` is called by each runner (0 and 1) for itself and answers what it will do at the start."""

    ready: Callable[[int], Callable[[], Any]]
    right: Callable[[list[Any]], bool]  # of both outcomes; a refusal is an outcome


RACES: dict[str, Callable[[], Race]] = {}


def race(prepare: Callable[[], Race]) -> Callable[[], Race]:
    RACES[prepare.__name__.replace("_", " ")] = prepare
    return prepare


def one_refused(outcomes: list[Any]) -> bool:
    return [isinstance(outcome, Refused) for outcome in outcomes].count(True) == 1


def owner() -> Member:
    return Member.objects.select_related("person").filter(role=Role.OWNER).order_by("appointed_at")[0]


def voice(words: str = WORDS) -> Voice:
    return receive_voice(Place.objects.get(), text=words, form_id=uuid.uuid4().hex, texts=[]).voice


def idea(voices: int = 1) -> Idea:
    grounds = [(voice(), None) for _number in range(voices)]
    return form_idea(Theme.objects.get(), headline=f"片手で食べたい{uuid.uuid4()}", grounds=grounds, by=owner())


def told_of(subject: Any, kind: str) -> int:
    return Event.objects.filter(subject=subject, kind=kind).count()


def outcomes_of(found: Race, pool: ThreadPoolExecutor) -> list[Any]:
    start = threading.Barrier(2)

    def run(runner: int) -> Any:
        act = found.ready(runner)
        start.wait(60)
        try:
            return act()
        except Refused as refused:
            return refused

    return [running.result(60) for running in [pool.submit(run, runner) for runner in range(2)]]


def wrong_rounds(prepare: Callable[[], Race], rounds: int, pool: ThreadPoolExecutor) -> Iterator[str]:
    for round_ in range(rounds):
        found = prepare()
        try:
            outcomes = outcomes_of(found, pool)
            if not found.right(outcomes):
                yield f"round {round_}: {[type(outcome).__name__ for outcome in outcomes]}"
        except Exception as error:  # a page would answer 500
            yield f"round {round_}: {type(error).__name__}: {str(error)[:160]}"
