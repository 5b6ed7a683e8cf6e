"""What each way of counting tells besides its winners: order, sentences, numbers, warnings."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from yoriai.counting import Ballots, Option, Result, count, ratings
from yoriai.counting.eliminations import skipped_ranks
from yoriai.counting.tests.vectors import CYCLE, MARGIN_OR_VOTES, THREE_SEATS, sheet


def marks(rows: list[list[int]], counts: list[int], kind: Any = "score", **more: Any) -> Ballots:
    options = [Option(c, c) for c in "ABCDE"[: len(rows[0])]]
    return ratings(np.array(rows), np.array(counts), options, kind=kind, **more)


def words(result: Result, at: int = -1) -> str:
    return str(result.rounds[at]["sentence_en"])


def test_runoff_tells_who_went_out_and_who_won() -> None:
    result = count(sheet("4 A, 3 B, 1 CB, 2 D, 1 DC"), "irv")
    assert [step["elected"] for step in result.rounds] == [[], [], ["A", "B"]]
    assert words(result, 0) == "C had the fewest votes (1) and went out; its ballots moved on."
    assert (words(result), result.ballots["exhausted"]) == ("Tied: A, B.", 3)
    won = count(sheet("6 A, 3 B, 2 C"), "irv")
    assert (words(won), won.rounds[-1]["elected"]) == ("A wins with 6 of the 11 ballots still counting.", ["A"])


@pytest.mark.parametrize(
    ("text", "skips"),
    [
        ("1 _A", True),
        ("1 A_B", True),
        ("1 AB_C", True),
        ("1 A__B", True),
        ("1 ABC, 1 A", False),
        ("2 (AB)C, 1 B", False),
    ],
)
def test_a_skipped_rank_lies_before_a_named_one(text: str, skips: bool) -> None:
    assert skipped_ranks(sheet(text, "ABC").sheet) is skips  # type: ignore[arg-type]


@pytest.mark.parametrize("method", ["irv", "stv-scottish"])
def test_the_rule_book_is_named_where_another_one_would_matter(method: str) -> None:
    text = "1 A__B, 2 B, 4 C, 3 D"
    assert [w.en for w in count(sheet(text), method, exhaust_after_skips=2).warnings] == [
        "Ballots end at 2 skipped ranks in a row; letting them pass would change a round."
    ]
    assert [w.en for w in count(sheet(text), method).warnings] == [
        "Ending ballots at two skipped ranks in a row would change the totals of a round."
    ]
    assert count(sheet("3 A_B, 2 B"), method).warnings == ()
    for rule, said in (
        ("skip", "are passed over"),
        ("split", "are shared equally"),
        ("exhaust", "end the ballot there"),
    ):
        (warning,) = count(sheet("3 (AB), 4 C, 1 A, 2 B"), method, overvote=rule).warnings
        assert warning.en == f"Some ballots name several options at one rank; these {said}."


def test_stv_tells_transfers_and_orders_everybody() -> None:
    result = count(sheet(THREE_SEATS), "stv-scottish", seats=3)
    assert words(result, 1) == "The surplus of A moved on at 0.40000. Elected: B."
    assert words(result, 3) == "E had the fewest votes and went out."
    assert result.order == (("A",), ("B",), ("C",), ("D",), ("E",))
    left = count(sheet("9 A, 3 C, 2 B, 1 D"), "stv-scottish")
    assert (left.order, left.ballots["exhausted"]) == ((("A",), ("C",), ("B",), ("D",)), 0)
    shared = count(sheet("4 (AB)C, 4 A, 2 C"), "stv-scottish", seats=2, overvote="split")
    assert (shared.ballots["exhausted"], shared.margin.ballots) == (3.33334, 2)


def test_strength_of_victories_is_told_where_it_matters() -> None:
    votes = count(sheet(MARGIN_OR_VOTES), "schulze", strength="winning-votes")
    assert [w.en for w in votes.warnings] == ["Measuring victories the other way (margin or winning votes) gives B."]
    assert count(sheet(CYCLE), "schulze").warnings == ()


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("2 AB, 1 BA", "A beats every other option one-on-one."),
        ("1 AB, 1 BA", "No option beats every other: A, B."),
        (CYCLE, "No option beats every other (A, B, C). By the strength of the victories: A."),
        ("1 ABCD, 1 BCDA, 1 CDAB, 1 DABC", "No option beats every other: A, B, C, D."),
    ],
)
def test_duels_are_told_in_a_sentence(text: str, english: str) -> None:
    assert words(count(sheet(text), "schulze")) == english


def test_rings_have_names_of_their_own_in_japanese() -> None:
    said = [count(sheet(text), "schulze").rounds[0]["sentence_ja"] for text in ("1 AB, 1 BA", CYCLE)]
    assert [text.split("。")[0] for text in said] == [
        "「A」「B」は、一対一では同数でした",
        "「A」「B」「C」の三すくみになりました",
    ]


def test_ranked_pairs_orders_equal_victories_by_the_winner_and_then_the_loser() -> None:
    ring = "1 ABCD, 1 BCAD, 1 CABD"
    assert count(sheet(ring), "ranked-pairs").order == (("A", "B", "C"), ("D",))
    seeded = count(sheet(ring), "ranked-pairs", tie_seed="2027-01-15")  # puts A before B before C
    assert (seeded.winners, seeded.order) == (("A",), (("A",), ("B",), ("C",), ("D",)))
    assert seeded.ties[0]["order"] == ["A", "B", "C"]
    assert count(sheet(CYCLE), "ranked-pairs", tie_seed="2027-01-15").ties == ()


def test_approval_names_the_winner_or_all_winners() -> None:
    ballots = marks([[1, 1, -1], [1, -1, 1], [1, -1, -1]], [2, 1, 1], "approval")
    assert words(count(ballots, "approval")) == "Chosen most often: A (4 votes)."
    assert words(count(ballots, "approval", seats=2)) == "By number of approvals: A, B."


def test_scores_are_told_in_their_own_unit() -> None:
    result = count(marks([[5, -1], [3, 4]], [2, 1], unit=Fraction(1, 2)), "score")
    assert result.rounds[0]["distribution"] == {"A": {"1.5": 1, "2.5": 2}, "B": {"0": 2, "2": 1}}
    assert (result.rounds[0]["tally"], words(result)) == ({"A": 6.5, "B": 2}, "Highest mean score: A (2.17).")


@pytest.mark.parametrize(("best", "name"), [(4, "とてもよい"), (3, "3"), (5, "5")])
def test_five_levels_have_names(best: int, name: str) -> None:
    grades = count(marks([[best, 0]], [3]), "majority-judgment").extra["grades"]
    assert (grades["A"]["median"], len(grades["A"]["counts"])) == (name, best + 1)


def test_equal_medians_are_told_before_the_winner() -> None:
    result = count(marks([[2, 2, 0], [2, 2, 0], [1, 0, 0]], [1, 1, 1]), "majority-judgment")
    assert (result.rounds[0]["compared"], len(result.rounds)) == (["A", "B"], 2)
    assert len(count(marks([[2, 0], [1, 0]], [1, 1]), "majority-judgment").rounds) == 1
    graded = count(marks([[1, 0]], [3], grades=("否", "可")), "majority-judgment")
    assert graded.extra["grades"]["A"] == {"median": "可", "counts": {"否": 0, "可": 3}}
