"""Headings: whole words as people write them, never half of one, a name, or what may not be quoted."""

import pytest

from yoriai.listening.naming import theme_labels
from yoriai.listening.terms import tokens
from yoriai.listening.themes import listen
from yoriai.listening.voices import Voice
from yoriai.listening.wording import as_written, wording
from yoriai.listening.words import default_words


def keys(text: str) -> list[str]:
    return [candidate.shown for candidate in wording(tokens(text), default_words()).candidates]


def label(*texts: str) -> str:
    found = [wording(tokens(text), default_words()) for text in texts]
    rows = list(range(len(texts)))
    return theme_labels([rows], found, texts, [str(row) for row in rows], [0], default_words())[0][0]


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (("放射性物質が心配", "放射性物質の検査を", "放射線が心配"), "放射性物質"),
        (("自治体が決める", "自治体の仕事", "自治体へ聞く"), "自治体"),
        (("パブリックコメントを読む", "パブリックコメントの文書", "パブリックコメントは長い"), "パブリックコメント"),
        (("低レベル放射性廃棄物として", "低レベル放射性廃棄物が残る"), "低レベル放射性廃棄物"),
        (("Is the exchange rate fair?", "exchange rate today", "Your exchange rate is low"), "exchange rate"),
        (("The auto top-up failed", "auto top-up is slow", "no auto top up"), "auto top-up"),
        (("IAEAの報告", "IAEA は遠い", "iaeaとは"), "IAEA"),
    ],
)
def test_a_heading_holds_whole_words_as_people_write_them(texts: tuple[str, ...], whole: str) -> None:
    assert whole in label(*texts).split("・")


def test_a_compound_of_few_does_not_stand_for_the_word_of_many() -> None:
    assert "測定データ" not in label("データを出す", "データが古い", "データの形", "測定データを見る")


def test_half_a_compound_that_is_too_long_stays_short() -> None:
    assert all(len(word) <= 10 for word in label(*["放射性物質汚染対処特措法の規定"] * 3).split("・"))


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("田中さんの豆腐", "田中"),
        ("自治体", "体"),
        ("80円で3個、5cm", "円"),
        ("8,000Bq/kgの土", "kg"),
        ("I couldn't find what's new", "couldn"),
        ("第58 条の土", "条"),
    ],
)
def test_names_numbers_and_halves_are_no_topic(text: str, never: str) -> None:
    assert never not in keys(text)


def test_a_noun_of_one_sign_counts_where_it_stands_alone() -> None:
    assert "朝" in keys("朝は忙しい")


def test_a_lone_word_gets_a_second_of_the_quoted_voice() -> None:
    assert label("朝の豆腐を", "朝はパン", "朝は豆腐", "朝に鍵") == "朝・豆腐"


def test_what_may_not_be_quoted_lends_no_word() -> None:
    plain = [Voice(f"p{i}", text) for i, text in enumerate(("汁がもれた", "汁のこと", "汁も少し"))]
    ways = enumerate(("飲まない", "残す", "捨てる", "減らす"))
    hidden = [Voice(f"h{i}", f"血圧が高いので汁は{way}") for i, way in ways]
    report = listen([*plain, *hidden], themes=1)
    assert [theme.label for theme in report.finest() if "血圧" in theme.label] == []


def test_the_capitals_most_people_gave_are_kept() -> None:
    assert as_written("top up", ["Top up", "the Top-Up", "a Top-Up"]) == "Top-Up"
    assert as_written("豆腐", []) == "豆腐"


@pytest.mark.parametrize(
    ("text", "word"), [("屋根を青色にする", "青色"), ("青色屋根がいい", "青色"), ("米粉の衣", "米粉")]
)
def test_two_nouns_of_one_sign_are_one_word(text: str, word: str) -> None:
    assert word in keys(text)


def test_what_a_theme_is_about_stands_in_its_heading_though_others_name_it_too() -> None:
    """Blue in every voice of one theme and in one of each other: it is no word of all, it is this theme's own."""
    blue = ["駐輪場の青色は市の誇り", "駐輪場を青色に、市の品格", "市の駐輪場なら青色が誇り", "青色の駐輪場で市の品格"]
    others = [
        ["ベンチを青色に", "ベンチがほしい", "ベンチに背もたれを"],
        ["照明は青色で", "照明を明るく", "照明が暗い"],
        ["看板の青色が好き", "看板を大きく", "看板が古い"],
    ]
    texts = [text for theme in (blue, *others) for text in theme]
    found = [wording(tokens(text), default_words()) for text in texts]
    rows = [list(range(4)), *([at, at + 1, at + 2] for at in (4, 7, 10))]
    labels = theme_labels(rows, found, texts, [str(i) for i in range(13)], [each[0] for each in rows], default_words())
    assert "青色" in labels[0][0].split("・")
    assert [name.split("・")[0] for name, _terms in labels[1:]] == ["ベンチ", "照明", "看板"]
