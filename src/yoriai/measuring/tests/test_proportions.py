from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yoriai.measuring.estimate import level_for_looks, still_needed
from yoriai.measuring.nps import Answers, count_answers, nps, nps_difference
from yoriai.measuring.proportions import Count, e_value, newcombe, newcombe_paired, power, stratified_difference, wilson
from yoriai.measuring.refusal import BadInput


def limits(interval, digits=4):
    return round(interval.low, digits), round(interval.high, digits)


def test_wilson_gives_published_limits():
    assert limits(wilson(Count(22, 30)), 3) == (0.556, 0.858)
    assert limits(wilson(Count(0, 10)), 3) == (0.0, 0.278)


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
