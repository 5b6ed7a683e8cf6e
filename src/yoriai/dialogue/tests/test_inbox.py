"""The inbox: which voices, in which order, and what opening one does."""

from typing import Any
from uuid import uuid4

from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import client_of, later, make_theme, speak
from yoriai.dialogue.actions import answer_voice, hold_voice, withdraw_voice
from yoriai.dialogue.models import ReadMark, Voice
from yoriai.theme.models import Place


def _listed(member: Member, query: str = "") -> list[Voice]:
    return [row for row, _who in client_of(member).get(f"/desk/voices{query}").context["rows"]]


def test_inbox_lists_unread_voices_oldest_first(owner: Member, place: Place) -> None:
    first = speak(place, "先に来た声です")
    with later(hours=1):
        second = speak(place, "あとに来た声です")
    assert _listed(owner) == [first, second]


def test_inbox_puts_urgent_voices_first(owner: Member, place: Place) -> None:
    first, second = speak(place, "先に来た声です"), speak(place, "あとに来た声です")
    hold_voice(second, reason="complaint", urgent=True, by=owner)
    assert _listed(owner) == [second, first]


def test_inbox_tabs_sort_voices(owner: Member, place: Place) -> None:
    answered, held = speak(place, "返事のある声です"), speak(place, "店の中の声です")
    answer_voice(answered, text="ありがとうございます", by=owner)
    hold_voice(held, reason="aside", by=owner)
    assert _listed(owner, "?tab=waiting") == [held]
    assert _listed(owner, "?tab=inside") == [held]
    assert len(_listed(owner, "?tab=all")) == 2


def test_inbox_finds_words_and_questions(owner: Member, shop: Organisation, place: Place) -> None:
    wanted = speak(place, "ひとくちがんもがほしい")
    other = speak(make_theme(shop, title="別のお題").places.get(), "ひとくちサイズの厚揚げ")
    assert _listed(owner, "?q=がんも") == [wanted]
    assert _listed(owner, f"?q=ひとくち&theme={other.theme.code}") == [other]


def test_inbox_bears_any_question(owner: Member, voice: Voice) -> None:
    client = client_of(owner)
    for words in ["\x00", "x" * 10_000, "<script>", "\u202e%_", "9" * 30]:
        answer = client.get("/desk/voices", {"q": words, "tab": words, "theme": words, "page": words})
        assert answer.status_code == 200
        assert b"<script>" not in answer.content.replace(b'<script type="module"', b"")


def test_inbox_turns_the_page_at_thirty(owner: Member, place: Place) -> None:
    for i in range(31):
        speak(place, f"{i}番目の声です")
    assert (len(_listed(owner)), len(_listed(owner, "?page=2"))) == (30, 1)


def test_inbox_asks_the_same_questions_for_many(owner: Member, place: Place, django_assert_num_queries: Any) -> None:
    client = client_of(owner)
    for number in (1, 2):
        for i in range(number):
            speak(place, f"声その{number}{i}")
        with django_assert_num_queries(9):
            client.get("/desk/voices")


def test_inbox_is_closed_to_partners_and_shows_nothing_of_others(
    partner: Member, other_shop: Member, voice: Voice
) -> None:
    assert client_of(partner).get("/desk/voices").status_code == 404
    assert _listed(other_shop, "?tab=all") == []


def test_voice_is_read_by_opening(staff: Member, voice: Voice) -> None:
    client = client_of(staff)
    client.get(f"/desk/voices/{voice.pk}")
    client.get(f"/desk/voices/{voice.pk}")
    assert list(ReadMark.objects.values_list("voice", "title")) == [(voice.pk, "店の人")]


def test_voice_stays_in_its_list_while_open(owner: Member, place: Place) -> None:
    first = speak(place, "先に来た声です")
    with later(minutes=5):
        second = speak(place, "あとに来た声です")
    page = client_of(owner).get(f"/desk/voices/{first.pk}")
    assert [row for row, _who in page.context["rows"]] == [first, second]
    assert (page.context["before"], page.context["after"]) == (None, second.pk)


def test_voice_shows_similar_ones_and_echoes(owner: Member, place: Place) -> None:
    voice = speak(place, "小さいがんもがあればお弁当に入る")
    close = speak(place, "小さいがんもがあればお弁当に入れる")
    echo = speak(place, "うちも同じ思いです", echo_of=voice)
    page = client_of(owner).get(f"/desk/voices/{voice.pk}")
    assert [each for each, _who in page.context["alike"]] == [close]
    assert [each for each, _who in page.context["echoes"]] == [echo]


def test_voice_taken_back_shows_no_form(owner: Member, voice: Voice) -> None:
    withdraw_voice(voice)
    page = client_of(owner).get(f"/desk/voices/{voice.pk}").content.decode()
    assert "<textarea" not in page
    assert ReadMark.objects.count() == 0


def test_voice_of_another_shop_is_not_there(other_shop: Member, partner: Member, voice: Voice) -> None:
    for member in (other_shop, partner):
        client = client_of(member)
        assert client.get(f"/desk/voices/{voice.pk}").status_code == 404
        assert client.post(f"/desk/voices/{voice.pk}/reply", {"text": "x"}).status_code == 404
        assert client.post(f"/desk/voices/{voice.pk}/hold", {"reason": "spam"}).status_code == 404
    assert (ReadMark.objects.count(), voice.replies.count()) == (0, 0)


def test_unknown_voice_is_not_there(owner: Member) -> None:
    assert client_of(owner).get(f"/desk/voices/{uuid4()}").status_code == 404


def test_a_400_character_voice_without_spaces_is_whole(owner: Member, place: Place) -> None:
    voice = speak(place, "あ" * 400)
    assert "あ" * 400 in client_of(owner).get(f"/desk/voices/{voice.pk}").content.decode().replace("<wbr>", "")


def test_walk_goes_on_over_the_end_of_the_page(owner: Member, place: Place) -> None:
    voices = []
    for i in range(31):
        with later(minutes=i):
            voices.append(speak(place, f"{i}番目の声です"))
    page = client_of(owner).get(f"/desk/voices/{voices[29].pk}")
    assert (page.context["page"].number, page.context["after"]) == (1, voices[30].pk)
    last = client_of(owner).get(f"/desk/voices/{voices[30].pk}?tab=waiting")
    assert last.context["page"].number == 2


def test_inbox_without_any_voice_invites(owner: Member, voice: Voice, other_shop: Member) -> None:
    assert client_of(other_shop).get("/desk/voices").context["nothing_yet"]
    assert not client_of(owner).get("/desk/voices?q=ない言葉").context["nothing_yet"]


def test_walk_goes_on_after_an_answer_instead_of_back_to_a_skipped_voice(owner: Member, place: Place) -> None:
    voices = []
    for i in range(3):
        with later(minutes=i):
            voices.append(speak(place, f"{i}番目の声です"))
    answer_voice(voices[1], text="ありがとうございます", by=owner)
    page = client_of(owner).get(f"/desk/voices/{voices[1].pk}?tab=waiting&done=1")
    assert page.context["after"] == voices[2].pk


def test_words_not_found_in_one_tab_are_sought_in_all(owner: Member, voice: Voice) -> None:
    page = client_of(owner).get("/desk/voices?tab=unread&q=そんな声").content.decode()
    assert "?tab=all&amp;q=%E3%81%9D%E3%82%93%E3%81%AA%E5%A3%B0" in page
