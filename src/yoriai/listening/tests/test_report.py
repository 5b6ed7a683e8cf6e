import re

import pytest

from yoriai.listening import report
from yoriai.listening.report import themes_page
from yoriai.listening.report_words import WORDS
from yoriai.listening.tests.shop import shop_voices
from yoriai.listening.themes import listen
from yoriai.listening.voices import Voice

VOICES = [*shop_voices(), Voice("evil", "<script>alert(1)</script>&\"'")]
AVOIDED = (
    "クラスタ",
    "エンベディング",
    "モデレーション",
    "ユーザー",
    "フィードバック",
    "させていただ",
    "エクスポート",
)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_page_asks_nothing_from_outside_and_escapes(language: str) -> None:
    page = themes_page(listen(VOICES), VOICES, language)
    assert re.findall(r"<script|https?://|url\(|<link", page) == []
    assert "&lt;script&gt;" in page


def test_page_shows_every_voice_and_proves_it() -> None:
    page = themes_page(listen(VOICES), VOICES)
    shown = set(re.findall(r'<span class="id">([^<]+)</span>', page))
    assert shown == {voice.id for voice in VOICES}
    assert "いただいた声 29件、すべてここにあります" in page


def test_paper_takes_the_first_voices_of_each_theme_of_a_long_report(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = listen(VOICES, themes=3)
    assert "画面で読めます" not in themes_page(heard, VOICES)
    monkeypatch.setattr(report, "PAPER", 20)
    page = themes_page(heard, VOICES)
    told = [int(n) for n in re.findall(r"ほかの(\d+)件は、画面で読めます", page)]
    assert sorted(told) == sorted(len(t.voices) - 6 for t in heard.finest() if len(t.voices) > 6)
    assert set(re.findall(r'<span class="id">([^<]+)</span>', page)) == {voice.id for voice in VOICES}


def test_page_links_lead_somewhere() -> None:
    page = themes_page(listen(VOICES), VOICES)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))


def test_both_languages_have_the_same_sentences() -> None:
    assert set(WORDS["ja"]) == set(WORDS["en"])


def test_sentences_are_short_and_avoid_hard_words() -> None:
    sentences = [s for text in WORDS["ja"].values() for s in text.split("。")]
    assert [s for s in sentences if len(s) > 40 or any(word in s for word in AVOIDED)] == []


def test_a_page_of_few_voices_stands() -> None:
    few = VOICES[:2]
    assert WORDS["ja"]["none_grouped"] in themes_page(listen(few), few)


def test_an_english_page_sets_words_and_quotes_apart_as_english_does() -> None:
    voices = [Voice(str(i), f"Please put a bench at the bus stop {'!' * i}") for i in range(12)]
    page = themes_page(listen(voices), voices, "en")
    assert "“Please put a bench" in page
    assert not set("「」・") & set(page)
