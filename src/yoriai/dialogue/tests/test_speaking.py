"""The page behind the QR code."""

import re
import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import later, make_theme, speak
from yoriai.dialogue.actions import hold_voice, read_voice
from yoriai.dialogue.models import Voice
from yoriai.dialogue.wording import for_minors, short_texts
from yoriai.people.models import Consent, Credit
from yoriai.theme.actions import close_theme
from yoriai.theme.models import Place
from yoriai.web import clock
from yoriai.web.days import day

WORDS = "小さいがんもがほしい"


def send(client: Client, place: Place, text: str = WORDS, **more: Any) -> Any:
    return client.post(f"/q/{place.code}", {"text": text, "form_id": "opened-once", **more})


def test_about_names_each_text_and_its_version_in_human_words(client: Client, place: Place) -> None:
    page = client.get(f"/q/{place.code}/about").content.decode()
    assert ("第1.2版（2026年11月26日（木）から）" in page, "notice-1" in page) == (True, False)


def test_speaking_tells_minors_what_needs_a_guardian(client: Client, place: Place) -> None:
    page = client.get(place.get_absolute_url()).content.decode()
    assert [line in page for line in for_minors()] == [True] * 4


def test_speak_shows_the_question_and_the_promise(client: Client, place: Place) -> None:
    page = client.get(f"/q/{place.code}")
    assert page.status_code == 200
    assert place.theme.question in page.content.decode().replace("<wbr>", "")
    assert "{{" not in page.content.decode()


def test_speak_promises_one_day_in_every_sentence(client: Client, shop: Organisation) -> None:
    asked = make_theme(shop, ends_on=date(2026, 12, 31), reply_by=date(2026, 10, 16)).places.get()
    assert _promised(client, asked) == ["10/16（金）まで"] * 2
    with later(days=30):
        first = clock.today() + timedelta(days=shop.reply_days)
        assert _promised(client, asked) == [f"{day(first)}まで"] * 2


def _promised(client: Client, place: Place) -> list[str]:
    page = client.get(place.get_absolute_url()).content.decode()
    return re.findall("お返事は(.*?(?:まで|日以内))に", page)


def test_speak_leads_to_the_receipt(client: Client, place: Place) -> None:
    answer = send(client, place)
    voice = Voice.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/k/{voice.receipt.code}")
    assert (voice.text, voice.language, voice.place) == (WORDS, "ja", place)


def test_speak_twice_from_one_form_is_one_voice(client: Client, place: Place) -> None:
    assert send(client, place)["Location"] == send(client, place)["Location"]
    assert Voice.objects.count() == 1


def test_speak_keeps_which_texts_were_shown(client: Client, place: Place) -> None:
    send(client, place)
    shown = {(text.id, text.sha256) for text in short_texts(place)}
    assert set(Consent.objects.values_list("text_id", "text_sha256")) == shown


def test_speak_keeps_inner_spaces_and_lines(client: Client, place: Place) -> None:
    send(client, place, "  一行目\r\n\r\n　二行目  ")
    assert Voice.objects.get().text == "  一行目\n\n　二行目  "


@pytest.mark.parametrize("blank", ["", "   ", "　\n\t", "\u200b\u200e", "\u202e", "\x00"])
def test_speak_without_words_asks_for_one(client: Client, place: Place, blank: str) -> None:
    page = send(client, place, blank)
    assert (page.status_code, Voice.objects.count()) == (422, 0)
    assert page.context["form"].errors["text"]


def test_speak_too_long_keeps_what_was_typed(client: Client, place: Place) -> None:
    page = send(client, place, "あ" * 10_000)
    assert (page.status_code, Voice.objects.count()) == (422, 0)
    assert "6,000" in str(page.context["form"].errors["text"])
    assert "あ" * 10_000 in page.content.decode()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202e逆さ\u2066", "ẑ̴͓a̷͙͝l̵g̶o", "{{ shop }}"])
def test_speak_takes_strange_words_as_words(client: Client, place: Place, text: str) -> None:
    receipt = client.get(send(client, place, text)["Location"])
    assert (Voice.objects.get().text, receipt.status_code) == (text, 200)
    assert "<script>alert" not in receipt.content.decode()


def test_speak_a_megabyte_of_marks_is_a_sentence(client: Client, place: Place) -> None:
    assert send(client, place, "\u202ez\u0335" * 200_000).status_code == 422


def test_speak_takes_out_signs_that_cannot_be_stored(client: Client, place: Place) -> None:
    page = send(client, place, "がん\x00も")
    assert (page.status_code, page.context["form"]["text"].value()) == (422, "がんも")
    assert send(client, place, "がんも").status_code == 303


def test_speak_with_a_nickname(client: Client, place: Place) -> None:
    send(client, place, credit="nickname", name="  とうふ好き ")
    assert Credit.objects.values_list("style", "name").get() == ("nickname", "とうふ好き")


def test_speak_with_a_nickname_but_no_name_asks_for_it(client: Client, place: Place) -> None:
    page = send(client, place, credit="nickname", name="")
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["name"])
    assert page.context["form"].details_open


def test_speak_forgets_a_name_that_shall_not_show(client: Client, place: Place) -> None:
    send(client, place, credit="none", name="とうふ好き" * 20)
    assert Credit.objects.values_list("style", "name").get() == ("none", "")


def test_speak_with_an_unknown_way_of_naming(client: Client, place: Place) -> None:
    page = send(client, place, credit="everything")
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["credit"])


def test_speak_to_the_shop_only(client: Client, place: Place) -> None:
    send(client, place, inside_only="on")
    assert Voice.objects.get().inside_only


def test_speak_as_json_tells_where_to_go(client: Client, place: Place) -> None:
    address, data = f"/q/{place.code}", {"text": WORDS, "form_id": "x"}
    answer = client.post(address, data, headers={"accept": "application/json"})
    assert answer.json() == {"to": f"/k/{Voice.objects.get().receipt.code}"}


def test_speak_as_json_tells_errors_by_field(client: Client, place: Place) -> None:
    answer = client.post(f"/q/{place.code}", {"text": " "}, headers={"accept": "application/json"})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["text"])


def test_speak_too_often_gives_the_words_back(
    client: Client, place: Place, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_792_000_000.0)  # both in the same minute
    settings.POSTS_PER_MINUTE = 1
    send(client, place, "はじめの声")
    page = send(client, place, "二つめの声")
    assert (page.status_code, Voice.objects.count()) == (429, 1)
    assert "二つめの声" in page.content.decode()


def test_speak_at_a_closed_theme_gives_the_words_back(client: Client, place: Place, owner: Member) -> None:
    close_theme(place.theme, by=owner.person)
    assert client.get(f"/q/{place.code}").templates[0].name == "dialogue/not_open.html"
    page = send(client, place)
    assert (page.status_code, WORDS in page.content.decode(), Voice.objects.count()) == (409, True, 0)


def test_speak_again_after_closing_finds_the_first_receipt(client: Client, place: Place) -> None:
    first = send(client, place)["Location"]
    with later(days=30):
        assert send(client, place)["Location"] == first


def test_speak_before_the_first_day(client: Client, shop: Organisation) -> None:
    theme = make_theme(shop, starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 7))
    page = client.get(f"/q/{theme.places.get().code}")
    assert (page.status_code, page.context["early"]) == (200, True)


def test_speak_at_no_place_is_not_here(client: Client, place: Place) -> None:
    assert [client.get(f"/q/nowhere{end}").status_code for end in ("", "/about")] == [404, 404]
    assert client.post("/q/nowhere/similar").status_code == 404


def test_speak_echoes_a_shown_voice(client: Client, place: Place, owner: Member) -> None:
    other = speak(place, "ふたが閉まる大きさがいい")
    read_voice(other, by=owner)
    assert client.get(f"/q/{place.code}?same={other.pk}").context["echoed"].id == other.pk
    send(client, place, "うちも", same=str(other.pk))
    assert Voice.objects.exclude(pk=other.pk).get().echo_of == other


@pytest.mark.parametrize("same", ["", "no-id", "\x00", "9" * 5000])
def test_speak_ignores_an_echo_of_nothing(client: Client, place: Place, same: str) -> None:
    assert client.get(f"/q/{place.code}", {"same": same}).context["echoed"] is None
    assert send(client, place, same=same).status_code == 303


def test_speak_ignores_an_echo_of_what_is_not_shown_here(
    client: Client, place: Place, other_shop: Member, owner: Member
) -> None:
    foreign = speak(make_theme(other_shop.organisation).places.get(), "よその声")
    read_voice(foreign, by=other_shop)
    unread = speak(place, "まだ読まれていない声")
    for number, voice in enumerate((foreign, unread)):
        send(client, place, f"同じく{number}", same=str(voice.pk))
    assert set(Voice.objects.filter(text__startswith="同じく").values_list("echo_of", flat=True)) == {None}


@pytest.mark.parametrize("rows", [1, 3])
def test_speak_asks_the_database_the_same_for_any_number(
    client: Client, place: Place, owner: Member, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        read_voice(speak(place, f"声その{number}"), by=owner)
    with django_assert_num_queries(3):
        client.get(f"/q/{place.code}")


def test_speak_is_small(client: Client, place: Place, owner: Member) -> None:
    for number in range(3):
        read_voice(speak(place, "長い声" * 300 + str(number)), by=owner)
    page = client.get(f"/q/{place.code}", headers={"accept-encoding": "gzip"})
    assert len(page.content) <= 14_000


def test_similar_finds_only_what_others_may_see(client: Client, place: Place, owner: Member) -> None:
    shown, held, unread = (speak(place, f"小さいがんもがほしいです{n}") for n in range(3))
    read_voice(shown, by=owner)
    read_voice(held, by=owner)
    hold_voice(held, reason="personal", by=owner)
    found = client.post(f"/q/{place.code}/similar", {"text": WORDS}).json()["voices"]
    assert [voice["id"] for voice in found] == [str(shown.pk)]
    assert unread.reads.count() == 0


@pytest.mark.parametrize("text", ["", "がん", "\x00", "あ" * 5000, "🎋" * 900])
def test_similar_takes_anything(client: Client, place: Place, text: str) -> None:
    assert client.post(f"/q/{place.code}/similar", {"text": text}).json() == {"voices": []}


def test_similar_takes_no_words_in_an_address(client: Client, place: Place) -> None:
    assert client.get(f"/q/{place.code}/similar", {"text": WORDS}).status_code == 405


def test_about_fills_every_place(client: Client, place: Place) -> None:
    page = client.get(f"/q/{place.code}/about").content.decode()
    assert page.count('class="section paper"') == 4
    assert ("{{" in page, "電話 （" in page, "代表：" in page) == (False, False, False)
