"""The one-on-one table and what is read from it, on tables small enough to check by eye."""

import numpy as np
import pytest

from yoriai.counting import Option, rankings, ratings
from yoriai.counting.condorcet import condorcet_winner, minimax, schulze, smith_set, strengths
from yoriai.counting.pairwise import pairwise, rated_as_ranked
from yoriai.counting.tests.vectors import sheet


def test_equal_ranks_and_unranked_options_count_for_nobody() -> None:
    assert pairwise(sheet("1 (AB)C, 2 C, 1 (BD)")).tolist() == [[0, 0, 1, 1], [1, 0, 2, 1], [2, 2, 0, 3], [1, 0, 1, 0]]


@pytest.mark.parametrize("places", [254, 255, 256, 300])
def test_long_ballots_keep_their_last_place_above_the_unranked(places: int) -> None:
    order = tuple(range(places))
    table = pairwise(rankings([(order, 1), (order, 2)], [Option(f"{i:03}", "") for i in range(places + 1)]))
    assert table.tolist() == np.triu(np.full((places + 1, places + 1), 3), 1).tolist()


def test_marks_compare_above_no_mark() -> None:
    ballots = ratings(np.array([[0, -1, 2, 0], [1, 1, -1, 0]]), np.array([3, 1]), [Option(c, c) for c in "ABCD"])
    assert pairwise(ballots).tolist() == [[0, 3, 1, 1], [0, 0, 1, 1], [3, 3, 0, 3], [0, 3, 1, 0]]
    ranked = rated_as_ranked(ballots)
    assert pairwise(ranked).tolist() == pairwise(ballots).tolist()
    assert set(ranked.groups) == {((2, (0, 3)), 3), (((0, 1), 3), 1)}


def test_equal_votes_are_no_victory_however_measured() -> None:
    table = np.array([[0, 3, 4], [3, 0, 1], [2, 1, 0]])
    assert strengths(table, "margin").tolist() == [[0, 0, 2], [0, 0, 0], [0, 0, 0]]
    assert strengths(table, "winning-votes").tolist() == [[0, 0, 4], [0, 0, 0], [0, 0, 0]]
    assert condorcet_winner(table) is None
    assert (smith_set(table), minimax(table)) == ([0, 1, 2], [[0, 1], [2]])


def test_a_defeat_by_one_vote_is_a_defeat() -> None:
    table = np.array([[0, 2], [1, 0]])
    assert (condorcet_winner(table), smith_set(table)) == (0, [0])
    assert minimax(table) == schulze(table) == [[0], [1]]
    assert minimax(table.T) == schulze(table.T, "winning-votes") == [[1], [0]]
