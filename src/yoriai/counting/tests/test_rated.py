"""Approvals, sums, medians and judgments on marks small enough to sort by hand."""

from fractions import Fraction

import numpy as np
import pytest

from yoriai.counting.ballots import Ratings
from yoriai.counting.rated import (
    GRADES,
    approvals,
    compare_judgments,
    histograms,
    in_levels,
    judgment_order,
    lower_median,
    score_sums,
)

SHEET = Ratings(np.array([[2, 0, -1], [1, 3, 0]]), Fraction(1, 2))
COUNTS = np.array([4, 3])


def test_sums_leave_unmarked_options_at_nothing() -> None:
    assert score_sums(SHEET, COUNTS) == [Fraction(11, 2), Fraction(9, 2), 0]
    assert approvals(SHEET, COUNTS) == [7, 3, 0]
    assert (approvals(SHEET, COUNTS, 2), approvals(SHEET, COUNTS, 0)) == ([4, 3, 0], [7, 7, 3])


def test_histograms_count_unrated_as_the_worst() -> None:
    assert histograms(SHEET, COUNTS, 4) == [[0, 3, 4, 0], [4, 0, 0, 3], [7, 0, 0, 0]]


@pytest.mark.parametrize(
    ("histogram", "level"),
    [([1], 0), ([1, 1], 0), ([1, 2], 1), ([2, 2], 0), ([2, 3], 1), ([0, 0, 3], 2), ([1, 1, 1], 1), ([0, 0], 0)],
)
def test_lower_median_is_the_grade_of_the_middle_ballot(histogram: list[int], level: int) -> None:
    assert lower_median(histogram) == level


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ([0, 2, 1], [0, 3, 0], 1),  # 1 1 2 against 1 1 1: median 1, then 1, then 2 before 1
        ([1, 1, 1], [0, 3, 0], -1),  # 0 1 2 against 1 1 1: median 1, then 0 before 2
        ([1, 2, 1], [0, 4, 0], -1),  # 0 1 1 2 against 1 1 1 1: 1, the 1 above it, then 0 before 2
        ([0, 3, 1], [1, 3, 0], 1),
        ([2, 0, 2], [1, 2, 1], -1),  # 0 0 2 2 against 0 1 1 2: 0 against 1
        ([1, 2, 1], [1, 2, 1], 0),
        ([0, 5], [5, 0], 1),
        ([5, 0], [0, 5], -1),
    ],
)
def test_judgments_are_read_from_the_middle(one: list[int], other: list[int], sign: int) -> None:
    assert (compare_judgments(one, other), compare_judgments(other, one)) == (sign, -sign)


def test_judgments_make_groups_of_equals_best_first() -> None:
    bars = [[0, 1, 4], [5, 0, 0], [1, 4, 0], [0, 1, 4], [1, 4, 0], [2, 3, 0], [1, 4, 0]]
    assert judgment_order(bars, [0, 1, 2, 3, 4, 5, 6]) == [[0, 3], [2, 4, 6], [5], [1]]
    assert judgment_order(bars, [6, 1, 2]) == [[6, 2], [1]]


@pytest.mark.parametrize(
    ("marks", "names", "values"),
    [
        ([4, 2, -1], GRADES, [4, 2, 0]),
        ([3, 1, 0], ("0", "1", "2", "3"), [3, 1, 0]),
        ([99, 1], tuple(map(str, range(100))), [99, 1]),
        ([100, 7, -1, 7], ("0", "7", "100"), [2, 1, 0, 1]),
        ([101, 7], ("7", "101"), [1, 0]),
        ([-1, -1], ("0",), [0, 0]),
    ],
)
def test_marks_are_levels_with_a_name_each(marks: list[int], names: tuple[str, ...], values: list[int]) -> None:
    found = in_levels(Ratings(np.array([marks])))
    assert (found.grades, found.values.tolist()) == (names, [values])


def test_named_grades_stay_as_they_are() -> None:
    sheet = Ratings(np.array([[1, -1]]), grades=("no", "yes", "perhaps"))
    assert in_levels(sheet) is sheet
