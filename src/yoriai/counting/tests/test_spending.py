"""Budgets told as outcomes: support by kind of vote, completion, and what the file itself claimed."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from yoriai.counting import Ballots, Option, Result, count, rankings, ratings

COSTS = {"A": 60, "B": 50, "C": 40}


def priced(costs: dict[str, int]) -> list[Option]:
    return [Option(name, name, Fraction(cost)) for name, cost in costs.items()]


def approvals(rows: list[list[int]], counts: list[int], budget: int, costs: Any = None, **more: Any) -> Ballots:
    return ratings(np.array(rows), np.array(counts), priced(costs or COSTS), kind="approval",
                   budget=Fraction(budget), **more)  # fmt: skip


def ordered(text: str, **meta: str) -> Ballots:
    marks = [(tuple("ABC".index(c) for c in order), int(n)) for n, order in (item.split() for item in text.split(","))]
    return rankings(marks, priced(COSTS), budget=Fraction(100), meta=meta)


def told(result: Result) -> list[str]:
    return [str(step["sentence_en"]) for step in result.rounds]


@pytest.mark.parametrize(
    ("meta", "scores"),
    [
        ({}, {"A": 6, "B": 10, "C": 2}),  # two places: 2 and 1
        ({"max_length": "3"}, {"A": 10, "B": 16, "C": 4}),
        ({"max_length": "1"}, {"A": 2, "B": 4, "C": 0}),
        ({"max_length": "9999999"}, {"A": 6, "B": 10, "C": 2}),
        ({"max_length": "x"}, {"A": 6, "B": 10, "C": 2}),
        ({"max_length": "³"}, {"A": 6, "B": 10, "C": 2}),
    ],
)
def test_places_give_points_by_the_longest_ballot_allowed(meta: dict[str, str], scores: dict[str, int]) -> None:
    assert count(ordered("2 AB, 2 BA, 2 BC", **meta), "greedy").extra["scores"] == scores


def test_any_rank_or_mark_is_support_and_blank_ballots_have_a_share() -> None:
    found = count(ordered("2 AB, 1 B"), "mes", completion="none")
    assert (found.extra["share"], found.winners) == (33.33333, ("B",))
    points = ratings(np.array([[5, 0, -1], [0, 3, -1]]), np.array([1, 1]), priced(COSTS), kind="dots",
                     budget=Fraction(100), unit=Fraction(1, 2), blank=2)  # fmt: skip
    assert count(points, "greedy").extra["scores"] == {"A": 2.5, "B": 1.5, "C": 0}
    assert count(points, "mes", completion="none").extra["share"] == 25
    assert count(points, "mes").extra["share"] == 50  # B is bought; A does not fit beside it


def test_without_a_word_the_shares_are_raised_one_by_one() -> None:
    ballots = approvals([[1, -1, -1], [-1, 1, -1], [-1, -1, 1]], [2, 1, 1], 100)
    assert count(ballots, "mes", completion="none").winners == ()
    raised = count(ballots, "mes")
    assert (raised.winners, raised.extra["raised"], raised.extra["share"]) == (("A", "C"), 15, 40)
    assert told(raised)[0] == "2 supporters paid for A, at most about 30 each."
    assert (raised.rounds[0]["payers"], raised.rounds[0]["payment"], raised.rounds[0]["left"]) == (2, 30, 20)


def test_what_is_left_is_filled_by_support() -> None:
    ballots = approvals([[1, -1, -1], [-1, 1, -1], [-1, -1, 1]], [3, 2, 1], 100)
    filled = count(ballots, "mes", completion="add1u")
    assert filled.winners == ("A", "C")
    assert (filled.order, filled.extra["spent"], filled.extra["budget"]) == ((("A",), ("C",), ("B",)), 100, 100)
    everything = count(approvals([[1, 1, 1]], [4], 200), "mes")
    assert (sorted(everything.winners), sorted(everything.order)) == (["A", "B", "C"], [("A",), ("B",), ("C",)])


def test_filling_goes_on_from_what_equal_shares_left() -> None:
    """Raising by one would fund B and C for 150 at once, so the shares stay; then C fits before B by support."""
    ballots = approvals([[1, -1, -1], [-1, 1, 1]], [2, 2], 100, {"A": 40, "B": 60, "C": 60})
    found = count(ballots, "mes", completion="add1u", tie_seed="2027-01-15")
    assert found.winners[0] == "A"
    assert found.extra["spent"] == 100
    assert [step["project"] for step in found.rounds] == list(found.winners)


def test_equal_prices_are_a_tie_only_among_several() -> None:
    two = count(approvals([[1, 1, -1]], [4], 60, {"A": 60, "B": 60, "C": 1}), "mes", tie_seed="2027-01-15")
    assert [(tie["stage"], tie["options"], tie["order"]) for tie in two.ties] == [
        ("equal price", ["A", "B"], ["A", "B"])
    ]
    assert count(approvals([[1, -1, -1]], [4], 60), "mes").ties == ()


def test_greedy_tells_support_and_what_is_left() -> None:
    found = count(approvals([[1, 1, -1], [1, -1, 1]], [2, 1], 101), "greedy")
    assert told(found) == ["A is funded with support 3; 41 is left.", "C is funded with support 1; 1 is left."]
    assert [(step["support"], step["cost"], step["left"]) for step in found.rounds] == [(3, 60, 41), (1, 40, 1)]
    nothing = count(approvals([[1, 1, 1]], [2], 10), "greedy")
    assert (nothing.winners, told(nothing), nothing.extra["spent"]) == ((), ["No project was funded."], 0)


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        ({"SELECTED": '["A", "C"]'}, []),
        ({"SELECTED": '["A", "B"]'}, ["The file marks other projects as selected (B, C)."]),
        ({"TOLD": '{"votes": {"A": "3", "B": "2", "C": "1"}}'}, []),
        ({"TOLD": '{"score": {"A": "3", "B": "2", "C": "2"}}'}, ["The tally in the file differs from the votes (C)."]),
        ({"TOLD": '{"score": {"A": "3", "B": "x", "C": "1"}}'}, ["The tally in the file differs from the votes (B)."]),
        ({"TOLD": '{"votes": {"A": "3", "D": "0"}}'}, ["The tally in the file differs from the votes (D)."]),
    ],
)
def test_what_the_file_claims_is_compared_never_used(meta: dict[str, str], said: list[str]) -> None:
    ballots = approvals([[1, 1, -1], [1, -1, 1]], [2, 1], 100, meta=meta)
    found = count(ballots, "greedy")
    assert (found.winners, [w.en for w in found.warnings]) == (("A", "C"), said)


def test_points_are_compared_as_points_and_only_under_greedy() -> None:
    meta = {"TOLD": '{"score": {"A": "10", "B": "0", "C": "0"}}'}
    ballots = ratings(np.array([[5, 0, 0]]), np.array([2]), priced(COSTS), kind="dots", budget=Fraction(60), meta=meta)
    assert count(ballots, "greedy").warnings == ()
    assert count(approvals([[1, -1, -1]], [2], 100, meta=meta), "mes").warnings == ()


def test_equal_ranks_support_nobody_and_names_may_hold_marks() -> None:
    both = rankings([(((0, 1), 2), 2)], priced(COSTS), budget=Fraction(100))
    assert count(both, "mes", completion="none").winners == ("C",)
    meta = {"TOLD": '{"votes": {"x=y": "2"}}'}
    assert count(approvals([[1]], [2], 100, {"x=y": 50}, meta=meta), "greedy").warnings == ()
