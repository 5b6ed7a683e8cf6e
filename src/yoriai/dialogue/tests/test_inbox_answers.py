"""Answering, holding and releasing from the open voice; the people page."""

import pytest

from yoriai.accounts.models import Member
from yoriai.conftest import client_of, speak
from yoriai.dialogue.actions import answer_voice, withdraw_voice
from yoriai.dialogue.desk_forms import BEGINNINGS
from yoriai.dialogue.models import Hold, Voice
from yoriai.ledger.models import Event
from yoriai.theme.models import Place


def test_reply_is_sent_and_leads_back(staff: Member, voice: Voice) -> None:
    answer = client_of(staff).post(f"/desk/voices/{voice.pk}/reply?tab=waiting", {"text": "試してみます"})
    assert answer["Location"] == f"/desk/voices/{voice.pk}?tab=waiting&done=1"
    assert list(voice.replies.values_list("text", "title")) == [("試してみます", "店の人")]


def test_reply_sent_twice_is_one_answer(staff: Member, voice: Voice) -> None:
    for _ in range(2):
        answer_voice(voice, text="試してみます", by=staff)
    assert Event.objects.filter(kind="dialogue.voice_answered").count() == voice.replies.count() == 1


def test_an_answer_is_corrected_and_says_so(staff: Member, voice: Voice) -> None:
    reply = answer_voice(voice, text="来月ためします", by=staff)
    address, receipt = f"/desk/answers/{reply.pk}", voice.receipt.get_absolute_url()
    before = client_of(staff).get(receipt).content.decode()
    empty = client_of(staff).post(address, {"text": " "})
    client_of(staff).post(address, {"text": "さ来月ためします"})
    after = client_of(staff).get(receipt).content.decode()
    assert ("直しました" in before, list(empty.context["form"].errors)) == (False, ["text"])
    assert ("来月ためします" in before, "さ来月ためします" in after, "に直しました" in after) == (True, True, True)


def test_an_answer_taken_back_lets_the_voice_wait_again(staff: Member, voice: Voice) -> None:
    reply = answer_voice(voice, text="別の声への返事でした", by=staff)
    for status in (302, 404):
        answer = client_of(staff).post(f"/desk/answers/{reply.pk}", {"do": "take_back"})
        assert answer.status_code == status
    assert list(Voice.objects.waiting()) == [voice]
    assert Event.objects.filter(kind="dialogue.answer_taken_back").count() == 1
    assert "別の声への返事でした" not in client_of(staff).get(voice.receipt.get_absolute_url()).content.decode()


def test_a_beginning_that_nobody_wrote_on_is_not_sent(staff: Member, voice: Voice) -> None:
    for _name, beginning in BEGINNINGS[2:]:
        page = client_of(staff).post(f"/desk/voices/{voice.pk}/reply", {"text": beginning})
        assert list(page.context["reply_form"].errors) == ["text"]
    assert voice.replies.count() == 0


def test_one_of_two_answers_taken_back_says_nothing_of_waiting(staff: Member, voice: Voice) -> None:
    answer_voice(voice, text="はじめの返事です", by=staff)
    second = answer_voice(voice, text="もうひとつの返事です", by=staff)
    page = client_of(staff).post(f"/desk/answers/{second.pk}", {"do": "take_back"}, follow=True).content.decode()
    assert ("返事を取り消しました。" in page, "また返事を待っています" in page) == (True, False)


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("電話は090-1234-5678、夕方なら出られます", True),
        ("０３（１２３４）５６７８へ電話ください", True),
        ("+81 90 1234 5678 is my number", True),
        ("返事は taro.y@example.jp まで", True),
        ("〒123-4567 に送ってほしい", True),
        ("2026-11-27に買った、1000円の品", False),
        ("80円で3個、10時から18時まで", False),
        ("型番は12-345-6789です", False),
    ],
)
def test_where_somebody_can_be_reached_is_shown_to_nobody_unasked(
    place: Place, staff: Member, text: str, waits: bool
) -> None:
    """Also once the shop has opened it: a person decides whether others see it."""
    voice = speak(place, text)
    client_of(staff).get(f"/desk/voices/{voice.pk}")
    assert voice.is_held is waits
    assert Voice.objects.shown().filter(pk=voice.pk).exists() is not waits


def test_an_answer_to_a_voice_taken_back_is_not_here(staff: Member, voice: Voice) -> None:
    reply = answer_voice(voice, text="ありがとう", by=staff)
    withdraw_voice(voice)
    assert client_of(staff).post(f"/desk/answers/{reply.pk}", {"text": "書き足す"}).status_code == 404


def test_reply_too_long_keeps_what_was_typed(staff: Member, voice: Voice) -> None:
    page = client_of(staff).post(f"/desk/voices/{voice.pk}/reply", {"text": "い" * 2001})
    assert set(page.context["reply_form"].errors) == {"text"}
    assert "い" * 2001 in page.content.decode()


def test_reply_bears_any_input(staff: Member, voice: Voice) -> None:
    for words in ["", "   ", "a\x00b", "い" * 10_000, "\u202e\u0300" * 200_000]:
        assert client_of(staff).post(f"/desk/voices/{voice.pk}/reply", {"text": words}).status_code == 200
    assert voice.replies.count() == 0


def test_reply_to_a_withdrawn_voice_is_refused_on_the_page(staff: Member, voice: Voice) -> None:
    withdraw_voice(voice)
    page = client_of(staff).post(f"/desk/voices/{voice.pk}/reply", {"text": "ありがとう"})
    assert (page.status_code, voice.replies.count()) == (200, 0)


def test_reply_page_offers_beginnings_without_javascript(staff: Member, voice: Voice) -> None:
    for begin in ["0", "1", "2"]:
        assert client_of(staff).get(f"/desk/voices/{voice.pk}?begin={begin}").context["reply_form"].initial["text"]
    for begin in ["9", "x", "99999999999", "²"]:
        assert client_of(staff).get(f"/desk/voices/{voice.pk}?begin={begin}").status_code == 200


def test_hold_keeps_a_voice_inside_and_releases_it(staff: Member, voice: Voice) -> None:
    client = client_of(staff)
    client.post(f"/desk/voices/{voice.pk}/hold", {"reason": "complaint", "urgent": "on"})
    assert list(Hold.objects.values_list("reason", "urgent")) == [("complaint", True)]
    client.post(f"/desk/voices/{voice.pk}/hold", {"release": "1"})
    client.post(f"/desk/voices/{voice.pk}/hold", {"release": "1"})
    assert Hold.objects.count() == 0


@pytest.mark.parametrize("again", [False, True])
def test_what_a_cue_or_somebody_else_held_only_a_host_lets_out(
    staff: Member, host: Member, place: Place, again: bool
) -> None:
    """Decision 0050. Holding it once more does not make it one's own."""
    sick = speak(place, "卵アレルギーの子でも食べられますか")
    address = f"/desk/voices/{sick.pk}/hold"
    assert sick.hold.held_by is None
    if again:
        client_of(staff).post(address, {"reason": "aside"})
    client_of(staff).post(address, {"release": "1"})
    page = client_of(staff).get(f"/desk/voices/{sick.pk}").content.decode()
    assert (Hold.objects.count(), 'name="release"' in page) == (1, False)
    client_of(host).post(address, {"release": "1"})
    assert Hold.objects.count() == 0


def test_hold_needs_a_reason(staff: Member, voice: Voice) -> None:
    for reason in ["", "nonsense"]:
        page = client_of(staff).post(f"/desk/voices/{voice.pk}/hold", {"reason": reason})
        assert set(page.context["hold_form"].errors) == {"reason"}


def test_who_writes_beside_somebody_else_reads_that_answer_first(staff: Member, host: Member, voice: Voice) -> None:
    """Two windows, one voice: the second answer is sent only by somebody who knows of the first one."""
    address = f"/desk/voices/{voice.pk}/reply"
    told = client_of(staff)
    told.post(address, {"text": "土曜にためします", "knowing": "0"})
    page = client_of(host).post(address, {"text": "いまは、できません", "knowing": "0"})
    form, shown = page.context["reply_form"], page.content.decode()
    assert (list(form.errors), form["text"].value()) == (["text"], "いまは、できません")
    assert ("土曜にためします" in shown, 'name="knowing" value="1"' in shown) == (True, True)
    client_of(host).post(address, {"text": "いまは、できません", "knowing": "1"})
    assert set(voice.replies.values_list("text", flat=True)) == {"土曜にためします", "いまは、できません"}
