"""Whatever is sent: a clear sentence or 404, never a 500, nothing lost, nothing shown as code."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import client_of, later, make_theme, speak
from yoriai.dialogue.models import Voice
from yoriai.theme.actions import close_theme
from yoriai.theme.models import Place, Theme

BIDI = "\u202e\u2067声\u2066\u202d"
ZALGO = "と" + "\u0300\u0316\u0489" * 40
HUGE = (BIDI + ZALGO) * 3000  # about a megabyte in UTF-8
CODE = "<script>alert(1)</script>'\"><img src=x onerror=alert(1)>"


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


def test_an_unknown_host_a_missing_proof_and_a_bare_way_on_are_refused(place: Place, owner: Member) -> None:
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400
    answer = Client(enforce_csrf_checks=True).post(f"/q/{place.code}", {"text": "だいじなことば"})
    assert (answer.status_code, "だいじなことば" in answer.content.decode()) == (403, True)
    assert client_of(owner).get("/in?next=foo").headers["Location"] == "/desk"
    assert Client().get(f"/language/{'a' * 3000}").status_code == 404


def test_reading_by_head_is_no_reading(voice: Voice, owner: Member) -> None:
    client_of(owner).head(reverse("dialogue:voice", args=[voice.pk]))
    assert voice.reads.count() == 0
