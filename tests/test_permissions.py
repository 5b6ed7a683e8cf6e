"""Who may open what: one row for every address. An address without a row fails."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from yoriai.accounts.models import MAY, Member
from yoriai.conftest import client_of
from yoriai.ledger.models import Event

from .world import World


class Desk(NamedTuple):
    """A page of the desk: the verb it needs, what stands in its address, how it is opened."""

    verb: str
    names: tuple[str, ...] = ()
    method: str = "get"


class Open(NamedTuple):
    """A page for everybody, of any shop; `status` is what a plain opening answers, `members` what who is in gets."""

    names: tuple[str, ...] = ()
    status: int = 200
    members: int | None = None
    arguments: tuple[tuple[str, Any], ...] = ()


NOT_HERE = 404
ROWS: dict[str, Desk | Open] = {
    # for everybody
    "language": Open(status=302, arguments=(("code", "en"),)),
    "robots": Open(),
    "story:home": Open(),  # two shops: both on one page
    "story:shelf": Open(("slug",)),
    "story:theme": Open(("code@theme",)),
    "story:voices": Open(("code@theme",)),
    "story:ideas": Open(("code@theme",)),
    "story:story": Open(("code@story",)),
    "dialogue:speak": Open(("code@place",)),
    "dialogue:similar": Open(("code@place",), status=405),
    "dialogue:about": Open(("code@place",)),
    "people:stop": Open(("code@contact",)),
    "files:photo": Open(
        status=NOT_HERE, arguments=(("photo_id", "00000000-0000-4000-8000-000000000000"), ("width", 480))
    ),
    "accounts:enter": Open(members=302),
    "accounts:code": Open(),
    "accounts:leave": Open(status=302, members=200),
    "accounts:leave_everywhere": Open(status=302, members=200),
    "demo:guide": Open(status=NOT_HERE),  # only the demo has it
    "demo:enter": Open(status=405),
    # for whoever holds the receipt
    "story:find": Open(),
    "story:journey": Open(("code@receipt",)),
    "story:receipt_qr": Open(("code@receipt",)),
    "story:name": Open(("code@receipt",)),
    "story:contact": Open(("code@receipt",)),
    "story:withdrawal": Open(("code@receipt",)),
    # the desk
    "desk:home": Desk("see_desk"),
    "desk:put_off": Desk("see_desk", method="post"),
    "accounts:choose": Desk("see_desk"),
    "accounts:settings": Desk("see_desk"),
    "accounts:members": Desk("run_organisation"),
    "accounts:member": Desk("run_organisation", ("member_id",)),
    "theme:list": Desk("read_voices"),
    "theme:recipes": Desk("run_theme"),
    "theme:new": Desk("run_theme", ("recipe_id",)),
    "theme:theme": Desk("read_voices", ("code@theme",)),
    "theme:edit": Desk("run_theme", ("code@theme",)),
    "theme:closure": Desk("run_theme", ("code@theme",), "post"),
    "theme:places": Desk("read_voices"),
    "theme:new_place": Desk("run_theme", ("code@theme",)),
    "theme:place": Desk("run_theme", ("code@place",)),
    "theme:poster": Desk("read_voices", ("code@place",)),
    "dialogue:inbox": Desk("read_voices"),
    "dialogue:voice": Desk("read_voices", ("voice_id",)),
    "dialogue:reply": Desk("answer", ("voice_id",), "post"),
    "dialogue:answer": Desk("answer", ("reply_id",)),
    "dialogue:hold": Desk("answer", ("voice_id",), "post"),
    "dialogue:people": Desk("see_people"),
    "dialogue:circle": Desk("see_people", method="post"),
    "dialogue:circle_name": Desk("see_people", ("circle_id",), "post"),
    "making:ideas": Desk("read_voices"),
    "making:from_voice": Desk("make", ("voice_id",)),
    "making:idea": Desk("read_voices", ("idea_id",)),
    "making:edit_idea": Desk("make", ("idea_id",)),
    "making:idea_voices": Desk("make", ("idea_id",)),
    "making:decision": Desk("decide", ("idea_id",), "post"),
    "making:new_prototype": Desk("make", ("idea_id",)),
    "making:prototype": Desk("make", ("prototype_id",)),
    "making:experiment": Desk("make", ("prototype_id",)),
    "making:new_product": Desk("decide", ("idea_id",)),
    "making:product": Desk("decide", ("product_id",)),
    "story:stories": Desk("read_voices"),
    "story:draft": Desk("publish", ("product_id",), "post"),
    "story:edit": Desk("publish", ("story_id",)),
    "story:new_chapter": Desk("publish", ("story_id",)),
    "story:chapter": Desk("publish", ("chapter_id",)),
    "story:publication": Desk("publish", ("story_id",)),
    "story:thanks": Desk("publish", ("story_id",)),
    "story:one_thanks": Desk("publish", ("thanks_id",)),
}
DESK = {name: row for name, row in ROWS.items() if isinstance(row, Desk)}
OPEN = {name: row for name, row in ROWS.items() if isinstance(row, Open)}


def routes(resolver: Any = None, space: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern.callback


def opened(client: Client, name: str, row: Desk | Open, world: World) -> Any:
    arguments = world.arguments(row.names)
    if isinstance(row, Desk):
        return getattr(client, row.method)(reverse(name, kwargs=arguments))
    return client.get(reverse(name, kwargs={**arguments, **dict(row.arguments)}))


def test_every_address_has_a_row() -> None:
    assert sorted(name for name, _view in routes()) == sorted(ROWS)


@pytest.mark.parametrize("name", DESK)
def test_the_view_asks_for_the_verb_of_its_row(name: str) -> None:
    views = dict(routes())
    assert getattr(views[name], "desk_verb", None) == DESK[name].verb


@pytest.mark.parametrize("name", OPEN)
def test_a_page_for_everybody_opens_for_everybody(name: str, world: World, cast: dict[str, Member]) -> None:
    row = OPEN[name]
    members = {opened(client_of(member), name, row, world).status_code for member in cast.values()}
    assert (opened(Client(), name, row, world).status_code, members) == (row.status, {row.members or row.status})


@pytest.mark.parametrize("name", DESK)
def test_a_stranger_is_asked_to_come_in(name: str, world: World) -> None:
    answer = opened(Client(), name, DESK[name], world)
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/in")


@pytest.mark.parametrize("name", DESK)
def test_each_role_sees_what_it_may(name: str, world: World, cast: dict[str, Member]) -> None:
    row = DESK[name]
    found = {role: opened(client_of(member), name, row, world).status_code for role, member in cast.items()}
    refused = {role for role, status in found.items() if status == 404}
    assert refused == set(cast) - set(MAY[row.verb])
    assert [status for status in found.values() if status >= 500] == []


WITH_OBJECT = [name for name, row in DESK.items() if row.names and row.names != ("recipe_id",)]


@pytest.mark.parametrize("name", WITH_OBJECT)
def test_nothing_of_another_shop_is_here(name: str, world: World, other_world: World, cast: dict[str, Member]) -> None:
    """In both directions, opened and sent: not a page, not a change, only 404."""
    row = DESK[name]
    path = reverse(name, kwargs=other_world.arguments(row.names))
    clients = [client_of(member) for member in cast.values()]
    assert {ask.status_code for client in clients for ask in (client.get(path), client.post(path))} <= {404, 405}
    assert opened(client_of(other_world.owner), name, row, world).status_code == 404


@pytest.mark.parametrize("name", WITH_OBJECT)
def test_refused_posts_change_nothing(name: str, world: World, other_world: World) -> None:
    before = Event.objects.count()
    client_of(world.owner).post(
        reverse(name, kwargs=other_world.arguments(DESK[name].names)), {"text": "x", "reason": "x"}
    )
    assert Event.objects.count() == before
