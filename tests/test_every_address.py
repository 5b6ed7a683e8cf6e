"""Every address of a shop with one of everything: odd queries, posts, photos and foreign ids break nothing."""

import io
import re
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import client_of
from yoriai.ledger.models import Event, Link
from yoriai.making.models import Prototype
from yoriai.story.models import Story
from yoriai.story.queries import chapter_rows
from yoriai.story.telling_queries import quotable
from yoriai.theme.models import Theme

from .test_bad_input import CODE
from .test_permissions import DESK, OPEN, ROWS
from .world import World

BEYOND = "99999999999999999999999999"  # more than 64 bits
ODD = (BEYOND, "-1", "0", "１", "\x00", "\x00' OR 1=1", "a" * 3000, "[]", CODE, "9999-12-31")
QUERIES = ("page", "q", "theme", "tab", "text", "same", "question", "begin", "next", "done", "printed")
IDS = ("voice", "idea", "ideas", "grounds", "quotes", "place", "organisation", "same", "words", "member")


def addresses(world: World) -> Iterator[tuple[str, str]]:
    for name, row in ROWS.items():
        more = dict(row.arguments) if name in OPEN else {}  # type: ignore[union-attr]
        yield name, reverse(name, kwargs={**world.arguments(row.names), **more})


ADDRESSES = pytest.mark.parametrize("name", ROWS)


@ADDRESSES
def test_odd_queries_break_no_page(name: str, world: World) -> None:
    path, client = dict(addresses(world))[name], client_of(world.owner)
    for value in ODD:
        answer = client.get(path, dict.fromkeys(QUERIES, value))
        assert answer.status_code < 500
        assert CODE.encode() not in answer.content


@ADDRESSES
def test_odd_posts_break_no_page(name: str, world: World) -> None:
    path = dict(addresses(world))[name]
    fields = form_fields(client_of(world.owner).get(path).content)
    for value in ODD:
        answer = client_of(world.owner).post(path, dict.fromkeys({*fields, *IDS, "email", "code", "key"}, value))
        assert answer.status_code < 500
        assert CODE.encode() not in answer.content


def form_fields(page: bytes) -> set[str]:
    return set(re.findall(r'\bname="([^"]+)"', page.decode("utf-8", "replace")))


@ADDRESSES
def test_wrong_methods_are_refused_and_head_is_answered(name: str, world: World) -> None:
    path, client = dict(addresses(world))[name], client_of(world.owner)
    assert {client.generic(method, path).status_code for method in ("PUT", "DELETE", "PATCH", "TRACE")} <= {404, 405}
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")


@ADDRESSES
def test_five_hundred_and_one_fields_break_no_page(name: str, world: World) -> None:
    path = dict(addresses(world))[name]
    answer = client_of(world.owner).post(path, {f"field{n}": "x" for n in range(501)})
    assert answer.status_code in (200, 302, 303, 400, 404, 405, 422)


SENT = [name for name, row in DESK.items() if row.names]


@pytest.mark.parametrize("name", SENT)
def test_foreign_ids_in_a_post_touch_nothing_of_theirs(name: str, world: World, other_world: World) -> None:
    theirs = {
        "voice": other_world.ids["voice_id"],
        "idea": other_world.ids["idea_id"],
        "ideas": [other_world.ids["idea_id"]],
        "grounds": [other_world.ids["voice_id"]],
        "quotes": [other_world.ids["voice_id"]],
        "goal": "join",
        "words": "all",
        f"{other_world.ids['thanks_id']}-text": "お礼",
        f"{other_world.ids['thanks_id']}-send": "on",
    }
    foreign = Event.objects.exclude(organisation=world.shop)
    before = foreign.count()
    client_of(world.owner).post(dict(addresses(world))[name], theirs)
    assert foreign.count() == before
    mine = Link.objects.filter(organisation=world.shop)
    assert not mine.filter(source=other_world.ids["voice_id"]).exists()


def test_a_partner_reads_no_draft_of_a_story(world: World, cast: dict[str, Member]) -> None:
    path = reverse("story:story", args=[world.ids["code@story"]])
    client_of(world.owner).post(reverse("story:publication", args=[world.ids["story_id"]]), {"do": "take_back"})
    found = {role: client_of(member).get(path).status_code for role, member in cast.items()}
    assert found == {"owner": 200, "host": 200, "staff": 200, "partner": 404}


def test_a_story_never_quotes_what_only_the_shop_reads(world: World) -> None:
    story = Story.objects.get(pk=world.ids["story_id"])
    assert [quote for row in chapter_rows(story) for quote in row.quotes]
    Theme.objects.update(visibility="inside")
    assert [quote for row in chapter_rows(story) for quote in row.quotes] == []
    assert quotable(story) == []


def test_a_shop_called_like_code_is_escaped(world: World) -> None:
    Organisation.objects.filter(pk=world.shop.pk).update(
        name=CODE[:60], tagline=CODE, hours=CODE, reply_place=CODE[:60]
    )
    pages = [Client().get(path) for name, path in addresses(world) if name in OPEN]
    assert [page for page in pages if b"<script>alert" in page.content or b"<img src=x" in page.content] == []


def picture(kind: str, size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("1", size).save(out, kind)
    return out.getvalue()


PHOTOS = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "text": "これは写真ではありません".encode(),
    "truncated": picture("JPEG", (900, 900))[:900],
    "empty": b"",
    "400 megapixels": picture("PNG", (20_000, 20_000)),
}


@pytest.mark.parametrize("name", PHOTOS)
def test_an_odd_photo_is_refused_and_the_words_come_back(name: str, world: World) -> None:
    path = reverse("making:new_prototype", args=[world.ids["idea_id"]])
    photo = SimpleUploadedFile("photo.jpg", PHOTOS[name], "image/jpeg")
    data = {"name": "試作の名", "made_of": "豆腐", "made_on": "2026-10-12", "photo": photo}
    answer = client_of(world.owner).post(path, data)
    kept = Prototype.objects.filter(idea=world.ids["idea_id"])
    assert (answer.status_code, kept.count()) == (200, 1)
    assert "試作の名" in answer.content.decode()
    assert answer.context["form"].errors["photo"]


@pytest.mark.parametrize("code", ["x" * 24, "2" * 24, "aaaa", "x" * 2000])
def test_a_forged_receipt_is_not_here(code: str, world: World) -> None:
    found = {Client().get(f"/k/{code}{rest}").status_code for rest in ("", "/name", "/contact", "/withdrawal")}
    assert found == {404}
