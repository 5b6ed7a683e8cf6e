"""Ranked pairs on hand-made circles: which victories are fixed, and in how many orders."""

import numpy as np
import pytest

from yoriai.counting.condorcet import Strength
from yoriai.counting.ranked_pairs import Pair, TooManyOrders, order_of, ranked_pairs, undefeated


def table(m: int, margins: dict[Pair, int]) -> np.ndarray:
    """P of a hundred ballots with these margins."""
    P = np.full((m, m), 50)  # noqa: N806
    for (a, b), margin in margins.items():
        P[a, b], P[b, a] = 50 + margin, 50 - margin
    return P


def orders(P: np.ndarray, strength: Strength = "margin") -> list[list[list[int]]]:  # noqa: N803
    return [order_of(reach, range(len(reach))) for reach in ranked_pairs(P, strength)]


def test_the_weakest_victory_of_a_circle_is_skipped() -> None:
    assert orders(table(3, {(0, 1): 3, (1, 2): 2, (2, 0): 1})) == [[[0], [1], [2]]]
    assert orders(table(3, {(0, 1): 1, (1, 2): 2, (2, 0): 3})) == [[[1], [2], [0]]]
    assert orders(table(4, {(3, 2): 4, (2, 1): 3, (1, 0): 2, (0, 3): 1})) == [[[3], [2], [1], [0]]]


def test_a_longer_way_round_forbids_a_weaker_victory() -> None:
    """0 1 2 and 2 3 4 are joined at 2; then 4 cannot stand above 0, although it beat it."""
    margins = {(0, 1): 9, (1, 2): 8, (3, 4): 7, (2, 3): 6, (4, 0): 5, (0, 3): 4}
    assert orders(table(5, margins)) == [[[0], [1], [2], [3], [4]]]


def test_without_a_victory_all_are_equal() -> None:
    assert orders(table(3, {})) == [[[0, 1, 2]]]
    assert orders(table(3, {(1, 0): 1})) == [[[1, 2], [0]]]
    assert ranked_pairs(np.zeros((1, 1), np.int64)) == [(0,)]


def test_equal_victories_of_a_circle_are_tried_in_every_order() -> None:
    ring = table(3, {(0, 1): 2, (1, 2): 2, (2, 0): 2})
    assert sorted(orders(ring)) == [[[0], [1], [2]], [[1], [2], [0]], [[2], [0], [1]]]
    seeded = ranked_pairs(ring, arrange=lambda pairs: sorted(pairs, reverse=True))
    assert [order_of(reach, range(len(reach))) for reach in seeded] == [[[1], [2], [0]]]  # the victory of 0 comes last
    assert [undefeated(reach, [0, 1]) for reach in ranked_pairs(ring)].count([0]) == 2


def test_equal_victories_outside_a_circle_need_no_order() -> None:
    margins = {(0, 1): 2, (1, 2): 2, (2, 0): 2, (0, 3): 2, (1, 3): 2, (2, 3): 2, (3, 4): 2}
    heads = [[0], [1], [2]], [[1], [2], [0]], [[2], [0], [1]]
    assert sorted(orders(table(5, margins))) == [[*head, [3], [4]] for head in heads]
    assert ranked_pairs(table(4, {(0, 1): 5, (2, 3): 5, (0, 3): 5}), most=0) == [(0b1010, 0, 0b1000, 0)]


def test_steps_are_added_up_over_all_strengths() -> None:
    """A circle takes 3 steps and 2 after each of its 3 victories; the second one so much in each of 3 states."""
    one = {(0, 1): 2, (1, 2): 2, (2, 0): 2}
    two = one | {(3, 4): 1, (4, 5): 1, (5, 3): 1}
    for margins, results, steps in ((one, 3, 9), (two, 9, 9 + 3 * 9)):
        assert len(ranked_pairs(table(6, margins), most=steps)) == results
        with pytest.raises(TooManyOrders):
            ranked_pairs(table(6, margins), most=steps - 1)
