"""Ties of three, settled by earlier stages and by the seed; what is remembered of them."""

import pytest

from yoriai.counting.ties import Tally, TieBreak

SEED = "2027-01-15"  # puts A before B before C


def settled(way: str, earlier: list[Tally], seed: str | None = SEED) -> tuple[int, str, tuple[int, ...]]:
    ties = TieBreak("ABC", seed, lambda: SEED)
    found = getattr(ties, way)([0, 1, 2], earlier, "round 4")
    (tie,) = ties.ties
    assert (tie.stage, tie.options) == ("round 4", (0, 1, 2))
    return found, tie.resolved_by, tie.order


EQUAL: Tally = {0: 5, 1: 5, 2: 5}


@pytest.mark.parametrize(
    ("way", "earlier", "expected"),
    [
        ("lowest", [EQUAL], (2, "seed", (0, 1, 2))),
        ("highest", [EQUAL], (0, "seed", (0, 1, 2))),
        ("lowest", [{0: 4, 1: 5, 2: 6}, EQUAL], (0, "earlier stages", (1, 2, 0))),
        ("highest", [{0: 4, 1: 5, 2: 6}, EQUAL], (2, "earlier stages", (2, 0, 1))),
        ("lowest", [{0: 6, 1: 5, 2: 4}, {0: 4, 1: 5, 2: 6}], (0, "earlier stages", (1, 2, 0))),
        ("highest", [{0: 4, 1: 5, 2: 4}, {0: 5, 1: 5, 2: 4}], (1, "earlier stages", (1, 0, 2))),
        ("lowest", [{0: 5, 1: 5, 2: 6}], (1, "seed", (0, 2, 1))),
        ("highest", [{0: 4, 1: 5, 2: 5}], (1, "seed", (1, 0, 2))),
        ("lowest", [], (2, "seed", (0, 1, 2))),
    ],
)
def test_the_latest_stage_that_differs_decides_and_then_the_seed(
    way: str, earlier: list[Tally], expected: tuple[int, str, tuple[int, ...]]
) -> None:
    assert settled(way, earlier) == expected
    unseeded = settled(way, earlier, None)
    assert unseeded == (expected[0], expected[1].replace("seed", "ballot hash"), expected[2])


def test_one_alone_is_no_tie() -> None:
    ties = TieBreak("ABC", SEED, str)
    assert (ties.lowest([1], [], "round 1"), ties.highest([2], [], "round 1"), ties.ties) == (1, 2, [])


@pytest.mark.parametrize(
    ("seats", "winners", "order"),
    [
        (1, [0], [[0], [1, 2], [3, 4, 5]]),
        (2, [0, 1, 2], [[0], [1, 2], [3, 4, 5]]),
        (3, [0, 1, 2], [[0], [1, 2], [3, 4, 5]]),
        (6, [0, 1, 2, 3, 4, 5], [[0], [1, 2], [3, 4, 5]]),
    ],
)
def test_places_keep_a_tie_without_a_seed(seats: int, winners: list[int], order: list[list[int]]) -> None:
    ties = TieBreak("ABCDEF", None, str)
    assert ties.places([[0], [2, 1], [5, 4, 3]], seats, "votes") == (winners, order)
    assert [tie.resolved_by for tie in ties.ties] == ["not resolved"] * (seats == 2)
    assert [word.en[:14] for word in ties.warnings()] == ["There is a tie"] * (seats == 2)


def test_places_settle_only_the_tie_for_the_last_place_by_the_seed() -> None:
    ties = TieBreak("DABCFE", SEED, str)
    assert ties.places([[0], [3, 2, 1], [5, 4]], 2, "votes") == ([0, 1], [[0], [1], [2], [3], [5, 4]])
    assert ties.warnings() == []
