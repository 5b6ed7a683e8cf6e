from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yoriai.measuring.reading.cells import clean, number, person_key, yes_no
from yoriai.measuring.reading.dates import parse_date, parse_dates, parse_month
from yoriai.measuring.reading.table import decode, read_table
from yoriai.measuring.reading.typed import read_purchases, select
from yoriai.measuring.refusal import BadInput
from yoriai.measuring.tests.files import write


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-05", "2026-01-05"), ("2026/1/5", "2026-01-05"), ("20260105", "2026-01-05"),
        ("令和8年1月5日", "2026-01-05"), ("R8.1.5", "2026-01-05"), ("Ｒ７．４．３", "2025-04-03"),
        ("令和元年5月1日", "2019-05-01"), ("H31/4/30", "2019-04-30"), ("S64.1.7", "1989-01-07"),
        ("2026-01-05 00:00", "2026-01-05"), ("2027年1月15日（金）", "2027-01-15"),
        ("5 Jan 2026", "2026-01-05"), ("January 5, 2026", "2026-01-05"), ("05-Jan-2026 10:00", "2026-01-05"),
        ("2024/01/07 7:41:40 午後 GMT+9", "2024-01-07"), ("２０２６／１／５", "2026-01-05"),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(text, expected):
    assert date.fromordinal(parse_date(text)) == date.fromisoformat(expected)


@pytest.mark.parametrize("text", ["R7.2.30", "未定", "", "5", "2026-13-01", "1月5日"])
def test_unreadable_dates_are_never_guessed(text):
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("column", "first"),
    [
        (["1/5/2026", "1/13/2026"], "2026-01-05"),
        (["1/5/2026", "13/1/2026"], "2026-05-01"),
        (["1/5/2026", "2/6/2026"], None),
    ],
)
def test_column_tells_day_and_month_apart_or_nothing_is_read(column, first):
    day = parse_dates(column)[0]
    assert (day and date.fromordinal(day).isoformat()) == first


def test_column_that_contradicts_itself_is_not_read():
    assert parse_dates(["13/1/2026", "1/13/2026"]) == [None, None]


@pytest.mark.parametrize(
    ("text", "month"),
    [("2026-01", 202601), ("2026年1月", 202601), ("令和8年1月", 202601), ("2026-13", None), ("1月", None)],
)
def test_months_as_people_write_them(text, month):
    assert parse_month(text) == month


@pytest.mark.parametrize(
    ("text", "same"), [("'0012", "12"), ("１２", "12"), ("12.0", "12"), ("M-01 様", "m01"), ("000", "0")]
)
def test_one_member_number_in_many_ways(text, same):
    assert person_key(text) == same


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_iso_dates_are_read_back(day):
    assert parse_date(day.isoformat()) == day.toordinal()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200円", 1200),
        ("１２００", 1200),
        ("△300", -300),
        ("(300)", -300),
        ("¥ 1,000", 1000),
        ("12.5%", 0.125),
        ("3回", 3),
        ("-2", -2),
        ("約3", None),
        ("1,234,567", 1_234_567),
        ("12,5", None),
        ("1,20", None),
        ("1.234,5", None),
        ("", None),
    ],
)
def test_numbers_as_people_write_them(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "flag"), [("はい", True), ("○", True), ("１", True), ("×", False), ("いいえ", False), ("たぶん", None)]
)
def test_yes_and_no(text, flag):
    assert yes_no(text) is flag


def test_excel_and_shop_codes_keep_their_zeros():
    assert (clean('="0001"'), clean("'0042")) == ("0001", "0042")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp"])
def test_encodings_are_told_apart(encoding):
    text = "会員番号,日付\n常連の方,令和8年1月5日\n"
    assert decode(text.encode(encoding), "f.csv") == text


def test_title_rows_above_and_totals_below_are_left_out(tmp_path):
    rows = [("", ""), ("会員番号", "金額"), ("1", "100"), ("合計", "100")]
    table = read_table(write(tmp_path / "f.csv", ["売上の表"], rows, "cp932"))
    columns = select(table, ["会員番号", "金額"])
    assert (columns.cells, table.left_out) == ({"会員番号": ["1"], "金額": ["100"]}, {"totals": 1})


def test_missing_column_names_the_columns_there_are(tmp_path):
    table = read_table(write(tmp_path / "f.csv", ["id", "date"], [("1", "2026-01-05")]))
    with pytest.raises(BadInput, match=r"no column 'day'.*id, date"):
        select(table, ["id", "day"])


def test_rows_with_missing_cells_are_counted(tmp_path):
    table = read_table(write(tmp_path / "f.csv", ["a", "b"], [("1", ""), ("2", "未回答"), ("3", "4")]))
    assert select(table, ["a", "b"]).excluded == 2


def test_purchases_of_one_day_count_once_and_refunds_are_netted(tmp_path):
    rows = [("a", "2026-01-05", 100), ("a", "2026/1/5", 200), ("a", "R8.1.6", 100), ("a", "2026-01-06", -100)]
    found = read_purchases(read_table(write(tmp_path / "f.csv", ["id", "d", "yen"], rows)), "id", "d", "yen")
    assert (found.purchases.amount.tolist(), found.purchases.refunded) == ([300.0], 1)


def test_person_with_two_groups_is_refused(tmp_path):
    rows = [("a", "2026-01-05", "x"), ("a", "2026-01-06", "y")]
    table = read_table(write(tmp_path / "f.csv", ["id", "d", "g"], rows))
    with pytest.raises(BadInput, match="two values in 'g'"):
        read_purchases(table, "id", "d", None, ["g"])
