"""Several winners from approvals, and a budget spent by support: choices worked out by hand."""

from fractions import Fraction

import numpy as np
import pytest

from yoriai.counting.ballots import Ratings
from yoriai.counting.greedy import greedy
from yoriai.counting.proportional import sequential_proportional
from yoriai.counting.ties import TieBreak


def ties(seed: str | None = "2027-01-15") -> TieBreak:
    """The seed puts A before B before C; without one the sheet does, whose hash is the same word here."""
    return TieBreak("ABCD", seed, lambda: "2027-01-15")


def chosen(rows: list[list[int]], counts: list[int], seats: int, found: TieBreak) -> list[tuple[int, Fraction]]:
    sheet, standing = Ratings(np.array(rows)), list(range(len(rows[0])))
    return sequential_proportional(sheet, np.array(counts), standing, seats, found)


def test_each_further_winner_of_a_ballot_counts_one_part_less() -> None:
    """12 for A B C, 5 for D: A 12, then B 12/2, then D 5 before C 12/3."""
    rows, counts = [[1, 1, 1, -1], [-1, -1, -1, 1]], [12, 5]
    weights = [(0, Fraction(12)), (1, Fraction(6)), (3, Fraction(5)), (2, Fraction(4))]
    found = ties()
    assert chosen(rows, counts, 4, found) == weights
    assert chosen(rows, counts, 2, ties()) == weights[:2]
    assert [tie.stage for tie in found.ties] == ["place 1", "place 2"]


def test_every_mark_above_nothing_is_an_approval() -> None:
    assert chosen([[0, 2, -1], [1, 0, -1]], [2, 3], 3, ties()) == [(0, 3), (1, 2), (2, 0)]


@pytest.mark.parametrize(
    ("costs", "budget", "funded", "tied"),
    [
        ((60, 40), 100, [0, 1], []),  # both fit: no tie to settle
        ((60, 41), 100, [0], ["support 7"]),
        ((100, 100), 100, [0], ["support 7"]),
        ((100, 101), 100, [0], ["support 7"]),
        ((101, 101), 100, [], []),  # nothing fits: no tie either
        ((101, 100), 100, [1], ["support 7"]),
    ],
)
def test_equal_support_is_a_tie_only_where_it_decides(
    costs: tuple[int, ...], budget: int, funded: list[int], tied: list[str]
) -> None:
    found = ties(None)
    assert greedy({0: 7, 1: 7}, [Fraction(c) for c in costs], Fraction(budget), found) == funded
    assert [tie.stage for tie in found.ties] == tied
    assert [tie.resolved_by for tie in found.ties] == ["ballot hash"] * len(tied)


def test_what_is_left_goes_to_the_next_that_fits() -> None:
    costs = [Fraction(c) for c in (50, 51, 30, 20)]
    assert greedy({0: 9, 1: 8, 2: 7, 3: 6}, costs, Fraction(100), ties()) == [0, 2, 3]
    assert greedy({0: 9, 1: Fraction(19, 2), 2: 7, 3: 6}, costs, Fraction(100), ties()) == [1, 2]
