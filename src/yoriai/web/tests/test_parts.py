import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.utils import translation
from django.utils.safestring import SafeString

from yoriai.web import clock, codes
from yoriai.web.assets import WEB
from yoriai.web.days import ago, day, long_day, moment
from yoriai.web.phrases import phrases
from yoriai.web.quotes import quoted
from yoriai.web.templatetags.yoriai import days, dot

AT = datetime(2027, 1, 15, 15, 20, tzinfo=ZoneInfo("Asia/Tokyo"))


def test_days_are_written_as_they_are_said_in_japan() -> None:
    with translation.override("ja"):
        written = (day(AT), long_day(AT), moment(AT), day(None))
    assert written == ("1/15（金）", "2027年1月15日（金）", "1/15（金）午後3時20分", "")


def test_days_are_written_as_they_are_said_in_english() -> None:
    with translation.override("en"):
        assert (day(AT), long_day(AT)) == ("Fri 15 Jan", "Friday 15 January 2027")


def test_ranges_have_the_sign_of_the_language_and_break_only_between_the_days() -> None:
    written = []
    for language in ("ja", "en"):
        with translation.override(language):
            written.append(days(day(AT), day(AT + timedelta(days=1))))
    unbroken = '<span class="unbroken">{}</span>'
    assert written == [
        unbroken.format("1/15（金）〜") + "<wbr>" + unbroken.format("1/16（土）"),
        unbroken.format("Fri 15 Jan\u00a0–") + " " + unbroken.format("Sat 16 Jan"),
    ]


@pytest.mark.parametrize(("language", "sign"), [("ja", "・"), ("en", " · ")])
def test_two_facts_in_one_line_are_parted_alike_everywhere(language: str, sign: str) -> None:
    pages = [path.read_text("utf-8") for path in WEB.parent.glob("*/templates/**/*.html")]
    assert [page[:60] for page in pages if re.search(r"・| · |day }} ?–", page)] == []
    with translation.override(language):
        assert dot() == sign


@pytest.mark.parametrize(("since", "words"), [(0, "きょう"), (1, "きのう"), (4, "4日前"), (-1, "きょう")])
def test_waiting_is_counted_in_the_days_of_the_calendar(since: int, words: str) -> None:
    assert ago(clock.now() - timedelta(days=since)) == words


@pytest.mark.parametrize(("since", "words"), [(7, "7日前"), (8, "1/7（木）"), (400, "2025年12月11日（木）")])
def test_what_is_long_past_has_its_date(since: int, words: str) -> None:
    with clock.standing_at(AT), translation.override("ja"):
        assert ago(AT - timedelta(days=since)) == words


@pytest.mark.parametrize(
    ("words", "shown"),
    [("豆腐", "「豆腐」"), ("「豆腐」", "「豆腐」"), ("「ふた」が閉まらない", "「『ふた』が閉まらない」")],
)
def test_words_are_quoted_and_inner_marks_step_down(words: str, shown: str) -> None:
    assert quoted(words) == shown


@pytest.mark.parametrize(("words", "shown"), [("tofu", "“tofu”"), ("the “lid” is open", "“the ‘lid’ is open”")])
def test_words_are_quoted_in_english(words: str, shown: str) -> None:
    with translation.override("en"):
        assert quoted(words) == shown


def test_every_icon_that_a_page_asks_for_is_in_the_sprite() -> None:
    sprite = (WEB / "static" / "web" / "icons.svg").read_text("utf-8")
    pages = [path.read_text("utf-8") for path in WEB.parent.glob("*/templates/**/*.html")]
    asked = {name for page in pages for name in re.findall(r'\{% icon "(\w+)" %\}|icons.svg" %\}#(\w+)', page)}
    names = {name for pair in asked for name in pair if name}
    assert ({name for name in names if f'id="{name}"' not in sprite}, len(names) > 15) == (set(), True)


def test_phrases_keep_the_weekday_with_its_day() -> None:
    assert "2/2\u2060（火）までに。" in phrases("届きました。お返事は2/2（火）までに。")


def test_phrases_never_tear_the_words_of_the_thread() -> None:
    assert str(phrases("がんもどきの声のゆくえ、できたもの")).split("<wbr>") == [
        "がんもどきの",
        "声の",
        "ゆくえ、",
        "できたもの",
    ]


def test_phrases_break_between_words_and_escape_everything() -> None:
    shown = phrases("お弁当に入る<script>小さい豆腐")
    assert isinstance(shown, SafeString)
    assert ("<wbr>" in shown, "<script>" in shown, shown.replace("<wbr>", "")) == (
        True,
        False,
        "お弁当に入る&lt;script&gt;小さい豆腐",
    )


@pytest.mark.parametrize("tag", ["phrases", "upright"])
def test_phrases_of_a_sentence_with_words_filled_in_escape_once(tag: str) -> None:
    sentence = "{% blocktranslate asvar s %}{{ shop }}からのお知らせ{% endblocktranslate %}{{ s|" + tag + " }}"
    shown = engines["django"].from_string(sentence).render({"shop": "A&B <i>豆腐店"})
    assert shown.replace("<wbr>", "") == "A&amp;B &lt;i&gt;豆腐店からのお知らせ"
    assert str(phrases("&amp;の話をする豆腐店")).replace("<wbr>", "") == "&amp;amp;の話をする豆腐店"


@pytest.mark.parametrize(
    "typed", ["abcd-2345-wxyz", "ＡＢＣＤ　２３４５　ＷＸＹＺ", " abcd2345wxyz ", "ABCD–2345–WXYZ"]
)
def test_a_printed_code_may_be_typed_in_any_way(typed: str) -> None:
    assert codes.as_typed(typed) == "ABCD2345WXYZ"


def test_codes_are_long_enough_and_have_no_look_alikes() -> None:
    found = (codes.public_code(), codes.private_code(), codes.spoken_code())
    assert [len(code) for code in found] == [10, 24, 12]
    assert set("0O1IlUu") & set(codes.ALPHABET + codes.SPOKEN) == set()
    assert len(codes.ALPHABET) ** 24 >= 2**128


def test_ten_thousand_codes_are_all_different() -> None:
    assert len({codes.public_code() for _ in range(10_000)}) == 10_000


def test_time_stands_still_only_inside() -> None:
    with clock.standing_at(AT):
        assert (clock.now(), clock.today().isoformat()) == (AT, "2027-01-15")
    assert clock.now() != AT
