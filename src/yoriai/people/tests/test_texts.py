"""The texts are whole in both languages, and never shown half filled."""

import re
from datetime import date
from hashlib import sha256

import pytest

from yoriai.people.texts import LANGUAGES, Text, Unfilled, _texts, latest, text

FORBIDDEN = re.compile(
    "させていただ|お[^。]{1,8}いただけます|不正な|無効|エラーが発生しました|ユーザー|ログイン|ダッシュボード"
    "|フィードバック|エクスポート|クラスタ|フェーズ|モデレーション|エンドースメント|登録が完了"
    "|お楽しみください|！！|[［\\[](?:OK|はい|いいえ)[］\\]]"
)
PUT_DOWN = {
    ("ja", "notice-1.0"): "b8a8f055c091442d",
    ("ja", "notice-1.1"): "d3b2aacba296b55c",
    ("ja", "notice-short-1.0"): "4762f9776be88265",
    ("ja", "terms-a-1.0"): "d44fc348126d4716",
    ("en", "notice-1.0"): "7f2c170f6652b499",
    ("en", "notice-1.1"): "cc171804c60da3a4",
    ("en", "notice-short-1.0"): "8e41a9baf1c08e34",
    ("en", "terms-a-1.0"): "04ecc21968ddf935",
}
RETENTION = {
    "shop": "まちの豆腐店",
    "reply_days": 14,
    "reply_place": "店頭",
    "retention": "企画の終わりから1年",
}


def all_texts(language: str) -> list[Text]:
    return list(_texts(language).values())


def test_texts_have_the_same_ids_kinds_and_placeholders_in_both_languages() -> None:
    def shape(language: str) -> list[tuple[str, str, frozenset[str]]]:
        return [(each.id, each.kind, each.placeholders) for each in all_texts(language)]

    assert shape("en") == shape("ja")
    assert len(shape("ja")) == 42


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["notice-short", "terms-a-short"])
def test_short_texts_are_four_plain_lines(name: str, language: str) -> None:
    lines = text(latest(name), language).body.splitlines()
    assert len([line for line in lines if not re.match("くわしく：|Details:", line)]) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_filled_text_leaves_no_place_empty(language: str) -> None:
    for each in all_texts(language):
        assert "{{" not in each.filled(**dict.fromkeys(each.placeholders, "x")).body


def test_unfilled_text_is_refused_with_the_missing_names() -> None:
    with pytest.raises(Unfilled, match="notice_url") as refused:
        text("notice-short-1.0", "ja").filled(**RETENTION)
    assert refused.value.missing == {"notice_url"}


@pytest.mark.parametrize("blank", [None, "", "  ", "　"])
def test_blank_value_counts_as_unfilled(blank: str | None) -> None:
    with pytest.raises(Unfilled):
        text("terms-a-short-1.0", "ja").filled(terms_url=blank)


def test_braces_in_a_persons_words_stay_words() -> None:
    shown = text("pop-1.0", "ja").filled(name="常連さん", words="{{page_url}} \\1", page_url="/s/a")
    assert "「{{page_url}} \\1」" in shown.body


def test_sha256_is_of_the_text_as_shown() -> None:
    shown = text("read-1.0", "ja").filled(date="1月15日（金）", name="店長")
    assert shown.body == "1月15日（金） 店長が読みました。"
    assert shown.sha256 == "43a9547801153ea6a759f2eb79cdc9a4e6bd8c07c4de75d58c7bb63bf9b05167"


def test_sha256_differs_with_what_was_filled() -> None:
    label = text("label-goods-1.0", "ja")
    assert label.filled(item="豆腐").sha256 != label.filled(item="がんも").sha256


def test_sha256_does_not_depend_on_values_not_needed() -> None:
    label = text("label-pay-1.0", "en")
    assert label.filled(item="tofu").sha256 == label.filled().sha256


def test_guide_texts_hold_no_forbidden_words() -> None:
    bodies = [each.title + each.body for each in all_texts("ja") if each.kind == "guide"]
    assert [found for body in bodies for found in FORBIDDEN.findall(body)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["notice", "terms-a"])
def test_what_minors_may_do_alone_is_said_alike_everywhere(name: str, language: str) -> None:
    short = text(latest("minor-short"), language).body
    assert short in text(latest(name), language).body


def test_old_versions_never_change() -> None:
    """A record of consent points to them."""
    digests = {(lang, id): sha256(text(id, lang).body.encode()).hexdigest()[:16] for lang, id in PUT_DOWN}
    assert digests == PUT_DOWN


def test_a_version_has_its_number_and_its_first_day() -> None:
    now = text("notice-1.2", "ja")
    assert (now.version, now.since) == ("1.2", date(2026, 11, 26))
    assert {text(each.id, "en").since == each.since for each in all_texts("ja")} == {True}


def test_latest_compares_versions_as_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    note = Text("note-1.9", date(2026, 11, 1), "ja", "guide", "", "")
    monkeypatch.setattr("yoriai.people.texts._texts", lambda _: {"note-1.9": note, "note-1.10": note})
    assert latest("note") == "note-1.10"


def test_latest_does_not_mistake_a_longer_name() -> None:
    assert latest("notice") == "notice-1.2"


def test_unknown_text_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        latest("nothing")


def test_text_leaves_out_what_the_shop_has_not_told() -> None:
    footer = text("mail-footer-1.0", "ja").filled_where_known(operator="まちの豆腐店", date="1/15", mydata_url="")
    assert footer.body.splitlines() == ["送った人：まちの豆腐店", "このお知らせは、1/15に希望した方に送っています。"]


def test_filled_where_known_leaves_no_label_without_its_value() -> None:
    body = text("notice-1.0", "ja").filled_where_known(address="市場通り1", shop="まちの豆腐店", tel="000").body
    assert "住所：市場通り1\n" in body
    assert ("代表" in body, "まちの豆腐店　電話 000\n" in body + "\n") == (False, True)


@pytest.mark.parametrize(("language", "missing"), [("ja", "録音|ふりがな|写真"), ("en", "recording|reading aid|photo")])
def test_help_with_writing_promises_only_what_there_is(language: str, missing: str) -> None:
    assert not re.search(missing, text(latest("a11y"), language).body)


@pytest.mark.parametrize(
    ("language", "missing"), [("ja", "写真|会員番号|私のデータ"), ("en", "photo|membership|My data")]
)
def test_the_notice_names_only_what_there_is(language: str, missing: str) -> None:
    assert not re.search(missing, text(latest("notice"), language).body)
