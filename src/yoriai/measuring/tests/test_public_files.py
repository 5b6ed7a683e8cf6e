"""Files in the shapes in which purchases, experiments, panels and surveys lie about in public."""

import re
from datetime import date, timedelta

import pytest

from yoriai.measuring.command import main
from yoriai.measuring.tests.cases import LABEL
from yoriai.measuring.tests.files import measure, refusal, write

RETAIL = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]


def retail(tmp_path, description="SET 2 TEA TOWELS £3 JOIE", encoding="latin-1"):
    """Invoices of an online shop: a time behind the date, month first, cancellations with a C, people unknown."""
    first, rows = date(2010, 12, 1), []
    for i in range(40):
        for k in range(1 + i % 3):
            day = first + timedelta(days=i % 20 + 17 * k)
            when = f"{day.month}/{day.day}/{day.year} 8:{10 + i}"
            rows.append((536365 + 9 * i + k, "85123A", description, 6, when, 2.55, 17850 + i, "United Kingdom"))
        if i % 10 == 0:
            rows.append((f"C{536365 + 9 * i}", "85123A", description, -6, rows[-1][4], 2.55, 17850 + i, "EIRE"))
        rows.append((f"{537000 + i}", "21777", "", 1, "12/24/2010 9:00", 0, "", "France"))
    return write(tmp_path / "retail.csv", RETAIL, rows, encoding)


ASKED = ["--id", "CustomerID", "--date", "InvoiceDate"]


def test_invoices_in_western_letters_are_read(tmp_path, capsys):
    found = measure(capsys, "repurchase", retail(tmp_path), *ASKED, "--amount", "Quantity", "--window", "9")
    assert (found["n"]["excluded"], found["n"]["refunded_days"], found["n"]["people"] > 30) == (40, 4, True)


def test_invoice_that_begins_with_c_is_cancelled(tmp_path, capsys):
    found = measure(capsys, "repurchase", retail(tmp_path), *ASKED, "--cancelled", "InvoiceNo")
    assert found["n"]["cancelled"] == 4


def test_mark_that_no_row_carries_is_told(tmp_path, capsys):
    found = measure(capsys, "repurchase", retail(tmp_path), *ASKED, "--cancelled", "Country")
    assert [w for w in found["warnings"] if "'Country'" in w] != []


def test_half_width_kana_of_a_till_are_japanese(tmp_path, capsys):
    file = write(tmp_path / "n.csv", ["ﾃﾝｽｳ", "ｼｮｳﾋﾝ"], [(9, "ﾎﾞﾄﾙ"), (7, "ｶｯﾌﾟ")] * 6, "cp932")
    assert measure(capsys, "nps", file, "--score", "ﾃﾝｽｳ")["n"]["answers"] == 12


def test_purchase_for_nothing_is_a_purchase_and_a_refund_is_none(tmp_path, capsys):
    rows = [(f"{i:05d}", "19970101", 11.77) for i in range(20)] + [(f"{i:05d}", "19970118", 0) for i in range(8)]
    rows += [("00010", "19970120", 12), ("00010", "19970120", -12), ("00011", "19970630", 5)]
    file = write(tmp_path / "c.csv", ["id", "date", "dollars"], rows)
    found = measure(capsys, "repurchase", file, "--id", "id", "--date", "date", "--amount", "dollars")
    assert (found["n"]["people"], found["n"]["returned"], found["n"]["refunded_days"]) == (20, 8, 1)


def test_rows_parted_by_spaces_are_refused_with_the_reason(tmp_path, capsys):
    (tmp_path / "c.txt").write_text("id date n\n00001 19970101 1\n00002 19970112 1\n")
    said = refusal(capsys, "repurchase", str(tmp_path / "c.txt"), "--id", "id", "--date", "date")
    assert "comma, tab or semicolon" in said


def test_subtotal_named_in_any_column_is_left_out(tmp_path, capsys):
    rows = [("2026-04-01", "12", "豆", 480), ("2026-04-02", "13", "豆", 480), ("2026-04-02", "13", "【小計】", 960)]
    file = write(tmp_path / "p.csv", ["日付", "会員", "品", "金額"], rows)
    assert measure(capsys, "repurchase", file, "--id", "会員", "--date", "日付")["n"]["totals"] == 1


def counties(first, never, when=lambda year: year):
    """Areas and years; one area of its own joins in 2004, five in 2005."""
    rows = []
    for unit in range(16):
        joined = first if unit == 0 else 2005 if unit < 6 else None
        for year in range(2002, 2008):
            noise = (unit * 7 + year * 3 + unit * year) % 5 / 10
            rows.append(
                (
                    unit,
                    when(year),
                    unit + noise + (joined is not None and year >= joined),
                    when(joined) if joined else never,
                )
            )
    return rows


PANEL = ["--id", "sid", "--period", "year", "--outcome", "y", "--treated-from", "first"]
HEAD = ["sid", "year", "y", "first"]


@pytest.mark.parametrize("never", ["", "0", "NA", "Inf", "never", "なし", "10000"])
def test_area_that_never_joined_in_every_way_of_writing(tmp_path, capsys, never):
    found = measure(capsys, "did", write(tmp_path / "d.csv", HEAD, counties(2005, never)), *PANEL)
    assert (found["n"]["joined"], found["n"]["never"]) == (6, 10)


def test_area_that_joined_alone_borrows_the_spread_of_the_others(tmp_path, capsys):
    found = measure(capsys, "did", write(tmp_path / "d.csv", HEAD, counties(2004, "")), *PANEL)
    alone = [cell for cell in found["att"] if cell["n"] == 1]
    assert (found["refused"], len(alone) > 0, all(cell["se"] > 0 for cell in alone)) == (False, True, True)
    assert (found["verdict"], found["reasons"]) == ("leaning", ["lone_unit"])


@pytest.mark.parametrize(
    ("when", "cohorts"),
    [
        (lambda year: f"Q3{year}", {20053}),
        (lambda year: f"{year}Q3", {20053}),
        (lambda year: f"{year}年第3四半期", {20053}),
        (lambda year: f"{year}-07-01", {20050701}),
        (lambda year: f"{year}.0", {2005}),
    ],
)
def test_periods_as_quarters_and_dates(tmp_path, capsys, when, cohorts):
    found = measure(capsys, "did", write(tmp_path / "d.csv", HEAD, counties(2005, "", when)), *PANEL)
    assert ({cell["cohort"] for cell in found["att"]}, found["n"]["periods"]) == (cohorts, 6)


def test_areas_are_not_said_to_use_the_shop(tmp_path, capsys):
    found = measure(capsys, "did", write(tmp_path / "d.csv", HEAD, counties(2005, "")), *PANEL)
    assert "当店をよくご利用" not in found["sentence_ja"]
    people = measure(
        capsys,
        "did",
        write(tmp_path / "d.csv", ["会員番号", *HEAD[1:]], counties(2005, "")),
        "--id",
        "会員番号",
        *PANEL[2:],
    )
    assert "当店をよくご利用" in people["sentence_ja"]


def test_groups_named_by_numbers_stay_readable(tmp_path, capsys):
    rows = [("1.0", i % 4 > 0) for i in range(60)] + [("0.0", i % 3 > 0) for i in range(40)]
    file = write(tmp_path / "g.csv", ["any", "got"], rows)
    found = measure(capsys, "repurchase", file, "--bought", "got", "--group", "any")
    assert found["sentence_ja"].startswith("「1.0」の60人と「0.0」の40人をくらべました。")


def test_level_that_was_asked_for_is_the_level_that_is_said(tmp_path, capsys):
    rows = [("a", 1)] * 80 + [("a", 0)] * 20 + [("b", 1)] * 20 + [("b", 0)] * 80
    file = write(tmp_path / "g.csv", ["g", "b"], rows)
    found = measure(capsys, "repurchase", file, "--bought", "b", "--group", "g", "--level", "0.99")
    assert ("99%の確からしさ" in found["sentence_ja"], "99 %" in found["sentence_en"]) == (True, True)


@pytest.mark.parametrize("yes", ["treated", "treatment", "参加者", "介入群"])
def test_arms_of_an_experiment_by_their_names(tmp_path, capsys, yes):
    no = {"treated": "control", "treatment": "control", "参加者": "非参加者", "介入群": "対照群"}[yes]
    rows = [(yes if i % 3 else no, i % 5, i % 7) for i in range(90)]
    asked = ["--treated", "t", "--outcome", "y", "--covariates", "x"]
    assert measure(capsys, "uplift", write(tmp_path / "t.csv", "tyx", rows), *asked)["n"]["treated"] == 60


def test_scores_with_their_words(tmp_path, capsys):
    rows = [("10（とてもすすめたい）",), ("0 - Not at all likely",), ("９点",), ("8.0",), ("10: Extremely likely",)] * 4
    found = measure(capsys, "nps", write(tmp_path / "n.csv", ["s"], rows), "--score", "s")
    assert (found["promoters"], found["passives"], found["detractors"]) == (12, 4, 4)


KANO = (
    ("とてもうれしい", "うれしい", "I like it that way", "1. like"),
    ("当然だと思う", "あたりまえ", "It must be that way", "I expect it"),
    ("何とも思わない", "どちらでもよい", "I am neutral", "3"),
    ("仕方がない", "しかたないと思う", "I can live with it that way", "I can tolerate it"),
    ("気に入らない", "困る", "I dislike it", "5：いやだ"),
)


@pytest.mark.parametrize("code", range(5))
def test_kano_answers_in_their_usual_wordings(tmp_path, capsys, code):
    rows = [(word, "5") for word in KANO[code]] * 5
    found = measure(capsys, "kano", write(tmp_path / "k.csv", "fd", rows), "--functional", "f", "--dysfunctional", "d")
    assert found["features"][0]["category"] == "OMMMQ"[code]


PRICES = ["--too-cheap", "a", "--cheap", "b", "--expensive", "c", "--too-expensive", "d"]


def test_prices_in_dollars_keep_their_unit_and_their_size(tmp_path, capsys):
    rows = [[f"${p + k * 3.5:.2f}" for k in range(4)] for p in (2 + i % 9 / 4 for i in range(120))]
    found = measure(capsys, "psm", write(tmp_path / "p.csv", "abcd", rows), *PRICES)
    low, high = (float(v) for v in re.findall(r"\$([\d.]+)", found["sentence_en"])[:2])
    assert (0 < low < high, "yen" in found["sentence_en"], "円" in found["sentence_ja"]) == (True, False, False)


def test_department_without_the_list_of_people_is_refused(tmp_path, capsys):
    file = write(tmp_path / "t.csv", ["a", "b"], [("x", "y")])
    assert "--people" in refusal(capsys, "network", file, "--from", "a", "--to", "b", "--group", "a")


@pytest.mark.parametrize(
    "week",
    [lambda d: d.isoformat(), lambda d: f"{d.month}/{d.day}/{d.year}", lambda d: f"{d.year}年{d.month}月{d.day}日"],
)
def test_weeks_over_the_new_year_stay_in_order(tmp_path, capsys, week):
    days = [date(2025, 11, 24) + timedelta(weeks=k) for k in range(10)]
    rows = [
        (s, week(d), int(k >= 6 and s in "abcd"), 50 + k + ord(s) % 3) for s in "abcdefgh" for k, d in enumerate(days)
    ]
    found = measure(capsys, "label-test", write(tmp_path / "l.csv", "swly", rows), *LABEL)
    assert (found["n"]["weeks"], found["balance_before"] is not None) == (4, True)


def test_weeks_without_a_year_over_the_new_year_are_refused(tmp_path, capsys):
    rows = [
        (s, f"{m}月{d}日", int(m == 1 and s == "a"), 9) for s in "ab" for m, d in ((12, 21), (12, 28), (1, 4), (1, 11))
    ]
    assert "year" in refusal(capsys, "label-test", write(tmp_path / "l.csv", "swly", rows), *LABEL)


def test_help_says_what_every_option_takes(capsys):
    for measured in (
        "repurchase",
        "nps",
        "uplift",
        "did",
        "lifetime",
        "survival",
        "label-test",
        "kano",
        "psm",
        "network",
    ):
        main([measured, "--help"])
        text = capsys.readouterr().out.partition("options:")[2]
        options = re.split(r"\n  (?=-)", text)[1:]
        assert [
            option.split()[0] for option in options if not re.search(r"(\s{2,}|\n\s+)[^\s\-\[{]\S* \S+", option)
        ] == []


def test_lone_unit_is_one_unit(tmp_path, capsys):
    rows = [(u, t, t + (u == 0) * (t > 2), 3 if u == 0 else "") for u in range(9) for t in (1, 2, 3)]
    found = measure(capsys, "did", write(tmp_path / "d.csv", HEAD, rows), *PANEL)
    assert ("1 units" in found["sentence_en"], "1 unit" in found["sentence_en"]) == (False, True)


@pytest.mark.parametrize(("slip", "said"), [("2062-06-01", "2062-06-01"), ("1026-06-01", "1026-06-01")])
def test_day_far_from_all_others_is_a_slip_and_is_refused(tmp_path, capsys, slip, said):
    rows = [(i, f"2026-06-{1 + i % 28:02d}") for i in range(60)] + [(5, slip)]
    file = write(tmp_path / "v.csv", ["id", "date"], rows)
    assert said in refusal(capsys, "repurchase", file, "--id", "id", "--date", "date")


def test_last_day_that_is_named_is_taken_as_it_is(tmp_path, capsys):
    rows = [(i, f"2026-06-{1 + i % 28:02d}") for i in range(60)] + [(5, "2062-06-01")]
    file = write(tmp_path / "v.csv", ["id", "date"], rows)
    found = measure(capsys, "repurchase", file, "--id", "id", "--date", "date", "--until", "2026-09-30")
    assert found["n"]["people"] == 60


def test_panel_without_a_complete_unit_is_refused_with_that_reason(tmp_path, capsys):
    rows = [(u, t, u + t, 3 if u < 6 else "") for u in range(12) for t in (1, 2, 3, 4) if (u + t) % 4]
    assert "every period" in refusal(capsys, "did", write(tmp_path / "d.csv", HEAD, rows), *PANEL)


@pytest.mark.parametrize(
    ("option", "value"), [("--at", "soon"), ("--at=-1", ""), ("--landmark", "0"), ("--level", "95"), ("--looks", "x")]
)
def test_option_that_cannot_be_read_is_named_with_what_it_takes(capsys, option, value):
    said = refusal(capsys, "survival", "f.csv", *filter(None, (option, value)))
    assert (option.split("=")[0] in said, " is not a" in said) == (True, True)
