"""What every sentence promises: n, a range or a refusal, no decimals for few people, no cell below five."""

import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yoriai.measuring.command import main
from yoriai.measuring.report.page import report
from yoriai.measuring.tests import cases
from yoriai.measuring.tests.files import BEFORE, SHOP, UPLIFT, shop_rows

# How many people, rows, shops … each measure is given; from one to a few hundred.
MANY = st.integers(1, 40) | st.sampled_from((60, 99, 100, 130, 320))
SEED = st.integers(0, 9)


def files(folder: Path, n: int, seed: int) -> dict[str, cases.Case]:
    """Every measure on about n people; each file by itself may be refused or told."""
    few = max(n // 6, 2)
    score = [(("参加", "ほか", "はじめて")[i % (2 + seed % 2)], (i * (seed + 3)) % 11) for i in range(n)]
    return {
        "repurchase": ("repurchase", ["id", "date", "yen"], cases.visits(n, seed), [*cases.VISITS, "--amount", "yen"]),
        "groups": ("repurchase", ["group", "bought"], cases.bought(n, 2 + seed), cases.BOUGHT),
        "nps": ("nps", ["group", "s"], score, cases.SCORE[:2]),
        "nps-groups": ("nps", ["group", "s"], score, cases.SCORE),
        "uplift": ("uplift", SHOP, shop_rows(max(n, 8), ("lot", "recorded")[seed % 2], 0.3, seed), [*UPLIFT, *BEFORE]),
        "did": ("did", ["shop", "t", "y", "g"], cases.panel(few + 2, few // 2 + 1, seed), cases.PANEL),
        "survival": ("survival", ["group", "days", "back"], cases.days(n, seed), cases.DAYS[:4]),
        "survival-groups": ("survival", ["group", "days", "back"], cases.days(n + 1, seed), cases.DAYS),
        "label-test": ("label-test", "swly", cases.labels(1 + n % 5, 4 + 2 * (seed % 3), seed), cases.LABEL),
        "kano": ("kano", ["f", "d", "what"], cases.kano(n), cases.KANO),
        "psm": ("psm", "abcd", cases.prices(n), cases.PRICES),
        "network": ("network", "xy", cases.ties(max(n, 3), seed), cases.network(folder, max(n, 3), 1 + seed % 4)),
    }


NAMES = (
    "repurchase", "groups", "nps", "nps-groups", "uplift", "did", "survival", "survival-groups", "label-test", "kano",
    "psm", "network",
)  # fmt: skip


def answered(name: str, n: int, seed: int, capture) -> dict | None:
    """The answer, or None where the file was refused with exit code 2 and one sentence."""
    with tempfile.TemporaryDirectory() as folder:
        code = main(
            [*cases.arguments(Path(folder), files(Path(folder), n, seed)[name]), "--draws", "99"][
                : None if name == "label-test" else -2
            ]
        )
    said = capture.readouterr()
    assert (code, said.err.count("\n")) in ((0, 0), (2, 1))
    return json.loads(said.out) if code == 0 else None


def sentence_has_n_and_a_range_or_a_refusal(found: dict) -> bool:
    ja, en = found["sentence_ja"], found["sentence_en"]
    counts = set(found["n"].values())
    told = [bool(re.search(mark, text)) for mark, text in ((r"〜|±", ja), (r"\d%? to [-+±\d]|±", en))]
    return told == [not found["refused"]] * 2 and all(counts & counted_in(text) for text in (ja, en))


def counted_in(text: str) -> set[int]:
    """The whole numbers of a sentence, and the first two together: a comparison tells n of each side."""
    said = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]
    return {*said, sum(said[:2])}


def no_decimals_below_a_hundred(found: dict) -> bool:
    counted = {"label-test": "store_weeks", "did": "units", "network": "nodes", "nps": "answers", "kano": "answers"}
    n = found["n"]
    size = n["treated"] + n["control"] if "treated" in n else n.get(counted.get(found["measure"], "people"), 0)
    return size >= 100 or not re.search(r"\d\.\d", found["sentence_ja"] + found["sentence_en"])


def no_cell_below_five(found: dict) -> bool:
    """And no single hidden cell, which would be the total minus the rest."""
    cells = [group["n"] if isinstance(group, dict) else group for group in found.get("groups", {}).values()]
    cells += [cohort["n"] for cohort in found.get("cohorts", [])]
    small = [cell for cell in cells if cell is not None and 0 < cell < 5]
    return not small and (cells.count(None) != 1 or len(cells) == 1)


def pages_are_whole(found: dict) -> bool:
    ja, en = report(found), report(found, "en")
    kana = re.findall(r"[ぁ-ん]", re.sub("参加|ほか|はじめて|早い返事", "", en))
    return not kana and all(
        (text.count("<h1>"), text.count('aria-current="step"'), "nan" in text, "None" in text) == (1, 1, False, False)
        for text in (ja, en)
    )


PROMISES = (
    sentence_has_n_and_a_range_or_a_refusal, no_decimals_below_a_hundred, no_cell_below_five, pages_are_whole,
)  # fmt: skip


def broken_promises(name: str, n: int, seed: int, capture) -> list[str]:
    found = answered(name, n, seed, capture)
    return [promise.__name__ for promise in PROMISES if found is not None and not promise(found)]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(NAMES), n=MANY, seed=SEED)
def test_every_answer_keeps_its_promises(capsys, name, n, seed):
    assert broken_promises(name, n, seed, capsys) == []


@pytest.mark.slow
@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(NAMES), n=MANY, seed=SEED)
def test_every_answer_keeps_its_promises_on_many_files(capsys, name, n, seed):
    assert broken_promises(name, n, seed, capsys) == []


@pytest.mark.parametrize("name", NAMES)
def test_range_of_a_told_figure_holds_its_value(capsys, name):
    found = answered(name, 130, 2, capsys)
    told = [part for part in _estimates(found) if part["low"] is not None and part["high"] is not None]
    assert [part for part in told if not part["low"] - 1e-9 <= part["value"] <= part["high"] + 1e-9] == []


def _estimates(part) -> list[dict]:
    if isinstance(part, dict):
        own = [part] if {"value", "low", "high"} <= set(part) and "expected" not in part else []
        return own + [one for value in part.values() for one in _estimates(value)]
    return [one for value in part for one in _estimates(value)] if isinstance(part, list) else []
