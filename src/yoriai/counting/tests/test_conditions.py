"""Default option, quorum and supermajority at their limits."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from yoriai.counting import Ballots, Option, Result, count, ratings
from yoriai.counting.tests.vectors import sheet


def decided(text: str, **rules: Any) -> Result:
    return count(sheet(text), "schulze", default="D", **rules)


def marks(rows: list[list[int]], counts: list[int], kind: Any) -> Ballots:
    return ratings(np.array(rows), np.array(counts), [Option(c, c) for c in "ABD"], kind=kind)


def test_quorum_is_reached_by_exactly_its_number() -> None:
    reached = decided("4 ABD, 3 DBA, 1 A", quorum=Fraction(4))
    assert [step.get("eliminated") for step in reached.rounds[:2]] == [[], []]
    missed = decided("4 ABD, 3 DBA, 1 A", quorum=Fraction(9, 2))
    assert missed.rounds[0]["eliminated"] == ["B"]
    assert (missed.rounds[0]["quorum"], missed.rounds[0]["votes"]) == (4.5, {"A": 5, "B": 4, "D": 0})
    assert missed.rounds[1]["needs"] == {"A": "1"}
    assert (missed.winners, missed.order) == (("A",), (("A",), ("D",), ("B",)))


def test_majority_must_be_more_than_equal() -> None:
    equal = decided("3 AD, 3 DA")
    assert (equal.winners, equal.rounds[0]["eliminated"]) == (("D",), ["A"])
    assert (equal.rounds[0]["for"], equal.rounds[0]["against"]) == ({"A": 3}, {"A": 3})
    assert equal.rounds[0]["sentence_en"] == "Not far enough ahead of D: A."
    ahead = decided("4 AD, 3 DA")
    assert (ahead.winners, ahead.rounds[0]["sentence_en"]) == (("A",), "Every option left beats D as required.")


@pytest.mark.parametrize(("ratio", "winner"), [(Fraction(3), "D"), (Fraction(299, 100), "A"), (Fraction(4), "D")])
def test_supermajority_of_one_option_is_exceeded_strictly(ratio: Fraction, winner: str) -> None:
    found = decided("9 ABD, 3 DBA", supermajority={"A": ratio})
    assert found.winners == (("A",) if winner == "A" else ("B",))
    assert found.rounds[0]["needs"] == {"A": str(ratio), "B": "1"}


def test_the_sentence_tells_whether_the_quorum_was_missed() -> None:
    words = [decided("4 AD, 1 DA", quorum=Fraction(n)).rounds[0]["sentence_en"] for n in (4, 5)]
    assert words == ["Every option reached the quorum.", "Below the quorum: A."]


def test_marks_compare_approvals_or_sums_with_the_default() -> None:
    rows, counts = [[3, 1, 0], [0, 1, 2]], [1, 4]
    approved = count(marks(rows, counts, "approval"), "approval", default="D")
    assert (approved.rounds[0]["for"], approved.rounds[0]["against"]) == ({"A": 1, "B": 5}, {"A": 4, "B": 4})
    scored = count(marks(rows, counts, "score"), "score", default="D")
    assert (scored.rounds[0]["for"], scored.rounds[0]["against"]) == ({"A": 3, "B": 5}, {"A": 8, "B": 8})
    assert (approved.winners, scored.winners) == (("B",), ("D",))
