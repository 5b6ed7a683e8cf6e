"""Looking for words and turning pages: the same everywhere."""

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from yoriai.conftest import speak
from yoriai.dialogue.models import Voice
from yoriai.theme.models import Place
from yoriai.web.search import LONGEST, asked_words, contains, spellings
from yoriai.web.templatetags.yoriai import pager


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ひとくちガンモがほしい", "がんも"),
        ("ひとくちがんもがほしい", "ガンモ"),
        ("ひとくちガンモがほしい", "ｶﾞﾝﾓ"),
        ("ひとくちｶﾞﾝﾓがほしい", "がんも"),
        ("ﾊﾟﾝと豆腐", "ぱん"),
        ("１２０グラムがいい", "120"),
        ("120グラムがいい", "１２０"),
        ("Tofu for breakfast", "TOFU"),
        ("朝の豆腐がほしい", "豆腐　朝"),
        ("木綿", "木綿"),
    ],
)
def test_words_are_found_however_they_are_written(place: Place, text: str, words: str) -> None:
    voice = speak(place, text)
    speak(place, "おからの話です")
    assert list(Voice.objects.filter(contains(words, "text"))) == [voice]


def test_every_word_must_be_there_and_no_word_finds_all(place: Place) -> None:
    speak(place, "朝の豆腐がほしい")
    found = [Voice.objects.filter(contains(words, "text")).count() for words in ("豆腐 夜", "", " 　")]
    assert found == [0, 1, 1]


def test_signs_of_the_database_are_words() -> None:
    assert spellings("100%_") == ["100%_", "１００％＿"]


def test_a_search_is_bounded() -> None:
    asked = _asked("\x00 " + "あ " * 5000)
    assert (len(asked) <= LONGEST, str(contains(asked, "text")).count("'あ'")) == (True, 8)


def _asked(words: str) -> str:
    query = QueryDict(mutable=True)
    query["q"] = words
    return asked_words(query)


@pytest.mark.parametrize(
    ("language", "shown"), [("ja", ("61件のうち 31〜60", "もどる")), ("en", ("31–60 of 61", "Back"))]
)
def test_pager_tells_where_one_is_and_keeps_the_search(language: str, shown: tuple[str, str]) -> None:
    with translation.override(language):
        page = render_to_string("web/_pager.html", pager(Paginator(range(61), 30).get_page(2), "q=%E8%B1%86", at="/a"))
    assert all(words in page for words in (*shown, '"/a?q=%E8%B1%86&amp;page=1"', '"/a?q=%E8%B1%86&amp;page=3"'))


def test_pager_is_not_there_for_one_page() -> None:
    assert render_to_string("web/_pager.html", pager(Paginator(range(30), 30).get_page(1))).strip() == ""
