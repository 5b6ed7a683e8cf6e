"""Instant runoff round by round."""

import pytest

from yoriai.counting import count
from yoriai.counting.tests.vectors import sheet


@pytest.mark.parametrize(
    ("text", "tallies"),
    [
        ("6 A, 2 B, 1 C", [{"A": 6, "B": 2, "C": 1}]),
        ("5 A, 3 B, 1 CB", [{"A": 5, "B": 3, "C": 1}]),
        ("4 A, 3 B, 1 CB", [{"A": 4, "B": 3, "C": 1}, {"A": 4, "B": 4}]),
        ("1 A, 1 B", [{"A": 1, "B": 1}]),
    ],
)
def test_more_than_half_ends_the_runoff(text: str, tallies: list[dict[str, int]]) -> None:
    assert [step["tally"] for step in count(sheet(text), "irv").rounds] == tallies


def test_shares_of_several_equal_ranks_move_to_those_left() -> None:
    result = count(sheet("2 (AB), 3 (CD), 1 A, 2 C, 6 E"), "irv", overvote="split")
    assert [step["tally"] for step in result.rounds] == [
        {"A": 2, "B": 1, "C": 3.5, "D": 1.5, "E": 6},
        {"A": 3, "C": 3.5, "D": 1.5, "E": 6},
        {"A": 3, "C": 5, "E": 6},
        {"C": 5, "E": 6},
    ]
    assert [step["exhausted"] for step in result.rounds] == [0, 0, 0, 3]
    assert result.order == (("E",), ("C",), ("A",), ("D",), ("B",))


def test_a_tie_for_the_last_place_of_a_round_is_settled_there() -> None:
    result = count(sheet("4 A, 3 D, 2 B, 2 C"), "irv", tie_seed="2027-01-15")  # the seed puts B before C
    assert [step["eliminated"] for step in result.rounds] == [["C"], ["B"], []]
    assert [(tie["stage"], tie["resolved_by"], tie["order"]) for tie in result.ties] == [
        ("round 1", "seed", ["B", "C"])
    ]
