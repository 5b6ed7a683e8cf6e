from math import isclose

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from yoriai.measuring.estimate import level_for_looks, still_needed
from yoriai.measuring.nps import Answers, count_answers, nps, nps_difference
from yoriai.measuring.proportions import (
    Count,
    e_value,
    newcombe,
    newcombe_paired,
    power,
    share_interval,
    stratified_difference,
    wilson,
)
from yoriai.measuring.refusal import BadInput

TRUE_SHARES = np.linspace(0.001, 0.999, 999)
LEVELS = (0.8, 0.9, 0.95, 0.99)


def limits(interval, digits=4):
    return round(interval.low, digits), round(interval.high, digits)


def test_wilson_gives_published_limits():
    assert limits(wilson(Count(22, 30)), 3) == (0.556, 0.858)
    assert limits(wilson(Count(0, 10)), 3) == (0.0, 0.278)


def ranges(n, interval=share_interval, level=0.95):
    """Lower and upper limits of every count of n people, each of shape (n + 1,)."""
    return np.array([(one.low, one.high) for one in (interval(Count(x, n), level) for x in range(n + 1))]).T


def lowest_coverage(n, interval=share_interval, level=0.95):
    """Exactly: every count with its chance, at the true share that is held least often."""
    (low, high), p = ranges(n, interval, level), TRUE_SHARES[:, None]
    return (binom.pmf(np.arange(n + 1), n, p) * ((low <= p + 1e-9) & (p <= high + 1e-9))).sum(axis=1).min()


@pytest.mark.parametrize("count", [Count(22, 30), Count(0, 10)])
def test_share_keeps_the_published_limits(count):
    assert limits(share_interval(count), 12) == limits(wilson(count), 12)


@pytest.mark.parametrize(("x", "before", "now"), [(6, 0.313, 0.276), (3, 0.108, 0.100), (1, 0.018, 0.007)])
def test_lower_limits_of_ten_people_are_moved_by_what_the_decision_says(x, before, now):
    assert (limits(wilson(Count(x, 10)), 3)[0], limits(share_interval(Count(x, 10)), 3)[0]) == (before, now)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100, 300])
def test_share_holds_every_true_share_in_93_of_100_cases(n):
    assert lowest_coverage(n) >= 0.93


@pytest.mark.parametrize("n", [6, 10, 30, 100])
def test_wilson_alone_would_not(n):
    assert lowest_coverage(n, wilson) < 0.91


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("n", [10, 30])
def test_share_misses_two_points_more_than_its_level_says_at_most(n, level):
    assert lowest_coverage(n, level=level) >= level - 0.02


@settings(deadline=None)
@given(st.integers(0, 120), st.sampled_from(LEVELS))
def test_limits_of_a_share_hold_those_of_wilson_mirror_each_other_and_rise_with_the_count(n, level):
    (low, high), (narrow, wide) = ranges(n, level=level), ranges(n, wilson, level)
    assert (low <= narrow + 1e-12).all()
    assert (high >= wide - 1e-12).all()
    assert low == pytest.approx(1 - high[::-1], abs=1e-12)
    assert (low >= 0).all()
    assert (high <= 1).all()
    assert (np.diff(low) >= -1e-12).all()
    assert (np.diff(high) >= -1e-12).all()


def test_share_of_nobody_may_be_anything():
    assert limits(share_interval(Count(0, 0))) == (0, 1)


def test_newcombe_gives_published_limits():
    assert limits(newcombe(Count(56, 70), Count(48, 80))) == (0.0524, 0.3339)
    assert limits(newcombe(Count(6, 10), Count(8, 20)), 3) == (-0.158, 0.494)


@given(st.integers(1, 60), st.data())
def test_wilson_holds_its_value_and_stays_inside_0_and_1(n, data):
    found = wilson(Count(data.draw(st.integers(0, n)), n))
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_newcombe_of_swapped_groups_is_the_mirror_image(x, more, y, rest):
    a, b = Count(x, x + more), Count(y, y + rest)
    one, other = newcombe(a, b), newcombe(b, a)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


@given(st.tuples(*[st.integers(0, 15)] * 4).filter(sum))
def test_paired_difference_stays_inside_minus_1_and_1(table):
    found = newcombe_paired(*table)
    assert -1 - 1e-9 <= found.low <= found.value <= found.high <= 1 + 1e-9


def test_stratified_difference_names_strata_without_comparison():
    found = stratified_difference({"0": (Count(3, 10), Count(2, 10)), "6+": (Count(4, 5), Count(0, 0))})
    assert found is not None
    assert (found.without_comparison, found.left_out_people) == (("6+",), 5)
    assert isclose(found.difference.value, 0.1)


def test_stratified_difference_removes_loyalty_that_explains_everything():
    strata = {"often": (Count(40, 50), Count(8, 10)), "seldom": (Count(2, 10), Count(10, 50))}
    found = stratified_difference(strata)
    assert found is not None
    assert isclose(found.difference.value, 0.0, abs_tol=1e-12)
    assert newcombe(Count(42, 60), Count(18, 60)).low > 0.2


def test_power_of_ten_against_twenty_is_small():
    assert round(power((10, 0.6), (20, 0.4)), 2) == pytest.approx(0.20, abs=0.03)


def test_e_value_of_no_effect_is_1_and_of_2_is_known():
    assert (e_value(1.0), round(e_value(2.0), 3), round(e_value(0.5), 3)) == (1.0, 3.414, 3.414)


def test_impossible_count_is_refused():
    with pytest.raises(BadInput):
        Count(11, 10)


def test_nps_gives_the_stated_limits():
    one, all_promoters = nps(Answers(18, 8, 4)), nps(Answers(10, 0, 0))
    assert [round(v, 1) for v in (one.value, one.low, one.high)] == [46.7, 17.5, 67.3]
    assert [round(v, 1) for v in (all_promoters.value, all_promoters.low, all_promoters.high)] == [100, 47.5, 100]


@given(st.lists(st.integers(0, 10), min_size=1, max_size=50))
def test_nps_holds_its_value(scores):
    found = nps(count_answers(scores))
    assert -100 <= found.low <= found.value <= found.high <= 100


def test_nps_difference_of_equal_groups_is_around_0():
    found = nps_difference(Answers(5, 5, 5), Answers(5, 5, 5))
    assert found.value == 0
    assert found.low == pytest.approx(-found.high)


def test_score_outside_0_to_10_is_refused():
    with pytest.raises(BadInput):
        count_answers([11])


def test_planned_looks_share_the_error():
    assert level_for_looks(5) == pytest.approx(0.99)


def test_people_still_needed_follow_the_square_root():
    assert still_needed(30, 0.30, 0.15) == 91
    assert still_needed(30, 0.10, 0.15) is None
