"""Whatever is sent: a clear sentence or 404, never a 500, nothing lost, nothing shown as code."""

import io
import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import client_of, later, make_theme, speak
from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Event, Link
from yoriai.making.models import Prototype
from yoriai.story.models import Story
from yoriai.story.queries import chapter_rows
from yoriai.story.telling_queries import quotable
from yoriai.theme.actions import close_theme
from yoriai.theme.models import Place, Theme

from .test_permissions import DESK, OPEN, ROWS
from .world import World, build

BIDI = "\u202e\u2067声\u2066\u202d"
ZALGO = "と" + "\u0300\u0316\u0489" * 40
HUGE = (BIDI + ZALGO) * 3000  # about a megabyte in UTF-8
CODE = "<script>alert(1)</script>'\"><img src=x onerror=alert(1)>"
BEYOND = "99999999999999999999999999"  # more than 64 bits
ODD = (BEYOND, "-1", "0", "１", "\x00", "\x00' OR 1=1", "a" * 3000, "[]", CODE, "9999-12-31")
QUERIES = ("page", "q", "theme", "tab", "text", "same", "question", "begin", "next", "done", "printed")
IDS = ("voice", "idea", "ideas", "grounds", "quotes", "place", "organisation", "same", "words", "member")


@pytest.fixture
def world(shop: Organisation, owner: Member) -> World:
    return build(shop, owner)


@pytest.fixture
def other_world(other_shop: Member) -> World:
    return build(other_shop.organisation, other_shop)


def addresses(world: World) -> Iterator[tuple[str, str]]:
    for name, row in ROWS.items():
        more = dict(row.arguments) if name in OPEN else {}  # type: ignore[union-attr]
        yield name, reverse(name, kwargs={**world.arguments(row.names), **more})


ADDRESSES = pytest.mark.parametrize("name", ROWS)


@ADDRESSES
def test_odd_queries_break_no_page(name: str, world: World, owner: Member) -> None:
    path, client = dict(addresses(world))[name], client_of(owner)
    for value in ODD:
        answer = client.get(path, dict.fromkeys(QUERIES, value))
        assert answer.status_code < 500
        assert CODE.encode() not in answer.content


@ADDRESSES
def test_odd_posts_break_no_page(name: str, world: World, owner: Member) -> None:
    path = dict(addresses(world))[name]
    fields = form_fields(client_of(owner).get(path).content)
    for value in ODD:
        answer = client_of(owner).post(path, dict.fromkeys({*fields, *IDS, "email", "code", "key"}, value))
        assert answer.status_code < 500
        assert CODE.encode() not in answer.content


def form_fields(page: bytes) -> set[str]:
    return set(re.findall(r'\bname="([^"]+)"', page.decode("utf-8", "replace")))


@ADDRESSES
def test_wrong_methods_are_refused_and_head_is_answered(name: str, world: World, owner: Member) -> None:
    path, client = dict(addresses(world))[name], client_of(owner)
    assert {client.generic(method, path).status_code for method in ("PUT", "DELETE", "PATCH", "TRACE")} <= {404, 405}
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")


@ADDRESSES
def test_five_hundred_and_one_fields_break_no_page(name: str, world: World, owner: Member) -> None:
    path = dict(addresses(world))[name]
    answer = client_of(owner).post(path, {f"field{n}": "x" for n in range(501)})
    assert answer.status_code in (200, 302, 303, 400, 404, 405, 422)


def test_reopening_for_ever_breaks_no_page(theme: Theme, place: Place, owner: Member) -> None:
    path = reverse("theme:closure", args=[theme.code])
    client_of(owner).post(path, {"close": "1"})
    client_of(owner).post(path, {"ends_on": "9999-12-31"})
    theme.refresh_from_db()
    assert theme.ends_on == date(2026, 10, 18)
    Theme.objects.filter(pk=theme.pk).update(ends_on=date.max)  # as an older version let it in
    assert Client().get(f"/q/{place.code}").status_code == 200


def test_a_circle_of_readers_never_grows_over_voices(shop: Organisation, owner: Member) -> None:
    """Whoever spoke was told that only the shop reads it."""
    inside = make_theme(shop, visibility="inside")
    speak(inside.places.get())
    path = reverse("theme:edit", args=[inside.code])
    shown = client_of(owner).get(path).context["form"].initial
    answer = client_of(owner).post(path, {**shown, "visibility": "public"})
    assert "visibility" in answer.context["form"].errors
    assert client_of(owner).post(path, {**shown, "title": "新しい題"}).status_code == 302


def test_a_partner_reads_no_draft_of_a_story(world: World, owner: Member, partner: Member, staff: Member) -> None:
    path = reverse("story:story", args=[world.ids["code@story"]])
    client_of(owner).post(reverse("story:publication", args=[world.ids["story_id"]]), {"do": "take_back"})
    found = {member.role: client_of(member).get(path).status_code for member in (owner, staff, partner)}
    assert found == {"owner": 200, "staff": 200, "partner": 404}


def test_a_story_never_quotes_what_only_the_shop_reads(world: World) -> None:
    story = Story.objects.get(pk=world.ids["story_id"])
    assert [quote for row in chapter_rows(story) for quote in row.quotes]
    Theme.objects.update(visibility="inside")
    assert [quote for row in chapter_rows(story) for quote in row.quotes] == []
    assert quotable(story) == []


@pytest.mark.parametrize("text", [HUGE, "あ" * 10_000, "", " \u200b\u3000"], ids=["huge", "long", "empty", "blank"])
def test_odd_words_come_back_with_a_sentence(text: str, place: Place) -> None:
    answer = Client().post(f"/q/{place.code}", {"text": text})
    assert (answer.status_code, Voice.objects.count()) == (422, 0)
    assert answer.context["form"]["text"].value() == text
    assert answer.context["form"].errors["text"]


def test_more_than_a_form_may_hold_is_told_in_words(place: Place) -> None:
    body = "text=" + "%E3%81%82" * 300_000
    answer = Client().post(f"/q/{place.code}", body, content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, Voice.objects.count()) == (400, 0)
    assert "短くして" in answer.content.decode()


@pytest.mark.parametrize("name", [CODE[:40], BIDI, ZALGO[:40]])
def test_words_and_names_are_never_code(name: str, place: Place, owner: Member) -> None:
    data = {"text": CODE, "credit": "nickname", "name": name, "form_id": "x"}
    receipt = Client().post(f"/q/{place.code}", data).headers["Location"]
    voice = Voice.objects.get()
    desk = client_of(owner)
    pages = [desk.get(reverse("dialogue:voice", args=[voice.pk])), desk.get("/desk/voices?tab=all"), desk.get("/desk")]
    pages += [Client().get(path) for path in (receipt, f"/q/{place.code}", f"/t/{place.theme.code}/voices")]
    assert {page.status_code for page in pages} == {200}
    assert [page for page in pages if b"<script>alert" in page.content or b"<img src=x" in page.content] == []


def test_a_shop_called_like_code_is_escaped(world: World, shop: Organisation) -> None:
    Organisation.objects.filter(pk=shop.pk).update(name=CODE[:60], tagline=CODE, hours=CODE, reply_place=CODE[:60])
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
def test_an_odd_photo_is_refused_and_the_words_come_back(name: str, world: World, owner: Member) -> None:
    path = reverse("making:new_prototype", args=[world.ids["idea_id"]])
    photo = SimpleUploadedFile("photo.jpg", PHOTOS[name], "image/jpeg")
    data = {"name": "試作の名", "made_of": "豆腐", "made_on": "2026-10-12", "photo": photo}
    answer = client_of(owner).post(path, data)
    assert (answer.status_code, Prototype.objects.count()) == (200, 1)
    assert "試作の名" in answer.content.decode()
    assert answer.context["form"].errors["photo"]


@pytest.mark.parametrize("code", ["x" * 24, "2" * 24, "aaaa", "x" * 2000])
def test_a_forged_receipt_is_not_here(code: str, world: World) -> None:
    found = {Client().get(f"/k/{code}{rest}").status_code for rest in ("", "/name", "/contact", "/withdrawal")}
    assert found == {404}


@pytest.mark.parametrize("days", [-30, 30])
def test_a_place_that_is_not_open_keeps_the_words(days: int, place: Place, owner: Member) -> None:
    with later(days=days):
        answer = Client().post(f"/q/{place.code}", {"text": "まだ言いたいことがあります"})
    assert (answer.status_code, Voice.objects.count()) == (409, 0)
    assert "まだ言いたいことがあります" in answer.content.decode()


def test_a_closed_place_keeps_the_words(place: Place, owner: Member) -> None:
    close_theme(place.theme, by=owner.person)
    answer = Client().post(f"/q/{place.code}", {"text": "まだ言いたいことがあります"})
    assert answer.status_code == 409
    assert "まだ言いたいことがあります" in answer.content.decode()


SENT = [name for name, row in DESK.items() if row.names]


@pytest.mark.parametrize("name", SENT)
def test_foreign_ids_in_a_post_touch_nothing_of_theirs(
    name: str, world: World, other_world: World, owner: Member
) -> None:
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
    foreign = Event.objects.exclude(organisation=owner.organisation)
    before = foreign.count()
    client_of(owner).post(dict(addresses(world))[name], theirs)
    assert foreign.count() == before
    mine = Link.objects.filter(organisation=owner.organisation)
    assert not mine.filter(source=other_world.ids["voice_id"]).exists()


def test_an_unknown_host_a_missing_proof_and_a_bare_way_on_are_refused(place: Place, owner: Member) -> None:
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400
    answer = Client(enforce_csrf_checks=True).post(f"/q/{place.code}", {"text": "だいじなことば"})
    assert (answer.status_code, "だいじなことば" in answer.content.decode()) == (403, True)
    assert client_of(owner).get("/in?next=foo").headers["Location"] == "/desk"
    assert Client().get(f"/language/{'a' * 3000}").status_code == 404


def test_reading_by_head_is_no_reading(voice: Voice, owner: Member) -> None:
    client_of(owner).head(reverse("dialogue:voice", args=[voice.pk]))
    assert voice.reads.count() == 0
