"""Walking the links: what a voice led to, and what a product came from."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from .models import Link, Thing

DEEPEST = 12  # the chain has five things; a longer walk would be a loop


def forward(organisation: UUID, start: Iterable[UUID]) -> dict[str, set[UUID]]:
    """Everything that `start` led to, by kind of thing."""
    return _walk(organisation, start, near="source", far="target")


def backward(organisation: UUID, start: Iterable[UUID]) -> dict[str, set[UUID]]:
    """Everything that `start` came from, by kind of thing."""
    return _walk(organisation, start, near="target", far="source")


def _walk(organisation: UUID, start: Iterable[UUID], *, near: str, far: str) -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = defaultdict(set)
    seen = set(start)
    edge = set(seen)
    for _step in range(DEEPEST):
        if not edge:
            break
        rows = Link.objects.filter(organisation=organisation, **{f"{near}__in": edge})
        reached = set(rows.values_list(far, f"{far}_thing"))
        edge = {thing for thing, _kind in reached} - seen
        seen |= edge
        for thing, kind in reached:
            found[kind].add(thing)
    return found


def link(
    *,
    organisation: UUID,
    source: UUID,
    source_thing: Thing,
    target: UUID,
    target_thing: Thing,
    by: UUID | None,
    span: tuple[int, int] | None = None,
) -> Link:
    """Draw one edge; drawing it again changes its span."""
    start, end = span or (None, None)
    edge, _created = Link.objects.update_or_create(
        source=source,
        target=target,
        defaults={
            "organisation_id": organisation,
            "source_thing": source_thing,
            "target_thing": target_thing,
            "start": start,
            "end": end,
            "linked_by_id": by,
        },
    )
    return edge
