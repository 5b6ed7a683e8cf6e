"""Equal and skipped ranks: what is read, what is shared out, what is refused."""

import time
from typing import Any

import pytest

from yoriai.counting import Refused, count
from yoriai.counting.papers import readable, repeated_mentions, shared_out
from yoriai.counting.tests.vectors import sheet


def cells(text: str, overvote: Any, limit: int | None = None) -> list[list[int]]:
    ballots = sheet(text, "ABCDE")
    return readable(ballots.sheet, 5, overvote, limit).tolist()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "overvote", "limit", "read"),
    [
        ("1 A_B__C", "skip", None, [0, 1, 2]),
        ("1 A_B__C", "skip", 2, [0, 1]),
        ("1 A_B__C", "skip", 1, [0]),
        ("1 A_(BC)__D", "skip", 3, [0, 3]),
        ("1 A(BC)D", "exhaust", None, [0]),
        ("1 A(BC)D", "skip", None, [0, 3]),
        ("1 A(BC)D", "split", None, [0, 5, 3]),
        ("1 (BC)", "skip", None, [-1]),
        ("1 _(BC)_A", "split", 2, [5, 0]),
    ],
)
def test_a_ballot_is_read_by_the_rule_book(text: str, overvote: str, limit: int | None, read: list[int]) -> None:
    assert cells(text, overvote, limit) == [read]


def test_shares_are_whole_parts_of_every_order() -> None:
    ballots = sheet("3 A(BC), 5 (ABC)(DE), 7 E", "ABCDE")
    rows, counts, scale = shared_out(ballots.sheet.cells, ballots.counts, ballots.sheet, 5)  # type: ignore[union-attr, arg-type]
    told = {tuple(c for c in row if c >= 0): int(n) for row, n in zip(rows.tolist(), counts, strict=True)}
    assert (scale, len(rows)) == (12, 15)
    assert (told[4,], told[0, 1, 2], told[0, 2, 1]) == (84, 18, 18)
    assert {n for row, n in told.items() if len(row) == 5} == {5}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1 (ABCDEF), 1 A", "More than 5 options at one rank"),
        ("1 (AB), 1 (ABCDEF), 1 A", "More than 5 options at one rank"),
        ("1 (ABCDE)(FGHIJ)(KLMNO), 1 A", "Too many equal ranks"),
        ("1 (ABCDE)(FGHIJ)(KLMNO)(PQRST), 1 A", "Too many equal ranks"),
        ("5000000000001 (AB)", "Too many ballots to share out"),
    ],
)
def test_what_cannot_be_shared_out_is_refused_at_once(text: str, sentence: str) -> None:
    start = time.process_time()
    with pytest.raises(Refused, match=sentence):
        count(sheet(text), "stv-scottish", overvote="split")
    assert time.process_time() - start < 1


def test_as_many_as_can_be_shared_out_are_counted() -> None:
    five = count(sheet("1 (ABCDE)"), "stv-scottish", overvote="split")
    assert five.rounds[0]["tally"] == dict.fromkeys("ABCDE", 0.2)
    many = count(sheet("5000000000000 (AB)"), "stv-scottish", overvote="split")
    assert many.rounds[0]["tally"] == {"A": 2_500_000_000_000, "B": 2_500_000_000_000}


@pytest.mark.parametrize(
    ("text", "times"),
    [("2 ABA, 1 B", 2), ("4 (AB)A, 1 AB", 4), ("1 (AB)(BC), 3 CAC", 4), ("1 AB(CD), 2 (AB)C_", 0), ("3 EE", 3)],
)
def test_an_option_named_twice_is_noticed_in_every_place(text: str, times: int) -> None:
    ballots = sheet(text, "ABCDE")
    assert repeated_mentions(ballots.sheet, ballots.counts, 5) == times  # type: ignore[arg-type]
