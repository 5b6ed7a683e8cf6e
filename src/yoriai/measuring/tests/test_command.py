import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from yoriai.measuring.command import main
from yoriai.measuring.tests.files import BEFORE, SHOP, UPLIFT, measure, refusal, shop_rows, write

KEYS = {
    "measure",
    "n",
    "method",
    "verdict",
    "reasons",
    "need_n",
    "sentence_ja",
    "sentence_en",
    "warnings",
    "input_sha256",
}


def shop_file(tmp_path, n=150, way="recorded", tau=0.0, seed=1):
    return write(tmp_path / "shop.csv", SHOP, shop_rows(n, way, tau, seed))


def visits(tmp_path, people=12, name="v.csv"):
    rows = [(f"{i:03d}", f"2026-01-{5 + i % 3:02d}") for i in range(people)]
    rows += [(f"{i:03d}", "2026-02-01") for i in range(0, people, 2)] + [("000", "2026-06-30")]
    return write(tmp_path / name, ["id", "date"], rows)


def test_uplift_answer_has_every_contracted_key(tmp_path, capsys):
    found = measure(capsys, "uplift", shop_file(tmp_path), *UPLIFT, *BEFORE, "--id", "id")
    estimates = {"naive", "did", "cem", "ipw", "aipw", "matched", "placebo"}
    assert KEYS | estimates | {"estimand", "balance", "overlap", "bracket"} <= set(found)
    assert set(found["naive"]) == {"value", "low", "high", "flag"}
    assert set(found["n"]) == {"treated", "control", "matched_treated", "excluded"}


def test_uplift_without_before_has_no_did_and_no_placebo(tmp_path, capsys):
    found = measure(capsys, "uplift", shop_file(tmp_path), *UPLIFT)
    assert (found["did"], found["placebo"], found["bracket"]) == (None, None, None)
    assert "no_before" in found["reasons"]


def test_shuffled_file_gives_the_same_answer_but_for_its_hash(tmp_path, capsys):
    rows = shop_rows(80, "recorded", 0.0, 2)
    one = measure(capsys, "uplift", write(tmp_path / "a.csv", SHOP, rows), *UPLIFT, *BEFORE)
    random.Random(1).shuffle(rows)
    other = measure(capsys, "uplift", write(tmp_path / "b.csv", SHOP, rows), *UPLIFT, *BEFORE)
    assert {**one, "input_sha256": ""} == {**other, "input_sha256": ""}


def test_same_file_gives_the_same_bytes_on_screen_and_in_the_file(tmp_path, capsys):
    file, out = visits(tmp_path), tmp_path / "out.json"
    arguments = ["repurchase", file, "--id", "id", "--date", "date"]
    assert main([*arguments, "--json", str(out)]) == 0
    first = capsys.readouterr().out
    main(arguments)
    assert capsys.readouterr().out == first == out.read_text(encoding="utf-8")


def test_repurchase_counts_complete_windows_only(tmp_path, capsys):
    found = measure(capsys, "repurchase", visits(tmp_path), "--id", "id", "--date", "date", "--until", "2026-03-06")
    assert (found["n"]["people"], found["n"]["waiting"], found["n"]["returned"]) == (4, 8, 2)
    assert (found["rate"], found["verdict"], found["reasons"]) == (None, "cannot_say", ["few_people"])


def test_repurchase_vector_22_of_30(tmp_path, capsys):
    file = write(tmp_path / "b.csv", ["bought"], [("はい",)] * 22 + [("いいえ",)] * 8)
    found = measure(capsys, "repurchase", file, "--bought", "bought")
    assert [round(found["rate"][k], 3) for k in ("low", "high")] == [0.556, 0.858]
    assert found["sentence_ja"].startswith("30人中22人がまた来ました（17〜26人くらい）。")


def test_repurchase_groups_give_newcombe_and_the_note(tmp_path, capsys):
    rows = [("参加", 1)] * 56 + [("参加", 0)] * 14 + [("ほか", 1)] * 48 + [("ほか", 0)] * 32
    found = measure(capsys, "repurchase", write(tmp_path / "g.csv", ["g", "b"], rows), "--bought", "b", "--group", "g")
    assert [round(found["difference"][k], 4) for k in ("value", "low", "high")] == [0.2, 0.0524, 0.3339]
    assert found["compared"]["of"] == "参加"
    assert "差のすべてが共創の効果ではありません" in found["sentence_ja"]


def test_group_below_five_people_is_hidden_with_a_second(tmp_path, capsys):
    rows = [("a", 1)] * 20 + [("b", 0)] * 12 + [("c", 1)] * 3
    found = measure(capsys, "repurchase", write(tmp_path / "g.csv", ["g", "b"], rows), "--bought", "b", "--group", "g")
    assert {name: g["hidden"] for name, g in found["groups"].items()} == {"a": False, "b": True, "c": True}


def test_nps_below_ten_answers_shows_no_score(tmp_path, capsys):
    found = measure(capsys, "nps", write(tmp_path / "n.csv", ["s"], [(9,)] * 9), "--score", "s")
    assert (found["nps"], found["promoters"], found["verdict"]) == (None, 9, "cannot_say")


def test_nps_lists_who_gave_a_reason(tmp_path, capsys):
    rows = [(1, 10, "味"), (2, 3, "高い"), (3, 9, "")]
    found = measure(
        capsys, "nps", write(tmp_path / "n.csv", ["id", "s", "why"], rows), "--score", "s", "--why", "why", "--id", "id"
    )
    assert found["why"] == {"promoters": ["1"], "passives": [], "detractors": ["2"]}


def test_lifetime_below_thirty_people_has_null_parameters(tmp_path, capsys):
    found = measure(capsys, "lifetime", visits(tmp_path), "--id", "id", "--date", "date")
    assert (found["bgnbd"]["r"], found["verdict"], found["need_n"]) == (None, "cannot_say", 288)


def test_survival_reads_durations(tmp_path, capsys):
    rows = [
        (t.strip("+"), 0 if "+" in t else 1)
        for t in ["6", "6", "6", "6+", "7", "9+", "10", "10+", "11+", "13", "16", "17+", "19+", "20+", "22", "23"]
    ]
    found = measure(
        capsys,
        "survival",
        write(tmp_path / "s.csv", ["t", "e"], rows),
        "--duration",
        "t",
        "--event",
        "e",
        "--at",
        "6,10",
    )
    assert found["n"]["censored"] == 7
    assert [step["t"] for step in found["curves"]["all"]] == [6, 7, 10, 13, 16, 22, 23]


def test_label_test_gives_the_exact_p_of_three_stores_each(tmp_path, capsys):
    sales = (130, 122, 118, 102, 98, 105)
    rows = [(f"s{i}", 1, int(i < 3), v) for i, v in enumerate(sales)]
    found = measure(
        capsys,
        "label-test",
        write(tmp_path / "l.csv", ["s", "w", "l", "y"], rows),
        "--store",
        "s",
        "--week",
        "w",
        "--label",
        "l",
        "--sales",
        "y",
        "--design",
        "store",
    )
    assert (found["p"], found["smallest_p"], found["assignments"], found["verdict"]) == (0.1, 0.1, 20, "cannot_say")
    assert (found["effect_percent"]["low"], found["effect_percent"]["high"]) == (None, None)


def test_psm_answers_below_thirty_are_not_said(tmp_path, capsys):
    rows = [(50, 80, 120, 160), (60, 80, 110, 150), (90, 80, 70, 60)]
    found = measure(
        capsys,
        "psm",
        write(tmp_path / "p.csv", "abcd", rows),
        "--too-cheap",
        "a",
        "--cheap",
        "b",
        "--expensive",
        "c",
        "--too-expensive",
        "d",
    )
    assert (found["n"]["used"], found["n"]["out_of_order"], found["verdict"]) == (2, 1, "cannot_say")


def test_kano_reads_the_japanese_words(tmp_path, capsys):
    rows = [("うれしい", "なんとも思わない")] * 18 + [("1", "5")] * 4
    found = measure(
        capsys, "kano", write(tmp_path / "k.csv", ["f", "d"], rows), "--functional", "f", "--dysfunctional", "d"
    )
    assert (found["features"][0]["category"], found["features"][0]["clear"], found["verdict"]) == ("A", True, "clear")


def test_network_of_the_worked_example(tmp_path, capsys):
    ties = write(tmp_path / "t.csv", ["x", "y"], [tuple(t) for t in ["ab", "ba", "ac", "cd", "dc", "de", "ef", "fa"]])
    who = write(tmp_path / "p.csv", ["p", "g"], [("a", 1), ("b", 1), ("c", 2), ("d", 2), ("e", 3), ("f", 3)])
    found = measure(
        capsys, "network", ties, "--from", "x", "--to", "y", "--people", who, "--person", "p", "--group", "g"
    )
    assert (found["ei"]["value"], found["ei"]["expected"], found["modularity"]) == (-0.25, 0.6, 0.28125)
    assert {cell for row in found["between"].values() for cell in row.values()} == {None}


def test_did_of_one_shop_each_is_refused(tmp_path, capsys):
    rows = [("a", t, 10 + t + 5 * (t >= 3), 3) for t in (1, 2, 3, 4)] + [("b", t, 10 + t, "") for t in (1, 2, 3, 4)]
    found = measure(
        capsys,
        "did",
        write(tmp_path / "d.csv", ["u", "t", "y", "g"], rows),
        "--id",
        "u",
        "--period",
        "t",
        "--outcome",
        "y",
        "--treated-from",
        "g",
    )
    assert (found["simple"]["value"], found["verdict"], found["reasons"]) == (
        5,
        "cannot_say",
        ["few_treated", "no_variation"],
    )
    assert (found["simple"]["low"], found["simple"]["high"]) == (None, None)


def test_look_in_between_is_never_clear_and_says_so(tmp_path, capsys):
    file = write(tmp_path / "b.csv", ["b"], [(1,)] * 300 + [(0,)] * 100)
    found = measure(capsys, "repurchase", file, "--bought", "b", "--in-between")
    assert (found["verdict"], found["sentence_ja"][:7]) == ("leaning", "途中経過です。")


LIFE = ["--frequency", "x", "--recency", "r", "--age", "t"]
LABEL = ["--store", "s", "--week", "w", "--label", "l", "--sales", "y"]


@pytest.mark.parametrize(
    ("header", "rows", "arguments", "said"),
    [
        ("ab", [(1, 2)], ["nps", "--score", "points"], "no column 'points'"),
        ("s", [(11,)], ["nps", "--score", "s"], "0 to 10"),
        (["s", "id"], [(1, "a"), (9, "a")], ["nps", "--score", "s", "--id", "id"], "same person"),
        ("txy", [(1, 2, 3), (2, 2, 3), (3, 1, 1)], ["uplift", "--treated", "t", "--outcome", "x", "--covariates", "y"], "3 values"),
        ("txy", [(1, 2, 3), (1, 2, 3)], ["uplift", "--treated", "t", "--outcome", "x", "--covariates", "y"], "no untreated"),
        ("txy", [(1, 2, 3), (0, 2, 3)], ["uplift", "--treated", "t", "--outcome", "x", "--covariates", "x,y"], "contains the outcome"),
        ("xrt", [(1, -2, 3)], ["lifetime", *LIFE], "negative recency"),
        ("xrt", [(1, 2, 3), (1, 4, 3)], ["lifetime", *LIFE], "Row 2 has a recency above"),
        ("xrt", [(-1, 0, 3)], ["lifetime", *LIFE], "negative frequency"),
        ("swly", [("a", 1, 0, 5), ("b", 1, 0, 5)], ["label-test", *LABEL], "never varies"),
        ("swly", [("a", 1, 0, 5), ("a", 1, 0, 6), ("b", 1, 1, 5)], ["label-test", *LABEL], "same store and week"),
        ("swly", [("a", 1, 0, -5), ("b", 1, 1, 5)], ["label-test", *LABEL], "below 0"),
        ("swly", [("a", 1, 0, 5), ("b", 2, 1, 5), ("c", 2, 0, 5)], ["label-test", *LABEL], "both before"),
        ("de", [(-1, 1), (2, 0)], ["survival", "--duration", "d", "--event", "e"], "below 0"),
        ("id", [(1, "2026-02-30")], ["repurchase", "--id", "i", "--date", "d"], "not a date"),
        ("fd", [(1, 7)], ["kano", "--functional", "f", "--dysfunctional", "d"], "not 1 to 5"),
        ("xyw", [("a", "b", -1)], ["network", "--from", "x", "--to", "y", "--weight", "w"], "below 0"),
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence_and_exit_2(tmp_path, capsys, header, rows, arguments, said):
    file = write(tmp_path / "f.csv", header, rows)
    assert said in refusal(capsys, arguments[0], file, *arguments[1:])


@pytest.mark.parametrize(
    "arguments", [[], ["nps"], ["guess", "f.csv"], ["nps", "f.csv", "--score", "s", "--level", "2"]]
)
def test_bad_usage_is_one_sentence_and_exit_2(capsys, arguments):
    refusal(capsys, *arguments)


def test_missing_and_empty_files_are_refused(tmp_path, capsys):
    assert "cannot be read" in refusal(capsys, "nps", str(tmp_path / "no.csv"), "--score", "s")
    (tmp_path / "e.csv").write_text("")
    assert "is empty" in refusal(capsys, "nps", str(tmp_path / "e.csv"), "--score", "s")


def test_help_and_import_do_not_load_numpy():
    code = "import sys; from yoriai.measuring.command import main; main(['--help']); sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_source_of_the_kernel_is_small():
    files = Path(__file__).parents[1].rglob("*.py")
    assert sum(f.stat().st_size for f in files if "tests" not in f.parts) < 300_000


def test_answers_are_strict_json_with_sorted_keys(tmp_path, capsys):
    main(["repurchase", visits(tmp_path), "--id", "id", "--date", "date"])
    text = capsys.readouterr().out
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def test_shuffled_forecast_and_prices_give_the_same_numbers(tmp_path, capsys):
    rng = random.Random(3)
    people = [(x := rng.randint(0, 6), x and rng.randint(1, 30), 40, 100 + rng.randint(0, 900)) for _ in range(320)]
    prices = [(40 + i % 7, 80 + i % 11, 120 + i % 5, 160 + i % 13) for i in range(40)]
    asked = ["--too-cheap", "a", "--cheap", "b", "--expensive", "c", "--too-expensive", "d"]
    found = []
    for name in ("one", "other"):
        life = write(tmp_path / f"{name}.csv", "xrtm", people)
        found.append(measure(capsys, "lifetime", life, *LIFE, "--monetary", "m") | {"input_sha256": ""})
        found.append(
            measure(capsys, "psm", write(tmp_path / f"{name}p.csv", "abcd", prices), *asked) | {"input_sha256": ""}
        )
        rng.shuffle(people)
        rng.shuffle(prices)
    assert found[:2] == found[2:]


def test_did_speaks_of_shops_when_the_units_are_shops(tmp_path, capsys):
    rows = [(u, t, u + t + (u < 5) * (t > 2) + u * t % 3, 3 if u < 5 else "") for u in range(12) for t in (1, 2, 3)]
    file = write(tmp_path / "d.csv", ["店舗", "t", "y", "g"], rows)
    asked = ["--id", "店舗", "--period", "t", "--outcome", "y", "--treated-from", "g"]
    found = measure(capsys, "did", file, *asked)
    assert found["sentence_ja"].startswith("加わった5店と、ほかの7店の「y」をくらべました。")
    assert "参加した方" not in found["sentence_ja"]


def test_did_reads_months(tmp_path, capsys):
    rows = [
        (u, f"2026年{t}月", u % 3 + t + (u < 5) * (t > 2) + u * t % 3, "令和8年3月" if u < 5 else "")
        for u in range(12)
        for t in (1, 2, 3)
    ]
    file = write(tmp_path / "d.csv", ["店舗", "月", "売上", "開始"], rows)
    found = measure(
        capsys, "did", file, "--id", "店舗", "--period", "月", "--outcome", "売上", "--treated-from", "開始"
    )
    assert {(cell["cohort"], cell["period"]) for cell in found["att"]} == {(202603, 202602), (202603, 202603)}
