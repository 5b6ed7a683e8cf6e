"""Each rule on sheets small enough to check by hand."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from yoriai.counting import Ballots, Option, Refused, count, ratings
from yoriai.counting.tests.vectors import sheet


def marks(rows: list[list[int]], counts: list[int], kind: Any = "score", **more: Any) -> Ballots:
    options = [Option(c, c) for c in "ABCDE"[: len(rows[0])]]
    return ratings(np.array(rows), np.array(counts), options, kind=kind, **more)


def test_approval_elects_the_most_approved_with_its_exact_margin() -> None:
    result = count(marks([[1, 1, -1], [1, -1, -1], [-1, -1, 1]], [3, 3, 1], "approval"), "approval")
    assert (result.winners, result.extra["scores"]) == (("A",), {"A": 6, "B": 3, "C": 1})
    assert (result.margin.ballots, result.margin.kind) == (2, "exact")


def test_approval_for_several_seats_compares_proportional_choices() -> None:
    ballots = marks([[1, 1, -1], [-1, -1, 1]], [6, 4], "approval")
    result = count(ballots, "approval", seats=2)
    assert result.winners == ("A", "B")
    assert result.agreement.winners["sequential-proportional"] == ("A", "C")
    assert result.agreement.same is False


def test_score_takes_the_mean_and_then_the_median() -> None:
    result = count(marks([[5, 3], [0, 3], [4, 3]], [1, 1, 1]), "score")
    assert result.winners == ("A",)
    assert result.rounds[0]["means"] == {"A": 3, "B": 3}
    assert count(marks([[5, 3], [-1, 3]], [1, 1]), "score").winners == ("B",)


def test_unscored_counts_as_zero() -> None:
    assert count(marks([[5, -1], [-1, 3], [-1, 3]], [1, 1, 1]), "score").rounds[0]["tally"] == {
        "A": 5,
        "B": 6,
    }


def test_majority_judgment_ignores_one_extreme_voter() -> None:
    result = count(marks([[4, 0], [3, 4], [3, 2]], [1, 1, 1]), "majority-judgment")
    assert result.winners == ("A",)
    assert result.extra["grades"]["A"]["median"] == "よい"


def test_majority_judgment_breaks_equal_medians_by_taking_grades_away() -> None:
    result = count(marks([[2, 2], [2, 2], [1, 0], [3, 3], [3, 2]], [1] * 5), "majority-judgment")
    assert result.winners == ("A",)
    assert result.rounds[0]["compared"] == ["A", "B"]


def test_minimax_prefers_the_smallest_worst_defeat() -> None:
    assert count(sheet("4 ABCD, 3 BCAD, 3 CABD"), "minimax").order[0] == ("A",)


def test_ranked_pairs_with_equal_victories_keeps_every_possible_winner() -> None:
    text = "1 ABC, 1 BCA, 1 CAB"
    assert count(sheet(text), "ranked-pairs").winners == ("A", "B", "C")
    seeded = count(sheet(text), "ranked-pairs", tie_seed="s")
    assert len(seeded.winners) == 1
    assert seeded.ties[0]["stage"] == "equal victories"


def test_runoff_uses_the_latest_earlier_round_that_differs() -> None:
    result = count(sheet("5 A, 4 B, 3 C, 1 DC"), "irv")
    assert [step["eliminated"] for step in result.rounds] == [["D"], ["C"], []]
    assert result.ties == (
        {"stage": "round 2", "options": ["B", "C"], "resolved_by": "earlier stages", "order": ["B", "C"]},
    )


def test_stv_fills_the_last_seats_without_a_quota() -> None:
    result = count(sheet("5 A, 3 B, 1 C"), "stv-scottish", seats=2)
    assert (result.winners, result.extra["quota"]) == (("A", "B"), 4)


def test_stv_excludes_when_no_surplus_is_left() -> None:
    result = count(sheet("4 A, 3 BA, 2 CB"), "stv-scottish", seats=1)
    assert [step["eliminated"] for step in result.rounds] == [[], ["C"]]
    assert result.winners == ("B",)


def test_equal_projects_are_a_tie_settled_by_the_seed() -> None:
    options = [Option(c, c, Fraction(60)) for c in "AB"]
    ballots = ratings(np.array([[1, 1]]), np.array([4]), options, kind="approval", budget=Fraction(100))
    result = count(ballots, "mes", tie_seed="2027-01-15")
    assert (result.winners, len(result.ties)) == (("A",), 1)
    assert (result.ties[0]["resolved_by"], result.ties[0]["order"][0]) == ("seed", "A")


def test_stv_exclusion_looks_back_to_the_last_stage_that_differs() -> None:
    result = count(sheet("6 AC, 4 A, 3 B, 1 D"), "stv-scottish", seats=2)
    assert [step["tally"] for step in result.rounds][1] == {"A": 5, "B": 3, "C": 3, "D": 1}
    assert (result.winners, [step["eliminated"] for step in result.rounds]) == (("A", "B"), [[], [], ["D"], ["C"]])
    assert [(tie["resolved_by"], tie["order"]) for tie in result.ties] == [("earlier stages", ["B", "C"])]


def test_stv_transfers_the_larger_surplus_first_and_cuts_off_after_five_places() -> None:
    result = count(sheet("11 AC, 9 BC, 2 C, 3 D, 3 E"), "stv-scottish", seats=3)
    assert [step["transfer"] for step in result.rounds[1:3]] == [
        {"from": "A", "value": 0.27272},
        {"from": "B", "value": 0.11111},
    ]
    assert [step["tally"]["C"] for step in result.rounds[:3]] == [2, 4.99992, 5.99991]


def test_ranked_pairs_follows_every_order_of_fifteen_victories() -> None:
    """Found by comparison with a library: most of these victories close no circle and must cost no steps."""
    result = count(sheet("2 EFADC, 2 BCEAFD, 4 DA, 2 FCDBA"), "ranked-pairs")
    assert result.winners == ("A", "C", "D", "E", "F")
    assert result.ties[0]["resolved_by"] == "not resolved"


def test_a_tie_in_ranked_pairs_with_too_many_orders_goes_by_the_sheet() -> None:
    ring = "".join(chr(65 + i) for i in range(16))
    result = count(sheet(", ".join(f"1 {ring[i:] + ring[:i]}" for i in range(16))), "ranked-pairs")
    assert [tie["resolved_by"] for tie in result.ties] == ["ballot hash"]
    assert len(result.winners) == 1


def test_greedy_goes_on_after_a_project_that_does_not_fit() -> None:
    options = [Option(c, c, Fraction(cost)) for c, cost in zip("ABC", (60, 50, 40), strict=True)]
    ballots = ratings(np.array([[1, 1, 1], [1, 1, -1], [1, -1, -1]]), np.ones(3, np.int64), options,
                      kind="approval", budget=Fraction(100))  # fmt: skip
    result = count(ballots, "greedy")
    assert (result.winners, result.extra["spent"]) == (("A", "C"), 100)


def test_rules_refuse_what_does_not_fit() -> None:
    for method, sentence in {
        "mes": "This file has no costs; mes and greedy need a .pb file.",
        "approval": "This file holds rankings; approval needs approvals, scores or grades.",
        "nonsense": "There is no method 'nonsense'",
    }.items():
        with pytest.raises(Refused, match=sentence.replace(".", r"\.")):
            count(sheet("1 A"), method)
    with pytest.raises(Refused, match="5 seats cannot be filled from 1 options"):
        count(sheet("1 A"), "irv", seats=5)
