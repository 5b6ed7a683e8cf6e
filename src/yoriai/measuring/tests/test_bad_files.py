"""Files as they should not be: every command answers with a finding, a refusal or one sentence, never with a crash."""

import json
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yoriai.measuring.command import main
from yoriai.measuring.tests import cases
from yoriai.measuring.tests.files import BEFORE, SHOP, UPLIFT, measure, refusal, shop_rows, write

NASTY = (
    "", " ", "-", "-5", "0", "1", "１２", "1,200円", "△300", "12,5", "1e400", "nan", "inf", "9" * 400, "○", "×", "はい", "合計",
    "令和8年1月5日", "2026/1/5", "20260105", "1/5/2026", "2026-02-30", "未定", '"', "'007", '="007"', "a;b", "\t", "\r", "\0",
    "<b>", "🍡", "2026-01", "Jan 5 2026",
)  # fmt: skip
CASES = (
    ("repurchase", ["id", "date", "yen"], cases.visits(14), [*cases.VISITS, "--amount", "yen"]),
    ("repurchase", ["group", "bought"], cases.bought(24), cases.BOUGHT),
    ("nps", ["group", "s"], [("a" if i % 2 else "b", i % 11) for i in range(26)], cases.SCORE),
    ("uplift", SHOP, shop_rows(40, "lot", 0.3, 1), [*UPLIFT, *BEFORE, "--id", "id"]),
    ("did", ["shop", "t", "y", "g"], cases.panel(10, 5), cases.PANEL),
    ("lifetime", ["id", "date", "yen"], cases.visits(34), [*cases.VISITS, "--amount", "yen"]),
    ("lifetime", "xrt", [(i % 3, 4 * (i % 3), 20) for i in range(34)], ["--frequency", "x", "--recency", "r", "--age", "t"]),
    ("survival", ["group", "days", "back"], cases.days(32), cases.DAYS),
    ("survival", ["a", "b", "c"], [("2026-01-05", f"2026-02-{1 + i % 27:02d}", "2026-01-07") for i in range(32)],
     ["--start", "a", "--return", "b", "--answered", "c"]),
    ("label-test", "swly", cases.labels(3, 4), [*cases.LABEL, "--draws", "99"]),
    ("kano", ["f", "d", "what"], cases.kano(12), cases.KANO),
    ("psm", "abcd", cases.prices(31), cases.PRICES),
    ("network", "xy", cases.ties(12), ["--from", "x", "--to", "y"]),
)  # fmt: skip


def run(arguments: list[str], capture) -> dict | None:
    code = main(arguments)
    said = capture.readouterr()
    if code == 2:
        assert (said.out, said.err.count("\n"), "Traceback" in said.err) == ("", 1, False)
        return None
    assert (code, said.err) == (0, "")
    return json.loads(said.out, parse_constant=lambda constant: pytest.fail(f"{constant} is no JSON"))


def spoilt(rows: list[tuple], rng: random.Random, cells: int) -> list[tuple]:
    """Some cells replaced, some rows twice, some gone."""
    table = [list(row) for row in rows]
    for _ in range(cells):
        row = rng.choice(table)
        row[rng.randrange(len(row))] = rng.choice(NASTY)
    table += rng.choices(table, k=rng.randrange(3))
    return [tuple(row) for row in rng.sample(table, max(1, len(table) - rng.choice((0, 0, 1, len(table) - 2))))]


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(which=st.sampled_from(CASES), seed=st.integers(0, 10_000), cells=st.integers(0, 6))
def test_spoilt_file_is_answered_or_refused(capsys, which, seed, cells):
    name, header, rows, options = which
    with tempfile.TemporaryDirectory() as folder:
        file = write(Path(folder, "f.csv"), list(header), spoilt(rows, random.Random(seed), cells))
        found = run([name, file, *options, "--html", str(Path(folder, "p.html"))], capsys)
    assert found is None or (found["verdict"] == "cannot_say") >= found["refused"]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(which=st.sampled_from(CASES), data=st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_anything_at_all_is_refused_in_one_sentence(capsys, which, data):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "f.csv")
        file.write_bytes(data)
        assert run([which[0], str(file), *which[3]], capsys) is None


@pytest.mark.parametrize("which", CASES, ids=lambda case: case[0])
def test_file_without_one_of_its_columns_names_those_there_are(tmp_path, capsys, which):
    name, header, rows, options = which
    last = max(i for i, column in enumerate(header) if any(column in option.split(",") for option in options))
    file = write(tmp_path / "f.csv", [*header[:last], "他"], [(*row[:last], "x") for row in rows])
    assert "the columns are:" in refusal(capsys, name, file, *options)


@pytest.mark.parametrize(
    ("encoding", "separator"), [("cp932", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("euc_jp", ","), ("utf-8", ";")]
)
def test_same_purchases_in_every_clothing_are_the_same_answer(tmp_path, capsys, encoding, separator):
    rows = [(f"会員{a}", day, yen) for a, day, yen in cases.visits(40)]
    plain = measure(capsys, "repurchase", write(tmp_path / "a.csv", ["会員番号", "日付", "金額"], rows), *COLUMNS)
    dressed = [(f"'{a}", DRESSES[i % 5](day), f"￥{yen:,}") for i, (a, day, yen) in enumerate(rows)]
    lines = [["売上の表", "", ""], ["会員番号", "日付", "金額"], *dressed, ["【合計】", "", "9,999円"], ["", "", ""]]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    (tmp_path / "b.csv").write_bytes(text.encode(encoding))
    found = measure(capsys, "repurchase", str(tmp_path / "b.csv"), *COLUMNS)
    assert (found["rate"], found["cohorts"], found["n"]["totals"]) == (plain["rate"], plain["cohorts"], 1)


COLUMNS = ["--id", "会員番号", "--date", "日付", "--amount", "金額"]
DRESSES = (
    str,
    lambda day: day.replace("-0", "/").replace("-", "/"),
    lambda day: day.replace("-", ""),
    lambda day: f"令和8年{int(day[5:7])}月{int(day[8:])}日",
    lambda day: f"R8.{int(day[5:7])}.{int(day[8:])} 12:30",
)
