import re

import pytest

from yoriai.measuring.estimate import Interval
from yoriai.measuring.proportions import Count, newcombe, wilson
from yoriai.measuring.reasons import REASONS
from yoriai.measuring.report.charts import nice_ticks
from yoriai.measuring.report.page import report
from yoriai.measuring.report.words import HOW, LABELS, SINGLE, TITLES, VERDICTS
from yoriai.measuring.tests.files import BEFORE, SHOP, UPLIFT, measure, shop_rows, write
from yoriai.measuring.wording import decimal, money, quoted, say_difference, say_rate

REFUSED_WORDS = re.compile(
    "させていただ|いただけます|不正な|無効|ユーザー|ログイン|ダッシュボード|フィードバック|エクスポート|クラスタ|フェーズ|！！"
)


def page(capsys, tmp_path, lang="ja", n=300):
    file = write(tmp_path / "s.csv", SHOP, shop_rows(n, "lot", 0.3, 1))
    return report(measure(capsys, "uplift", file, *UPLIFT, *BEFORE), lang)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_report_has_sentence_picture_table_and_note(capsys, tmp_path, lang):
    text = page(capsys, tmp_path, lang)
    assert (text.count("<svg viewBox"), text.count("<table>"), text.count('class="note"')) == (2, 1, 1)
    assert f'<html lang="{lang}">' in text


def test_report_asks_for_nothing_outside_and_runs_nothing(capsys, tmp_path):
    assert re.findall(r"https?://|<script|@import|url\(", page(capsys, tmp_path)) == []


def test_report_is_the_same_for_the_same_answer(capsys, tmp_path):
    assert page(capsys, tmp_path) == page(capsys, tmp_path)


def test_report_escapes_what_people_wrote(capsys, tmp_path):
    rows = [("<b>a", 1)] * 12 + [("z", 0)] * 12
    file = write(tmp_path / "g.csv", ["g", "b"], rows)
    text = report(measure(capsys, "repurchase", file, "--bought", "b", "--group", "g"))
    assert "<b>" not in text


def test_command_writes_the_report(capsys, tmp_path):
    file = write(tmp_path / "b.csv", ["b"], [(1,)] * 22 + [(0,)] * 8)
    measure(capsys, "repurchase", file, "--bought", "b", "--html", str(tmp_path / "r.html"), "--title", "秋の集計")
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert (text.count("<h1>秋の集計</h1>"), text.count('<span class="in"></span>')) == (1, 17)


def test_no_word_of_the_report_is_on_the_list_of_refused_words():
    said = [ja for pairs in (TITLES, VERDICTS, SINGLE, REASONS, LABELS, HOW) for ja, _ in pairs.values()]
    assert [text for text in said if REFUSED_WORDS.search(text)] == []


@pytest.mark.parametrize("n", [1, 9, 10, 30, 99, 100, 3_000])
def test_rate_sentences_have_n_and_no_decimals_and_are_short(n):
    count = Count(n * 2 // 3, n)
    ja, en = say_rate(count.x, n, wilson(count), need=12)
    assert f"{n:,}" in ja
    assert f"{n:,}" in en
    assert not re.search(r"\d\.\d", ja)
    assert max(len(part) for part in ja.split("。")) <= 40


@pytest.mark.parametrize("verdict", ["clear", "leaning", "cannot_say"])
def test_difference_sentences_have_both_n_and_a_range(verdict):
    interval = newcombe(Count(6, 10), Count(8, 20)).scaled(100)
    ja, en = say_difference((quoted("参加"), quoted("ほか")), (10, 20), interval, verdict, 40)
    assert ("10人" in ja, "20人" in ja, "10 people" in en) == (True, True, True)
    assert "ポイント" in ja
    assert not re.search(r"\d\.\d", ja)


def test_a_clear_difference_never_reaches_nothing():
    """As among 432 people of a published experiment: -17 to -0.02 points, not to ±0."""
    interval = newcombe(Count(48, 216), Count(66, 216)).scaled(100)
    said = say_difference((quoted("援助"), quoted("なし")), (216, 216), interval, "clear")
    assert ("-17〜-0.02ポイント" in said[0], "-17 to -0.02 points" in said[1]) == (True, True)


def test_small_figures_keep_the_decimals_that_tell_something():
    assert [decimal(value, 2) for value in (0.034, -0.112, 0.004)] == ["+0.03", "-0.11", "±0.00"]
    assert [decimal(value) for value in (3.21, -0.04)] == ["+3.2", "±0.0"]


def test_money_has_two_significant_figures():
    assert [money(v) for v in (12_345, 987, -5_550, 0)] == ["12,000", "990", "-5,600", "0"]


def test_ticks_enclose_the_range_in_round_numbers():
    assert nice_ticks(-0.3, 2.11) == [-1, 0, 1, 2, 3]


def test_interval_side_tells_which_way_0_is_excluded():
    assert [Interval(v, v - 1, v + 1).side for v in (-2, 0.5, 3)] == [-1, 0, 1]
