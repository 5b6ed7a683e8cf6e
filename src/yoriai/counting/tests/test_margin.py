"""How many ballots would have changed the result, worked out by hand for every method that tells."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from yoriai.counting import Ballots, Option, count, ratings
from yoriai.counting.tests.vectors import CENTRE_SQUEEZE, CYCLE, THREE_SEATS, sheet


def marks(rows: list[list[int]], counts: list[int], kind: Any = "score", **more: Any) -> Ballots:
    options = [Option(c, c) for c in "ABCDE"[: len(rows[0])]]
    return ratings(np.array(rows), np.array(counts), options, kind=kind, **more)


def margin(ballots: Ballots, method: str, **rules: Any) -> tuple[int | None, str, bool]:
    found = count(ballots, method, **rules).margin
    return found.ballots, found.kind, found.close


def test_without_a_loser_the_margin_is_one_ballot_or_unknown() -> None:
    assert margin(sheet("3 A"), "schulze") == (None, "unknown", False)
    assert margin(sheet("3 A, 3 B"), "schulze") == (1, "exact", True)
    assert margin(marks([[1, 1], [1, 1]], [1, 1], "approval"), "approval") == (1, "exact", True)


def test_approval_levels_the_last_winner_with_the_first_loser() -> None:
    ballots = marks([[1, 1, -1], [1, 1, 1], [1, -1, -1]], [9, 3, 2], "approval")
    assert margin(ballots, "approval") == (1, "exact", True)
    assert margin(ballots, "approval", seats=2) == (5, "exact", False)


@pytest.mark.parametrize(
    ("votes", "ballots", "close"),
    [((9, 3, 1), 3, True), ((11, 3, 1), 4, False), ((80, 72, 48), 4, True), ((80, 72, 47), 4, False)],
)
def test_close_is_three_ballots_or_two_in_a_hundred(votes: tuple[int, ...], ballots: int, close: bool) -> None:
    sheet = marks([[1, -1, -1], [-1, 1, -1], [-1, -1, 1]], list(votes), "approval")
    assert margin(sheet, "approval") == (ballots, "exact", close)


def test_the_sentence_counts_one_ballot_and_several() -> None:
    one, two = (count(sheet(text), "irv").margin.sentence for text in ("5 A, 4 B", "8 A, 4 B"))
    assert one.en.startswith("1 different ballot might have changed")
    assert two.en.startswith("2 different ballots might have changed")
    assert (
        two.ja
        == "2票ちがえば、結果は変わっていたかもしれません。きわどい結果です。どう決めるかを、言葉にしておきましょう。"
    )


def test_scores_move_by_the_highest_mark() -> None:
    assert margin(marks([[5, 0], [5, -1], [0, 2]], [2, 2, 1]), "score") == (2, "lower_bound", True)
    assert margin(marks([[1, 0], [0, 1]], [9, 2]), "score") == (4, "exact", False)
    halves = marks([[10, 0], [10, 6], [0, 10]], [3, 2, 1], unit=Fraction(1, 2))
    assert margin(halves, "score") == (2, "lower_bound", True)
    assert margin(marks([[9, 4, 1]], [10]), "score", seats=2) == (2, "lower_bound", True)


@pytest.mark.parametrize(("ballots", "needed"), [(4, 2), (5, 3), (20, 10), (41, 21)])
def test_grades_from_best_to_worst_need_half_of_the_ballots(ballots: int, needed: int) -> None:
    """With k ballots moved A has k worst and n - k best grades, B the reverse: equal at k = n / 2."""
    found = margin(marks([[3, 0]], [ballots]), "majority-judgment")
    assert found[:2] == (needed, "lower_bound")


def test_grades_that_are_near_need_fewer_ballots() -> None:
    """A 2 2 2 2 0, B 1 1 1 1 0: two ballots give A 2 2 0 0 0 (median 0) and B 2 2 1 1 0; one leaves 2 against 1."""
    assert margin(marks([[2, 1], [0, 0]], [4, 1]), "majority-judgment") == (2, "lower_bound", True)
    several = marks([[4, 3, 0]], [9], grades=tuple("abcde"))
    assert margin(several, "majority-judgment", seats=2) == (5, "lower_bound", False)


@pytest.mark.parametrize(
    ("text", "method", "rules", "expected"),
    [
        (CENTRE_SQUEEZE, "irv", {}, (11, "upper_bound", False)),
        ("3 A, 3 B, 1 C", "irv", {}, (1, "upper_bound", True)),
        ("30 A, 12 B", "irv", {}, (9, "upper_bound", False)),
        (THREE_SEATS, "stv-scottish", {"seats": 3}, (6, "upper_bound", False)),
        ("9 A, 4 B, 1 C", "stv-scottish", {}, (3, "upper_bound", True)),
        ("30 A, 20 B, 2 C", "stv-scottish", {"seats": 2}, (9, "upper_bound", False)),
        (CYCLE, "schulze", {}, (None, "unknown", False)),
        ("30 ABC, 12 BCA", "schulze", {}, (9, "lower_bound", False)),
        ("30 ABC, 12 BCA", "minimax", {}, (9, "lower_bound", False)),
        ("30 ABC, 12 BCA", "schulze", {"seats": 2}, (None, "unknown", False)),
        ("30 ABC, 12 BCA", "borda", {}, (None, "unknown", False)),
    ],
)
def test_margin_of_ranked_methods(text: str, method: str, rules: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert margin(sheet(text), method, **rules) == expected


def test_marks_below_the_best_are_moved_down_too() -> None:
    """Two of four: A 0 0 1 1 and B 0 0 2 2 share the median, and then B is ahead."""
    assert margin(marks([[1, 0]], [4], grades=tuple("abc")), "majority-judgment") == (2, "lower_bound", True)
