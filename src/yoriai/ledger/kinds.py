"""The kinds of facts. Each is declared once, in the events.py of the step that owns it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.utils.functional import Promise

if TYPE_CHECKING:
    from .models import Event

Fact = str | int | bool
Route = Callable[["Event"], Iterable[str]]  # who must be told: addresses such as "mail:<person id>"


class Letter(NamedTuple):
    subject: str
    body: str


@dataclass(frozen=True)
class Kind:
    """What happened, in one dotted past-tense name that is never renamed."""

    name: str
    sentence: str | Promise  # "{actor}" and "{subject}" may stand in it; rendered from live objects
    facts: frozenset[str] = frozenset()  # ids, enums, numbers, dates – never free text, names, addresses
    routes: tuple[Route, ...] = ()
    letter: "Callable[[Event, str], Letter | None] | None" = None  # (event, person id) → what the mail says
    public: bool = False
    webhook: bool = False
    step: str = field(default="", compare=False)


KINDS: dict[str, Kind] = {}


def declare(kind: Kind) -> Kind:
    if kind.name in KINDS:
        raise ValueError(f"{kind.name} is declared twice.")
    step, _, verb = kind.name.partition(".")
    if not (step and verb):
        raise ValueError(f"{kind.name}: a kind is called step.past_tense.")
    KINDS[kind.name] = kind
    return kind
