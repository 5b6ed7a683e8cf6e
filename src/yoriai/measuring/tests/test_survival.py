from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yoriai.measuring.proportions import Count, share_interval
from yoriai.measuring.refusal import BadInput
from yoriai.measuring.survival import difference_at, from_landmark, kaplan_meier, returned_at

REMISSION = [
    "6",
    "6",
    "6",
    "6+",
    "7",
    "9+",
    "10",
    "10+",
    "11+",
    "13",
    "16",
    "17+",
    "19+",
    "20+",
    "22",
    "23",
    "25+",
    "32+",
    "32+",
    "34+",
    "35+",
]


def curve(days, events):
    return kaplan_meier(np.array(days, float), np.array(events, bool))


def remission():
    return curve([t.strip("+") for t in REMISSION], ["+" not in t for t in REMISSION])


def test_curve_of_the_textbook_remission_times():
    found = [(s.t, round(s.share.value, 4)) for s in remission().steps]
    assert found == [(6, 0.8571), (7, 0.8067), (10, 0.7529), (13, 0.6902), (16, 0.6275), (22, 0.5378), (23, 0.4482)]


def test_limits_of_the_textbook_remission_times():
    first, last = remission().steps[0].share, remission().steps[-1].share
    assert [round(v, 3) for v in (first.low, first.high, last.low, last.high)] == [0.62, 0.952, 0.188, 0.68]


@pytest.mark.parametrize(("day", "longest"), [(5, 60), (60, 60)])
def test_three_of_ten_back_do_not_exclude_a_tenth_while_everybody_is_watched(day, longest):
    found = returned_at(curve([day] * 3 + [longest] * 7, [True] * 3 + [False] * 7), day)
    assert found.low == pytest.approx(share_interval(Count(3, 10)).low)
    assert found.low < 0.1


def test_three_of_ten_back_exclude_a_tenth_by_the_formula_that_stands_once_a_watch_has_ended():
    found = returned_at(curve([4] + [5] * 3 + [60] * 7, [False] + [True] * 3 + [False] * 7), 5)
    assert round(found.low, 3) == 0.108


@pytest.mark.parametrize("n", range(6))
def test_curve_of_a_handful_holds_its_value(n):
    for events in product((False, True), repeat=n):
        for days in product((1, 2, 3), repeat=n):
            for share in filter(None, map(curve(days, events).at, (0, 1, 2, 3))):
                assert 0 <= share.low <= share.value + 1e-12 <= share.high + 2e-12 <= 1 + 2e-12


def test_of_nobody_nothing_is_known():
    nobody = curve([], []).at(0)
    assert (nobody.low, nobody.high) == (0, 1)


def test_median_of_nine_answered_and_nine_waiting_is_not_yet():
    days = np.array([1.0] * 9 + [30.0] * 9)
    assert kaplan_meier(days, days == 1.0).median is None


def test_beyond_the_longest_observation_nothing_is_known():
    assert returned_at(remission(), 90) is None


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), min_size=1, max_size=40))
def test_curve_falls_and_limits_hold_it(rows):
    shares = [s.share for s in curve(*zip(*rows, strict=True)).steps]
    assert all(s.low - 1e-12 <= s.value <= s.high + 1e-12 for s in shares)
    assert [s.value for s in shares] == sorted((s.value for s in shares), reverse=True)


def test_difference_of_equal_curves_is_0():
    found = difference_at(remission(), remission(), 10)
    assert (found.value, found.low) == (0, pytest.approx(-found.high))


def test_landmark_counts_a_late_answer_as_not_yet():
    found = from_landmark([0, 0, 0, 0], [20, 20, 5, None], [2, 10, 3, None], until=60, landmark=7)
    assert found.groups == ("within_3", "not_yet", "not_yet")
    assert (found.returned_before, found.durations.tolist()) == (1, [13, 13, 53])


def test_landmark_removes_the_head_start_of_the_quickly_answered():
    rng = np.random.default_rng(4)
    back = (rng.exponential(15, 4_000)).astype(int) + 1
    wait = rng.exponential(15, 4_000).astype(int)
    # Answers come only to those still waiting; return does not depend on the answer at all.
    answered = [int(w) if w < b else None for w, b in zip(wait, back, strict=True)]
    found = from_landmark([0] * 4_000, back.tolist(), answered, until=400)
    groups = np.array(found.groups)
    means = [found.durations[groups == g].mean() for g in ("within_3", "not_yet")]
    assert abs(means[0] - means[1]) < 1.5


def test_return_before_the_start_is_refused():
    with pytest.raises(BadInput):
        from_landmark([10], [5], None, until=60)
