"""わたしの声のゆくえ, and what its holder may change."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import START, later, make_theme, speak
from yoriai.dialogue.actions import answer_voice, hold_voice, read_voice, withdraw_voice
from yoriai.dialogue.models import Voice
from yoriai.dialogue.wording import for_minors
from yoriai.making.actions import decide, form_idea, make_prototype, record_experiment
from yoriai.people.models import Contact, Credit
from yoriai.story.actions import draft_thanks, send_thanks
from yoriai.story.tests.factories import make_product, make_story
from yoriai.theme.models import Place
from yoriai.web import clock


def page_of(client: Client, voice: Voice, end: str = "") -> Any:
    return client.get(voice.receipt.get_absolute_url() + end)


def text_of(page: Any) -> str:
    return page.content.decode().replace("<wbr>", "")


def outcome(client: Client, voice: Voice) -> str:
    told = page_of(client, voice).context["journey"].outcome
    return f"{told.lead}{told.strong}{told.reason}"


def test_journey_of_a_new_voice_keeps_the_way_back(client: Client, voice: Voice) -> None:
    page = page_of(client, voice)
    assert (page.status_code, page.context["journey"].is_fresh) == (200, True)
    assert voice.receipt.printed in text_of(page)
    assert page["Referrer-Policy"] == "same-origin"  # with none at all browsers send Origin: null, and forms fail


def test_journey_says_what_became_of_the_voice(client: Client, voice: Voice, owner: Member) -> None:
    make_product([voice], by=owner)
    told = page_of(client, voice).context["journey"].outcome
    assert (told.strong, "95" in told.lead) == ("ひとくちがんも", True)


def test_journey_shows_decline_and_taking_back_with_signs_of_their_own(
    client: Client, voice: Voice, owner: Member
) -> None:
    idea = form_idea(voice.theme, headline="小さくしてほしい", grounds=[(voice, None)], by=owner)
    decide(idea, verdict="decline", reason="いまの型ではつくれないためです。", by=owner)
    page = page_of(client, voice).content.decode()
    icons = re.findall(r'(?:decided--decline"|<li)><svg class="icon" aria-hidden="true"><use href="[^#]*#(\w+)"', page)
    assert icons == ["decline", "reply", "erase"]


def test_journey_tells_of_two_readers_in_the_same_words(
    client: Client, voice: Voice, owner: Member, staff: Member
) -> None:
    read_voice(voice, by=owner)
    with later(minutes=20):
        read_voice(voice, by=staff)
        page = text_of(page_of(client, voice))
    assert re.findall(r"<li><span>(.*?)</span><time[^>]*>(.*?)</time></li>", page) == [
        ("店主が読みました", "10/12（月）午前9時"),
        ("店の人が読みました", "10/12（月）午前9時20分"),
    ]


@pytest.mark.parametrize("end", ["/name", "/contact"])
def test_pages_of_the_receipt_say_of_minors_what_the_notice_says(client: Client, voice: Voice, end: str) -> None:
    page, notice = text_of(page_of(client, voice, end)), text_of(client.get(f"/q/{voice.place.code}/about"))
    assert [line in page and line in notice for line in for_minors()] == [True] * 4
    assert "年齢にかかわらず参加" not in page


def test_days_are_counted_on_the_calendar_of_the_shop(client: Client, place: Place, owner: Member) -> None:
    with clock.standing_at(START.replace(hour=7)):  # in UTC it is still the day before
        voice = speak(place)
    make_product([voice], by=owner, out_on=START.date() + timedelta(days=3))
    assert "3" in page_of(client, voice).context["journey"].outcome.lead


def test_journey_tells_a_decline_with_its_reason(client: Client, voice: Voice, owner: Member) -> None:
    read_voice(voice, by=owner)
    idea = form_idea(voice.theme, headline="もっと小さく", grounds=[(voice, None)], by=owner)
    decide(idea, verdict="decline", reason="いまの型ではつくれないためです。", by=owner)
    assert "いまの型ではつくれないためです。" in outcome(client, voice)
    knots = page_of(client, voice).context["journey"].knots
    assert [knot.step for knot in knots] == ["arrived", "read", "idea"]


def test_journey_admits_that_an_answer_is_late(client: Client, voice: Voice) -> None:
    on_time = outcome(client, voice)
    with later(days=60):
        assert outcome(client, voice) != on_time


def test_voice_after_the_promised_day_is_not_late_at_once(client: Client, shop: Organisation) -> None:
    asked = make_theme(shop, ends_on=date(2026, 12, 31), reply_by=date(2026, 10, 16))
    with later(days=30):
        late = speak(asked.places.get(), "約束の日のあとの声です")
        assert "までにここに出ます" in outcome(client, late)
        with later(days=shop.reply_days + 1):
            assert "過ぎています" in outcome(client, late)


def test_journey_changes_with_every_step(client: Client, voice: Voice, owner: Member) -> None:
    told = [outcome(client, voice)]
    read_voice(voice, by=owner)
    told.append(outcome(client, voice))
    answer_voice(voice, text="つくってみます。", by=owner)
    told.append(outcome(client, voice))
    idea = form_idea(voice.theme, headline="もっと小さく", grounds=[(voice, None)], by=owner)
    told.append(outcome(client, voice))
    make_prototype(idea, name="試作1", made_of="小さくしました。", made_on=date(2026, 10, 20), by=owner)
    told.append(outcome(client, voice))
    assert len(set(told)) == 5


def test_a_first_prototype_was_made_of_the_voice_and_a_later_one_changed_by_it(
    client: Client, voice: Voice, owner: Member
) -> None:
    idea = form_idea(voice.theme, headline="もっと小さく", grounds=[(voice, None)], by=owner)
    told = []
    for name in ("試作1", "試作2"):
        make_prototype(idea, name=name, made_of="小さく", made_on=date(2026, 10, 20), grounds=[(voice, None)], by=owner)
        page = client.get(voice.receipt.get_absolute_url()).content.decode().replace("<wbr>", "")
        told.append(("あなたの声からつくりました" in page, "あなたの声で変わりました" in page))
    assert told == [(True, False), (True, True)]


def test_journey_says_no_more_than_what_was_done(client: Client, voice: Voice, owner: Member) -> None:
    idea = form_idea(voice.theme, headline="もっと小さく", grounds=[(voice, None)], by=owner)
    decide(idea, verdict="adopt", reason="ふたが閉まったためです。", by=owner)
    told = [outcome(client, voice)]
    with later(hours=1):
        decide(idea, verdict="try", reason="まず十個でためします。", by=owner)
    told.append(outcome(client, voice))
    prototype = make_prototype(idea, name="試作1", made_of="小さくしました。", made_on=date(2026, 10, 20), by=owner)
    told.append(outcome(client, voice))
    tried: Any = {"hypothesis": "ふたが閉まる", "measure": "閉まった人", "people": 18, "result": "17人で閉まりました。"}
    record_experiment(prototype, **tried, learned="", held=True, held_on=date(2026, 10, 21), by=owner)
    told.append(outcome(client, voice))
    with later(hours=2):
        decide(idea, verdict="adopt", reason="ふたが閉まったためです。", by=owner)
    told.append(outcome(client, voice))
    leads = [
        "つくると決まりました",
        "ためすことになりました",
        "試作ができました",
        "ためしてみました",
        "つくると決めました",
    ]
    assert [lead in said for lead, said in zip(leads, told, strict=True)] == [True] * 5


def test_journey_shows_which_prototype_the_voice_changed(client: Client, voice: Voice, owner: Member) -> None:
    idea = form_idea(voice.theme, headline="もっと小さく", grounds=[(voice, None)], by=owner)
    make_prototype(
        idea, name="試作1", made_of="小さく。", made_on=date(2026, 10, 20), grounds=[(voice, None)], by=owner
    )
    assert text_of(page_of(client, voice)).count('class="yours"') == 1


def test_journey_quotes_two_others_by_their_chosen_names(client: Client, place: Place, owner: Member) -> None:
    voices = [speak(place, f"小さいのがいい{n}", credit="nickname", name=f"常連{n}") for n in range(4)]
    make_product(voices, by=owner)
    knot = next(k for k in page_of(client, voices[0]).context["journey"].knots if k.step == "idea")
    assert knot.body["company"]["people"] == 4
    assert [who for _words, who in knot.body["company"]["said"]] == [
        f"常連{other.text[-1]}さん" for other in knot.body["company"]["others"]
    ]


def full_thread(place: Place, owner: Member, rows: int) -> Voice:
    voices = [speak(place, f"小さいのがいい{n}") for n in range(rows)]
    story = make_story(voices, owner)
    for voice in voices:
        answer_voice(voice, text="ありがとうございます。", by=owner)
    draft_thanks(story, by=owner)
    for thanks in story.thanks.all():
        send_thanks(thanks, by=owner)
    return voices[0]


@pytest.mark.parametrize("rows", [2, 4])
def test_journey_asks_the_database_the_same_for_any_number(
    client: Client, place: Place, owner: Member, rows: int, django_assert_num_queries: Any
) -> None:
    voice = full_thread(place, owner, rows)
    with django_assert_num_queries(16):
        page = page_of(client, voice)
    assert [knot.at is not None for knot in page.context["journey"].knots] == [True] * 8


def test_journey_with_an_experiment(client: Client, voice: Voice, owner: Member) -> None:
    idea = form_idea(voice.theme, headline="もっと小さく", grounds=[(voice, None)], by=owner)
    made = make_prototype(idea, name="試作1", made_of="小さく。", made_on=date(2026, 10, 20), by=owner)
    found = {"hypothesis": "入る", "measure": "入った数", "people": 26, "result": "26人が試しました"}
    record_experiment(made, **found, held_on=date(2026, 10, 21), by=owner)
    assert "26人が試しました" in text_of(page_of(client, voice))


def test_journey_of_a_withdrawn_voice_stands_without_words(client: Client, voice: Voice) -> None:
    words = voice.text
    withdraw_voice(voice)
    page = text_of(page_of(client, voice))
    assert (words in page, 'class="knot"' in page) == (False, True)


@pytest.mark.parametrize("reason", ["health", "personal", "complaint", "aside", "spam", "empty"])
def test_journey_says_kindly_why_others_do_not_see_it(client: Client, voice: Voice, owner: Member, reason: str) -> None:
    hold_voice(voice, reason=reason, by=owner)
    before = page_of(client, voice).context["journey"].held
    read_voice(voice, by=owner)
    after = page_of(client, voice).context["journey"].held
    assert before
    assert after
    assert "{{" not in "".join(before + after)


def test_receipts_of_nobody_are_not_here(client: Client, db: None) -> None:
    ends = ("", "/qr.svg", "/name", "/contact", "/withdrawal")
    assert [client.get(f"/k/nobody{end}").status_code for end in ends] == [404] * 5


def test_receipt_qr_is_a_drawing(client: Client, voice: Voice) -> None:
    answer = page_of(client, voice, "/qr.svg")
    assert (answer["Content-Type"], answer.content[:5]) == ("image/svg+xml", b"<?xml")


def test_find_opens_a_code_however_it_is_typed(client: Client, voice: Voice) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c != "-" else "ー" for c in voice.receipt.printed.lower())
    for typed in (voice.receipt.printed, voice.receipt.spoken.lower(), wide):
        assert client.post("/k/", {"code": typed})["Location"] == voice.receipt.get_absolute_url()


@pytest.mark.parametrize("typed", ["", "ABCD", "2345-6789-ABCD", "\x00", "あ" * 10_000])
def test_find_answers_a_wrong_code_with_a_sentence(client: Client, voice: Voice, typed: str) -> None:
    page = client.post("/k/", {"code": typed})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["code"])


def test_find_allows_ten_tries_a_minute(client: Client, voice: Voice) -> None:
    for _ in range(10):
        client.post("/k/", {"code": "2345-6789-ABCD"})
    assert client.post("/k/", {"code": voice.receipt.printed}).status_code == 422


def test_name_changes_how_the_person_appears(client: Client, voice: Voice) -> None:
    address = voice.receipt.get_absolute_url()
    answer = client.post(f"{address}/name", {"credit": "nickname", "name": "とうふ好き"})
    assert (answer.status_code, answer["Location"]) == (303, address)
    assert "とうふ好きさん" in text_of(client.get(address))


@pytest.mark.parametrize(
    "bad", [{"credit": "real", "name": " "}, {"credit": "x"}, {"credit": "real", "name": "あ" * 41}]
)
def test_name_that_cannot_be_is_asked_again(client: Client, voice: Voice, bad: dict[str, str]) -> None:
    answer = client.post(f"{voice.receipt.get_absolute_url()}/name", bad)
    assert (answer.status_code, Credit.objects.count()) == (422, 1)


def test_contact_is_left_only_with_a_tick(client: Client, voice: Voice) -> None:
    address = f"{voice.receipt.get_absolute_url()}/contact"
    assert client.post(address, {"address": "regular@example.jp"}).status_code == 422
    assert client.post(address, {"address": "ｒegular@example.jp", "agreed": "on"}).status_code == 303
    assert Contact.objects.get().address == "regular@example.jp"


@pytest.mark.parametrize("bad", ["", "regular", "a@b", "x" * 300 + "@example.jp", "\x00", "a\nb@example.jp"])
def test_contact_that_cannot_be_is_asked_again(client: Client, voice: Voice, bad: str) -> None:
    answer = client.post(f"{voice.receipt.get_absolute_url()}/contact", {"address": bad, "agreed": "on"})
    assert (answer.status_code, Contact.objects.count()) == (422, 0)


def test_contact_is_erased_on_request(client: Client, voice: Voice) -> None:
    address = f"{voice.receipt.get_absolute_url()}/contact"
    client.post(address, {"address": "regular@example.jp", "agreed": "on"})
    for _ in range(2):
        assert client.post(address, {"remove": "1"}).status_code == 303
    assert not Contact.objects.exists()


def test_withdrawal_asks_before_it_erases(client: Client, voice: Voice) -> None:
    address = f"{voice.receipt.get_absolute_url()}/withdrawal"
    assert client.get(address).status_code == 200
    assert not Voice.objects.get().is_withdrawn
    assert client.post(address)["Location"] == voice.receipt.get_absolute_url()
    assert (Voice.objects.get().text, Voice.objects.get().is_withdrawn) == ("", True)


def test_withdrawn_voice_has_nothing_left_to_change(client: Client, voice: Voice) -> None:
    withdraw_voice(voice)
    address = voice.receipt.get_absolute_url()
    answers = [client.post(f"{address}/{end}") for end in ("name", "contact", "withdrawal")]
    assert [answer["Location"] for answer in answers] == [address] * 3


@pytest.mark.parametrize("language", ["ja", "en"])
def test_receipt_pages_open_in_both_languages(client: Client, voice: Voice, language: str) -> None:
    ends = ("", "/name", "/contact", "/withdrawal")
    address = voice.receipt.get_absolute_url()
    assert [client.get(address + end, headers={"accept-language": language}).status_code for end in ends] == [200] * 4
    assert client.get("/k/", headers={"accept-language": language}).status_code == 200


def test_a_fresh_receipt_offers_the_letter_once(client: Client, voice: Voice, owner: Member) -> None:
    address = f"{voice.receipt.get_absolute_url()}/contact"
    assert text_of(page_of(client, voice)).count(address) == 1
    read_voice(voice, by=owner)
    assert text_of(page_of(client, voice)).count(address) == 1


def test_what_is_ahead_is_not_told_as_done(client: Client, voice: Voice) -> None:
    knots = page_of(client, voice).context["journey"].knots
    assert [str(knot.name) for knot in knots[:4]] == ["届いた", "店の人が読みます", "お返事", "アイデア"]


def test_a_voice_that_became_an_idea_unread_is_no_fresh_one(client: Client, voice: Voice, owner: Member) -> None:
    form_idea(voice.theme, headline="もっと小さく", grounds=[(voice, None)], by=owner)
    assert page_of(client, voice).context["journey"].is_fresh is False


def test_whoever_makes_something_of_a_voice_has_read_it(client: Client, voice: Voice, owner: Member) -> None:
    """Also when it was added from a list and its own page never opened."""
    form_idea(voice.theme, headline="もっと小さく", grounds=[(voice, None)], by=owner)
    assert [read.title for read in voice.reads.all()] == [owner.title]
    assert list(Voice.objects.unread()) == []
    assert "読まれた" in [str(knot.name) for knot in page_of(client, voice).context["journey"].knots]


def test_a_long_voice_is_folded_behind_its_beginning(client: Client, place: Place) -> None:
    words = "".join(f"{number}番目のお願いです。" for number in range(40))
    page = text_of(page_of(client, speak(place, words)))
    head = page.partition("</h1>")[0].rpartition(">")[2]
    assert (page.count(words), head.startswith("「0番目の"), len(head)) == (
        2,
        True,
        162,
    )  # whole: folded, and for the draft


def test_thanks_for_a_voice_taken_back_show_no_gap(client: Client, voice: Voice, owner: Member) -> None:
    story = make_story([voice], owner)
    draft_thanks(story, by=owner)
    send_thanks(story.thanks.get(), by=owner)
    withdraw_voice(voice)
    page = client.get(voice.receipt.get_absolute_url()).content.decode()
    assert ("ここでお礼をお伝えしました" in page, "〔…〕" in page) == (True, False)
