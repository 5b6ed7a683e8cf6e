"""The ten test vectors of docs/counting.md, each number checked by hand or by an independent program."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from yoriai.counting import Option, comparisons, count, ratings
from yoriai.counting.tests.vectors import (
    CENTRE_SQUEEZE,
    COMPROMISE,
    CYCLE,
    CYCLE_OF_FIVE,
    MARGIN_OR_VOTES,
    THREE_SEATS,
    sheet,
)


def winners(text: str, method: str, **rules: Any) -> tuple[str, ...]:
    return count(sheet(text), method, **rules).winners


@pytest.mark.parametrize(
    ("method", "winner"),
    [("schulze", "E"), ("minimax", "E"), ("borda", "E"), ("ranked-pairs", "A")],
)
def test_rules_differ_on_a_cycle_of_five(method: str, winner: str) -> None:
    assert winners(CYCLE_OF_FIVE, method) == (winner,)


def test_runoff_takes_one_option_out_at_a_time_even_when_two_are_last() -> None:
    result = count(sheet(CYCLE_OF_FIVE), "irv")
    assert [step["eliminated"] for step in result.rounds][:1] == [["D"]]
    assert {seed: winners(CYCLE_OF_FIVE, "irv", tie_seed=seed) for seed in "12345678"} == dict.fromkeys(
        "12345678", ("C",)
    )
    assert result.ties[0]["options"] == ["B", "E"]


def test_cycle_of_five_has_no_condorcet_winner_and_its_table() -> None:
    result = count(sheet(CYCLE_OF_FIVE), "schulze")
    rows = {a: list(row.values()) for a, row in (result.pairwise or {}).items()}
    assert rows == {
        "A": [20, 26, 30, 22],
        "B": [25, 16, 33, 18],
        "C": [19, 29, 17, 24],
        "D": [15, 12, 28, 14],
        "E": [23, 27, 21, 31],
    }
    assert result.extra["condorcet_winner"] is None
    assert result.agreement.winners["first-choices"] == ("C",)


@pytest.mark.parametrize(
    ("method", "winner"),
    [("irv", "K"), ("schulze", "N"), ("ranked-pairs", "N"), ("minimax", "N"), ("borda", "N")],
)
def test_compromise_wins_one_on_one(method: str, winner: str) -> None:
    assert winners(COMPROMISE, method) == (winner,)


def test_compromise_names_first_choices_and_duels() -> None:
    result = count(sheet(COMPROMISE), "schulze")
    assert result.agreement.winners["first-choices"] == ("M",)
    assert result.rounds[0]["comparisons"] == [["N", "C", 68, 32], ["N", "K", 68, 32], ["N", "M", 58, 42]]
    assert (result.margin.ballots, result.margin.kind) == (8, "lower_bound")


def test_centre_squeeze_is_shown() -> None:
    result = count(sheet(CENTRE_SQUEEZE), "irv")
    assert result.winners == ("L",)
    assert result.pairwise is not None
    assert (result.pairwise["C"]["L"], result.pairwise["C"]["R"]) == (63, 61)
    assert result.agreement.same is False


def test_strength_changes_a_truncated_cycle() -> None:
    margin, votes = (count(sheet(MARGIN_OR_VOTES), "schulze", strength=s) for s in ("margin", "winning-votes"))
    assert (margin.winners, votes.winners) == (("B",), ("C",))
    assert [w.en for w in margin.warnings] == ["Measuring victories the other way (margin or winning votes) gives C."]
    assert margin.pairwise == {"A": {"B": 5, "C": 3}, "B": {"A": 4, "C": 4}, "C": {"A": 6, "B": 2}}


@pytest.mark.parametrize("method", ["schulze", "ranked-pairs", "minimax", "irv"])
def test_cycle_of_three_elects_the_same(method: str) -> None:
    assert winners(CYCLE, method) == ("A",)


def test_borda_ties_on_the_cycle() -> None:
    result = count(sheet(CYCLE), "borda")
    assert result.winners == ("A", "B")
    assert result.extra["scores"] == {"A": 22, "B": 22, "C": 19}


def test_scottish_stv_stages() -> None:
    result = count(sheet(THREE_SEATS), "stv-scottish", seats=3)
    assert (result.winners, result.extra["quota"]) == (("A", "B", "C"), 18)
    assert [step["tally"] for step in result.rounds] == [
        {"A": 30, "B": 11, "C": 13, "D": 9, "E": 7},
        {"A": 18, "B": 20.6, "C": 15.4, "D": 9, "E": 7},
        {"A": 18, "B": 18, "C": 16.61152, "D": 9, "E": 7},
        {"A": 18, "B": 18, "C": 16.61152, "D": 16},
        {"A": 18, "B": 18, "C": 32.61152},
    ]
    assert [step["transfer"]["value"] for step in result.rounds[1:3]] == [0.4, 0.12621]


def test_bradley_terry_strengths_and_errors() -> None:
    wins = np.array([[0, 7, 8], [3, 0, 6], [2, 4, 0]])
    result = count(comparisons(wins, [Option(c, c) for c in "ABC"]), "bradley-terry", reference="A")
    table = result.extra["strengths"]
    assert [table[c]["value"] for c in "ABC"] == [0.74057, -0.1491, -0.59147]
    assert [table[c]["relative"]["value"] for c in "ABC"] == [0, -0.88967, -1.33204]
    assert [table[c]["relative"]["se"] for c in "ABC"] == [0, 0.5736, 0.60216]


@pytest.mark.parametrize(
    ("method", "rules", "funded"),
    [
        ("mes", {"completion": "none"}, {"a", "d"}),
        ("mes", {"completion": "add1"}, {"a", "d"}),
        ("mes", {"utility": "cardinality"}, {"b", "d"}),
        ("greedy", {}, {"a", "b"}),
    ],
)
def test_equal_shares_against_greedy(method: str, rules: dict[str, Any], funded: set[str]) -> None:
    costs = dict(zip("abcde", (600, 400, 300, 300, 200), strict=True))
    values = np.array([[1, 1, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 1, 1, 0], [0, 0, 0, 1, 1]])
    options = [Option(c, c, Fraction(cost)) for c, cost in costs.items()]
    ballots = ratings(values, np.array([5, 1, 3, 1]), options, kind="approval", budget=Fraction(1000))
    assert set(count(ballots, method, **rules).winners) == funded


def test_default_option_supermajority_and_quorum() -> None:
    text = "7 XDY, 3 DXY"
    assert winners(text, "schulze") == ("X",)
    strict = count(sheet(text), "schulze", default="D", supermajority={"X": Fraction(3)})
    assert strict.winners == ("D",)
    assert strict.rounds[0]["eliminated"] == ["X", "Y"]
    assert (strict.rounds[0]["for"], strict.rounds[0]["against"]) == ({"X": 7, "Y": 0}, {"X": 3, "Y": 10})
    assert count(sheet(text), "schulze", default="D", quorum=Fraction(8)).winners == ("D",)
    assert winners(text, "schulze", default="D", quorum=Fraction(7), supermajority={"X": Fraction(2)}) == ("X",)


@pytest.mark.parametrize(("limit", "votes"), [(2, 2), (None, 3), (3, 3)])
def test_skipped_ranks_exhaust_by_the_rule_book(limit: int | None, votes: int) -> None:
    result = count(sheet("1 A__B, 2 B, 3 C"), "irv", exhaust_after_skips=limit)
    assert result.rounds[-1]["tally"] == {"B": votes, "C": 3}


def test_single_skips_never_exhaust() -> None:
    result = count(sheet("1 _A_B, 2 B, 3 C"), "irv", exhaust_after_skips=2)
    assert [step["tally"] for step in result.rounds] == [{"A": 1, "B": 2, "C": 3}, {"B": 3, "C": 3}]
