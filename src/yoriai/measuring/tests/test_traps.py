"""The traps that make an honest figure false. Each row of TRAPS names the tests that walk into it."""

import json
import random
import re
from pathlib import Path

import pytest

from yoriai.measuring.command import main
from yoriai.measuring.tests.cases import GOOD, LABEL, VISITS, arguments, good, visits
from yoriai.measuring.tests.files import BEFORE, SHOP, UPLIFT, measure, refusal, shop_rows, write

TRAPS = {
    "participants' window starts at joining, others' at a different time": [
        "test_season_moves_both_groups_alike_in_the_same_calendar_window",
        "test_window_starts_where_it_is_told_for_everybody",
    ],
    "people who joined because of a purchase that day": ["test_joining_day_belongs_to_neither_window"],
    "regression to the mean: joined after an unusually good month": [
        "test_regression_to_the_mean_is_seen_by_two_before_windows"
    ],
    "refunds, totals rows, staff purchases": [
        "test_refund_of_the_same_day_is_no_purchase",
        "test_title_rows_above_and_totals_below_are_left_out",
        "test_staff_and_cancelled_orders_are_left_out_and_counted",
    ],
    "the same person as two customers": [
        "test_suspected_duplicates_are_told_and_never_joined",
        "test_finding_that_rests_on_duplicates_stays_open",
        "test_one_row_a_person_is_repeated_without_the_second_row",
    ],
    "all outcomes 0 or all 1": ["test_equal_outcomes_give_finite_limits_and_no_verdict"],
    "covariate equal to treatment": [
        "test_covariate_equal_to_treatment_is_separation_not_a_crash",
        "test_separated_groups_keep_no_adjusted_figure",
    ],
    "thousands of controls for ten participants": ["test_few_participants_are_refused_and_stay_finite"],
    "money outliers": ["test_bulk_order_is_named_and_the_trimmed_mean_stands_beside_the_mean"],
    "n shown but derivable small cells": [
        "test_no_hidden_cell_can_be_worked_out",
        "test_group_below_five_people_is_hidden_with_a_second",
    ],
    "peeking every day": [
        "test_look_in_between_is_never_clear_and_says_so",
        "test_planned_looks_share_the_error",
        "test_more_planned_looks_give_wider_ranges",
    ],
    "percent of percent": ["test_differences_of_shares_are_points_and_never_percent"],
    "recency above age, negative time": ["test_bad_input_is_one_sentence_and_exit_2", "test_impossible_history_is_refused_with_its_row"],
    "1,000 × the same (x, t_x, T)": ["test_bgnbd_of_a_thousand_equal_people_equals_one_counted_row"],
    "first day after a change of label": [
        "test_first_day_after_a_change_of_label_is_left_out_in_every_store",
        "test_label_within_a_part_of_a_week_is_refused",
    ],
    "closed days and weeks of unequal length": ["test_closed_day_is_left_out_in_every_store"],
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_trap_has_its_tests(trap):
    there = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in TRAPS[trap] if f"def {name}(" not in there] == []


def test_staff_and_cancelled_orders_are_left_out_and_counted(tmp_path, capsys):
    rows = [(*row, "お客様", "発送済") for row in visits(40)]
    extra = [("s1", "2026-01-05", 500, "従業員", "発送済"), ("m0001", "2026-05-05", 500, "お客様", "キャンセル済")]
    header = ["id", "date", "yen", "role", "state"]
    marks = ["--staff", "role", "--cancelled", "state"]
    clean = measure(capsys, "repurchase", write(tmp_path / "a.csv", header, rows), *VISITS)
    found = measure(capsys, "repurchase", write(tmp_path / "b.csv", header, rows + extra), *VISITS, *marks)
    assert (found["n"]["staff"], found["n"]["cancelled"], found["rate"]) == (1, 1, clean["rate"])
    assert "1 rows of staff were left out" in found["warnings"]


def test_suspected_duplicates_are_told_and_never_joined(tmp_path, capsys):
    rows = [(f"{i:04d}", f"2026-01-{1 + i % 20:02d}") for i in range(40)]
    twice = [(f"{i}", "2026-02-10") for i in range(8)]
    found = measure(
        capsys, "repurchase", write(tmp_path / "v.csv", ["id", "date"], rows + twice), *VISITS, "--until", "2026-06-01"
    )
    again = found["if_same_people"]
    assert (found["n"]["people"], found["n"]["suspected_same"], again["n"]["people"]) == (48, 8, 40)
    assert (found["n"]["returned"], again["n"]["returned"]) == (0, 8)


def test_finding_that_rests_on_duplicates_stays_open(tmp_path, capsys):
    rows = [(f"{i:03d}", "参加", int(i % 10 < 6)) for i in range(40)] + [(f"x{i}", "ほか", i % 2) for i in range(40)]
    rows += [(f"0{i:03d}", "参加", 1) for i in range(36)]
    asked = ["--id", "id", "--group", "g", "--bought", "b"]
    found = measure(capsys, "repurchase", write(tmp_path / "g.csv", ["id", "g", "b"], rows), *asked)
    assert (found["difference"]["low"] > 0, found["if_same_people"]["difference"]["low"] > 0) == (True, False)
    assert (found["verdict"], found["reasons"][-1]) == ("cannot_say", "same_people")


def test_one_row_a_person_is_repeated_without_the_second_row(tmp_path, capsys):
    rows = [(f"{i:02d}", 10 if i % 3 else 4) for i in range(30)] + [("07 ", 2), ("7", 2)]
    found = measure(
        capsys, "nps", write(tmp_path / "n.csv", ["id", "s"], rows[:30] + rows[31:]), "--score", "s", "--id", "id"
    )
    assert (found["n"]["answers"], found["if_same_people"]["n"]["answers"]) == (31, 30)
    assert "'07' and '7'" in found["warnings"][0]


def test_separated_groups_keep_no_adjusted_figure(tmp_path, capsys):
    rows = [(i, int(i < 30), i % 4, i % 3 + 9 * (i < 30), i % 5, i % 4, 1, i % 2) for i in range(80)]
    found = measure(capsys, "uplift", write(tmp_path / "s.csv", SHOP, rows), *UPLIFT, *BEFORE)
    assert [found[key] for key in ("ipw", "aipw", "matched", "placebo", "bracket")] == [None] * 5
    assert ("separation" in found["reasons"], found["naive"]["flag"]) == (True, "比べてはいけない比較です")


def test_bulk_order_is_named_and_the_trimmed_mean_stands_beside_the_mean(tmp_path, capsys):
    rows = shop_rows(200, "lot", 0.0, 1)
    big = next(i for i, row in enumerate(rows) if row[1])
    rows[big] = (*rows[big][:2], 9_000.0, *rows[big][3:])
    found = measure(capsys, "uplift", write(tmp_path / "s.csv", SHOP, rows), *UPLIFT, *BEFORE)
    assert [w.startswith("大口: 1 of 45 treated rows") for w in found["warnings"]] == [True]
    assert re.search(r"trimmed mean [\d.]+, mean \d{3}", found["warnings"][0])


def test_more_planned_looks_give_wider_ranges(tmp_path, capsys):
    file = write(tmp_path / "b.csv", ["b"], [(1,)] * 60 + [(0,)] * 40)
    once, five = (measure(capsys, "repurchase", file, "--bought", "b", "--looks", k)["rate"] for k in ("1", "5"))
    assert five["high"] - five["low"] > once["high"] - once["low"]


@pytest.mark.parametrize("name", ["repurchase-groups", "survival"])
def test_differences_of_shares_are_points_and_never_percent(tmp_path, capsys, name):
    found = measure(capsys, *arguments(tmp_path, good(tmp_path)[name]))
    assert "ポイント" in found["sentence_ja"]
    assert not re.search(r"\d%(?!の確からしさ)", found["sentence_ja"])


def days_of_a_test(first_day: float) -> list[tuple]:
    """Two stores, six weeks, the label by turns; sales of the first day after a change are told."""
    return [
        (s, d // 7, f"2026-01-{1 + d:02d}" if d < 31 else f"2026-02-{d - 30:02d}", label,
         first_day if d % 7 == 0 and d else 50 + 10 * label + (d * 3 + s) % 4)
        for s in (0, 1) for d in range(42) for label in [(d // 7 + s) % 2]
    ]  # fmt: skip


DAILY = [*LABEL, "--day", "day", "--design", "store-week"]


def test_first_day_after_a_change_of_label_is_left_out_in_every_store(tmp_path, capsys):
    found = [
        measure(
            capsys, "label-test", write(tmp_path / "d.csv", ["s", "w", "day", "l", "y"], days_of_a_test(odd)), *DAILY
        )
        for odd in (0, 900)
    ]
    assert found[0]["effect_percent"] == found[1]["effect_percent"]
    assert (found[0]["n"]["days_left_out"], found[0]["n"]["store_weeks"]) == (10, 12)


def test_closed_day_is_left_out_in_every_store(tmp_path, capsys):
    rows = [(*row, int(row[:3] == (0, 1, "2026-01-10"))) for row in days_of_a_test(50)]
    file = write(tmp_path / "d.csv", ["s", "w", "day", "l", "y", "closed"], rows)
    assert measure(capsys, "label-test", file, *DAILY, "--closed", "closed")["n"]["days_left_out"] == 12


def test_label_within_a_part_of_a_week_is_refused(tmp_path, capsys):
    rows = [(s, 0 if d < 10 else 1, f"2026-01-{1 + d:02d}", int((d < 5) == s), 9) for s in (0, 1) for d in range(20)]
    assert "a part of week 0" in refusal(
        capsys, "label-test", write(tmp_path / "d.csv", ["s", "w", "day", "l", "y"], rows), *DAILY
    )


def test_weeks_are_ordered_as_people_count_them(tmp_path, capsys):
    rows = [(s, f"第{w}週", int(w > 9 and s == "a"), 40 + w) for s in "ab" for w in range(1, 13)]
    found = measure(capsys, "label-test", write(tmp_path / "w.csv", "swly", rows), *LABEL)
    assert (found["n"]["weeks"], found["balance_before"] is not None) == (3, True)


@pytest.mark.parametrize("name", GOOD)
def test_shuffled_rows_give_the_same_numbers(tmp_path, capsys, name):
    case = good(tmp_path)[name]
    one = measure(capsys, *arguments(tmp_path, case))
    other = measure(capsys, *arguments(tmp_path, case, lambda rows: random.Random(9).sample(rows, len(rows))))
    assert {**one, "input_sha256": ""} == {**other, "input_sha256": ""}


@pytest.mark.parametrize("name", GOOD)
def test_same_file_gives_the_same_bytes(tmp_path, capsys, name):
    asked, said = arguments(tmp_path, good(tmp_path)[name]), []
    for _ in range(2):
        main([*asked, "--html", str(tmp_path / "page.html")])
        said.append((capsys.readouterr().out, (tmp_path / "page.html").read_bytes()))
    assert said[0] == said[1]
    assert json.loads(said[0][0])["n"]
