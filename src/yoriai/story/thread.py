"""縁の糸: the knots of one voice's way, and the counts of a theme's. Shape from links, dates from rows."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Link, Thing
from yoriai.ledger.trail import forward
from yoriai.making.models import Decision, Experiment, Idea, Product, Prototype
from yoriai.theme.models import Theme
from yoriai.web import clock

from .models import Story, Thanks


class State(StrEnum):
    DONE = "done"  # reached
    NOW = "now"  # the last one reached, with more to come
    REAL = "real"  # where it became real: once in a thread
    AHEAD = "ahead"  # not yet


@dataclass(frozen=True)
class Knot:
    step: str  # arrived, read, answered, idea, prototype, product, story, thanks
    name: str | Promise
    state: State
    at: date | datetime | None = None
    body: dict[str, Any] = field(default_factory=dict)  # what story/knots/<step>.html shows


@dataclass(frozen=True)
class Count:
    name: str | Promise
    number: int
    state: State

    @property
    def is_long(self) -> bool:
        """More than two digits: set smaller, for a phone has eight knots in a row."""
        return self.number > 99


NAMES = {  # once reached, and while it is still ahead
    "arrived": (pgettext_lazy("knot", "Arrived"), pgettext_lazy("knot", "Arrived")),
    "read": (pgettext_lazy("knot", "Read"), pgettext_lazy("knot ahead", "Somebody reads it")),
    "answered": (pgettext_lazy("knot", "Answered"), pgettext_lazy("knot ahead", "Answer")),
    "idea": (pgettext_lazy("knot", "Became an idea"), pgettext_lazy("knot ahead", "Idea")),
    "prototype": (pgettext_lazy("knot", "Prototype"), pgettext_lazy("knot", "Prototype")),
    "product": (pgettext_lazy("knot", "It became real"), pgettext_lazy("knot ahead", "Something real")),
    "story": (pgettext_lazy("knot", "Became a story"), pgettext_lazy("knot ahead", "Story")),
    "thanks": (pgettext_lazy("knot", "Thanks"), pgettext_lazy("knot", "Thanks")),
}


def knots_of_voice(voice: Voice) -> list[Knot]:
    """The eight knots of one voice, in order; those not reached are ahead."""
    reached = _reached(voice)
    return [
        Knot(step, NAMES[step][state == State.AHEAD], state, *reached.get(step, ()))
        for step, state in _states(list(NAMES), set(reached))
    ]


def _states(steps: list[str], reached: set[str]) -> list[tuple[str, State]]:
    """The last reached knot is 'now' while the way goes on; the product is 'real'."""
    last = max((i for i, step in enumerate(steps) if step in reached), default=-1)
    states = []
    for i, step in enumerate(steps):
        if step not in reached:
            state = State.AHEAD
        elif step == "product":
            state = State.REAL
        else:
            state = State.NOW if i == last and i < len(steps) - 1 else State.DONE
        states.append((step, state))
    # A step that was jumped over (made without an answer, say) is no promise any more: it is left out.
    return [
        (step, state)
        for i, (step, state) in enumerate(states)
        if state != State.AHEAD or i > last or step == "answered"
    ]


def _reached(voice: Voice) -> dict[str, tuple[date | datetime | None, dict[str, Any]]]:
    found: dict[str, tuple[date | datetime | None, dict[str, Any]]] = {"arrived": (voice.spoken_at, {})}
    reads = list(voice.reads.all())
    if reads:
        found["read"] = (reads[0].read_at, {"reads": reads})
    replies = list(voice.replies.all())
    if replies:
        found["answered"] = (replies[0].replied_at, {"replies": replies})
    ahead = forward(voice.organisation_id, [voice.pk])
    found |= _shaped(voice, ahead)
    return found


def _shaped(voice: Voice, ahead: dict[str, set[UUID]]) -> dict[str, tuple[date | datetime | None, dict[str, Any]]]:
    found: dict[str, tuple[date | datetime | None, dict[str, Any]]] = {}
    if not ahead:
        return found
    edges = _edges(voice, ahead)
    ideas = list(Idea.objects.filter(pk__in=ahead.get(Thing.IDEA, ())).prefetch_related("decisions"))
    if ideas:
        found["idea"] = (ideas[0].formed_at, {"ideas": ideas, "company": _company(ideas, voice, edges)})
    prototypes = list(
        Prototype.objects.filter(pk__in=ahead.get(Thing.PROTOTYPE, ()))
        .select_related("photo", "experiment")
        .order_by("made_on", "version")
    )
    if prototypes:
        found["prototype"] = (
            prototypes[0].made_on,
            {"prototypes": prototypes, "changed": {e.target for e in edges if e.source == voice.pk}},
        )
    products = list(Product.objects.filter(pk__in=ahead.get(Thing.PRODUCT, ())).select_related("photo"))
    if products:
        found["product"] = (products[0].out_on, {"products": products})
    stories = list(Story.objects.filter(product__in=products).exclude(publication=None).select_related("publication"))
    if stories:
        found["story"] = (stories[0].publication.published_at, {"stories": stories})
    thanks = list(Thanks.objects.filter(voice=voice).exclude(sent_at=None).select_related("story"))
    if thanks:
        found["thanks"] = (thanks[0].sent_at, {"thanks": thanks})
    return found


def _company(ideas: list[Idea], voice: Voice, edges: list[Link]) -> dict[str, Any]:
    """How many people stand on the same idea, and two of the others' voices."""
    wanted = {idea.pk for idea in ideas}
    ids = {edge.source for edge in edges if edge.target in wanted}
    others = Voice.objects.shown().filter(pk__in=ids - {voice.pk}).select_related("author").order_by("spoken_at", "pk")
    people = Voice.objects.filter(pk__in=ids).values("author").distinct().count()
    return {"people": people, "others": list(others[:2])}


def _edges(voice: Voice, ahead: dict[str, set[UUID]]) -> list[Link]:
    """From every voice to the ideas, and from this voice to the prototypes that it changed."""
    links = Link.objects.filter(organisation=voice.organisation_id, source_thing=Thing.VOICE)
    wanted = Q(target__in=ahead.get(Thing.IDEA, ())) | Q(source=voice.pk, target_thing=Thing.PROTOTYPE)
    return list(links.filter(wanted))


def counts_of_theme(theme: Theme) -> list[Count]:
    """The thread of a theme: how many of each, and where it stands now."""
    numbers = [
        (_("Voices"), Voice.objects.filter(theme=theme).on_topic().count()),
        (_("Ideas"), Idea.objects.filter(theme=theme).count()),
        (_("Prototypes"), Prototype.objects.filter(idea__theme=theme).count()),
        (_("Experiments"), Experiment.objects.filter(prototype__idea__theme=theme).count()),
        (_("Decisions"), Decision.objects.filter(idea__theme=theme).count()),
        (_("Made real"), Product.objects.filter(theme=theme).count()),
        (_("Stories"), Story.objects.filter(product__theme=theme).exclude(publication=None).count()),
        (_("Thanks"), Thanks.objects.filter(story__product__theme=theme).exclude(sent_at=None).count()),
    ]
    last = max((i for i, (_name, number) in enumerate(numbers) if number), default=-1)
    return [Count(name, number, count_state(i, number, last)) for i, (name, number) in enumerate(numbers)]


def count_state(position: int, number: int, last: int) -> State:
    if not number:
        return State.AHEAD
    if position == 5:
        return State.REAL
    return State.NOW if position == last and position < 7 else State.DONE


def days_between(voice: Voice, product: Product) -> int:
    return max(0, (product.out_on - clock.day_of(voice.spoken_at)).days)
