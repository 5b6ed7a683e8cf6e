"""The thread of many themes at once: eight numbers each, in eight queries however many there are."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, QuerySet

from yoriai.dialogue.models import Voice
from yoriai.making.models import Decision, Experiment, Idea, Product, Prototype
from yoriai.story.models import Story, Thanks
from yoriai.story.thread import State
from yoriai.theme.models import Theme


def states_of_themes(themes: Sequence[Theme]) -> dict[UUID, list[tuple[int, State]]]:
    """How many of each step, and its knot: voices, ideas, prototypes, trials, decisions, products, stories, thanks."""
    ids = [theme.pk for theme in themes]
    columns = [_numbers(rows, path, ids) for rows, path in _steps()]
    return {pk: _states([column.get(pk, 0) for column in columns]) for pk in ids}


def _steps() -> list[tuple[QuerySet, str]]:  # type: ignore[type-arg]
    return [
        (Voice.objects.on_topic(), "theme"),
        (Idea.objects.all(), "theme"),
        (Prototype.objects.all(), "idea__theme"),
        (Experiment.objects.all(), "prototype__idea__theme"),
        (Decision.objects.all(), "idea__theme"),
        (Product.objects.all(), "theme"),
        (Story.objects.exclude(publication=None), "product__theme"),
        (Thanks.objects.exclude(sent_at=None), "story__product__theme"),
    ]


def _numbers(rows: QuerySet, path: str, ids: list[UUID]) -> dict[UUID, int]:  # type: ignore[type-arg]
    counted = rows.filter(**{f"{path}__in": ids}).order_by().values_list(path).annotate(number=Count("pk"))
    return dict(counted)


def _states(numbers: list[int]) -> list[tuple[int, State]]:
    last = max((i for i, number in enumerate(numbers) if number), default=-1)
    return [(number, _state(i, number, last)) for i, number in enumerate(numbers)]


def _state(position: int, number: int, last: int) -> State:
    if not number:
        return State.AHEAD
    if position == 5:
        return State.REAL
    return State.NOW if position == last and position < 7 else State.DONE
