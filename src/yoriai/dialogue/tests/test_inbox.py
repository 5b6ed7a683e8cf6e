"""The inbox: which voices, in which order, and what opening one does."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import client_of, later, make_theme, speak
from yoriai.dialogue.actions import answer_voice, hold_voice, read_voice, withdraw_voice
from yoriai.dialogue.inbox import Tab
from yoriai.dialogue.models import ReadMark, Voice
from yoriai.theme.models import Place


def _listed(member: Member, query: str = "") -> list[Voice]:
    return [row for row, *_more in client_of(member).get(f"/desk/voices{query}").context["rows"]]


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


@pytest.mark.parametrize("way", ["get", "post reply", "post hold"])
def test_the_pager_beside_an_opened_voice_leads_through_the_list(owner: Member, place: Place, way: str) -> None:
    voices = [speak(place, f"{i}番目の声です") for i in range(32)]
    client, address = client_of(owner), f"/desk/voices/{voices[0].pk}"
    call, _, what = way.partition(" ")
    page = getattr(client, call)(f"{address}/{what}?tab=all".replace("/?", "?"), {"text": ""} if what else None)
    (other,) = set(re.findall('<a class="btn" href="([^"]*page=[12])">', page.content.decode()))
    listed = client.get(unescape(other))
    assert (other.partition("?")[0], listed.context["sieve"].tab) == ("/desk/voices", Tab.ALL)
    assert voices[0] not in [row for row, *_more in listed.context["rows"]]


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
    assert [row for row, *_more in page.context["rows"]] == [first, second]
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


def test_search_looks_into_every_tab_and_says_where_each_stands(owner: Member, place: Place) -> None:
    read, held, settled = speak(place, "がんもを小さく"), speak(place, "がんもの話です"), speak(place, "ガンモが好き")
    unread = speak(place, "がんもがほしい")
    read_voice(read, by=owner)
    hold_voice(held, reason="spam", by=owner)
    read_voice(held, by=owner)
    answer_voice(settled, text="ありがとうございます", by=owner)
    rows = client_of(owner).get("/desk/voices?tab=inside&q=がんも").context["rows"]
    assert {row.pk: tabs for row, _who, tabs in rows} == {
        unread.pk: [Tab.UNREAD, Tab.WAITING],
        read.pk: [Tab.WAITING],
        held.pk: [Tab.INSIDE],
        settled.pk: [Tab.ALL],
    }


def test_search_finds_two_letters_and_shows_the_newest_first(owner: Member, place: Place) -> None:
    first = speak(place, "木綿がいい")
    with later(hours=1):
        second = speak(place, "いつも木綿です")
    assert _listed(owner, "?q=木綿") == [second, first]


def test_search_marks_no_tab_and_names_the_tab_of_each_voice(owner: Member, voice: Voice) -> None:
    page = client_of(owner).get("/desk/voices?tab=all&q=がんも").content.decode()
    tabs = page[page.index('class="tabs"') : page.index("</nav>", page.index('class="tabs"'))]
    assert ("aria-current" in tabs, "未読・返事を待つ</span>" in page) == (False, True)
    assert '<a href="/desk/voices?tab=all">さがすのをやめて、「すべて」にもどる</a>' in page


def test_search_without_a_find_leads_back_and_beyond_the_question(owner: Member, voice: Voice) -> None:
    code = voice.theme.code
    page = client_of(owner).get(f"/desk/voices?tab=waiting&q=そんな声&theme={code}").content.decode()
    assert f'<a class="btn" href="/desk/voices?tab=waiting&amp;theme={code}">' in page
    assert '<a class="btn" href="/desk/voices?tab=waiting&amp;q=%E3%81%9D%E3%82%93%E3%81%AA%E5%A3%B0">' in page


def test_search_shows_nothing_of_another_shop_and_nothing_taken_back(
    owner: Member, other_shop: Member, voice: Voice
) -> None:
    before = (_listed(owner, "?q=がんも"), _listed(other_shop, "?q=がんも"))
    withdraw_voice(voice)
    assert (before, _listed(owner, "?q=がんも")) == (([voice], []), [])


def test_search_asks_the_same_questions_for_many(owner: Member, place: Place, django_assert_num_queries: Any) -> None:
    client = client_of(owner)
    for number in (1, 2):
        for i in range(number):
            speak(place, f"声その{number}{i}")
        with django_assert_num_queries(9):
            client.get("/desk/voices?q=声")


def test_walk_through_what_was_found_stays_in_it(owner: Member, place: Place) -> None:
    first, _other, second = speak(place, "がんも一"), speak(place, "おから"), speak(place, "がんも二")
    page = client_of(owner).get(f"/desk/voices/{min(first.pk, second.pk)}?tab=unread&q=がんも")
    assert page.context["after"] == max(first.pk, second.pk)


def test_inbox_has_its_heading_and_the_first_voice_beside_the_list(owner: Member, place: Place) -> None:
    speak(place, "先に来た声です")
    page = client_of(owner).get("/desk/voices").content.decode()
    assert "<h1>声</h1>" in page
    assert re.search('<h2 class="voice voice--s" id="first-voice">「先に.*</h2>', page)
    assert ReadMark.objects.count() == 0


def test_inbox_shows_no_more_of_a_voice_unread_than_its_list(owner: Member, place: Place) -> None:
    speak(place, "あ" * 200)
    page = client_of(owner).get("/desk/voices").content.decode().replace("<wbr>", "")
    assert ("あ" * 139 in page, "あ" * 140 in page) == (True, False)


def test_inbox_without_rows_has_no_empty_pane(owner: Member) -> None:
    assert "first-voice" not in client_of(owner).get("/desk/voices").content.decode()
