from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yoriai.measuring.cohorts import cohorts
from yoriai.measuring.proportions import Count
from yoriai.measuring.purchases import purchase_days
from yoriai.measuring.refusal import BadInput
from yoriai.measuring.repurchase import compare, comparison_order, returning, stratum_of


def bought(*rows, amounts=None):
    person, day = np.array(rows).T
    money = None if amounts is None else np.array(amounts, float)
    return purchase_days(person, day, money, int(person.max()) + 1)


def test_joining_day_belongs_to_neither_window():
    base = returning(bought((0, 10), (0, 10), (1, 10), (1, 11)), until=100)
    assert base.returned.tolist() == [False, True]


def test_window_starts_where_it_is_told_for_everybody():
    purchases = bought((0, 1), (0, 50), (1, 1), (1, 20))
    base = returning(purchases, until=200, window=30, start=np.array([40, 40]))
    assert base.returned.tolist() == [True, False]


def test_season_moves_both_groups_alike_in_the_same_calendar_window():
    rng = np.random.default_rng(0)
    rows = [(p, 1) for p in range(2_000)]
    # Everybody buys three times as often in the second season, joined or not.
    rows += [(p, int(d)) for p in range(2_000) for d in rng.choice(60, 1 + p % 2) + 200]
    joined = ["参加" if p % 4 < 2 else "ほか" for p in range(2_000)]
    base = returning(bought(*rows), until=300, window=60, start=np.full(2_000, 199))
    found = compare(joined, base.returned)
    assert found.difference.low <= 0 <= found.difference.high


def test_people_whose_window_is_not_over_wait():
    base = returning(bought((0, 10), (1, 90)), until=100, window=60)
    assert (base.count(), base.waiting) == (Count(0, 1), 1)


def test_refund_of_the_same_day_is_no_purchase():
    purchases = bought((0, 1), (0, 1), (0, 5), amounts=[100, -100, 50])
    assert (purchases.day.tolist(), purchases.refunded) == ([5], 1)


def test_strata_of_the_window_before():
    assert [stratum_of(n) for n in (0, 1, 2, 3, 5, 6, 40)] == ["0", "1-2", "1-2", "3-5", "3-5", "6+", "6+"]


@given(st.permutations(["ほか", "参加", "その他"]))
def test_those_who_did_come_first_in_every_order(names):
    assert comparison_order(names)[0] == "参加"


def test_one_group_cannot_be_compared():
    with pytest.raises(BadInput, match="two groups"):
        compare(["a", "a"], np.array([True, False]))


def test_cohort_counts_each_person_once_a_month_and_hides_small_ones():
    start = date(2026, 1, 5).toordinal()
    rows = [(p, start) for p in range(8)] + [(p, start + 35) for p in range(4)] + [(0, start + 36)]
    rows += [(8 + p, start + 60) for p in range(2)] + [(10 + p, start + 90) for p in range(6)]
    found = cohorts(bought(*rows), until=date(2026, 4, 30).toordinal())
    assert [c.n for c in found] == [8, None, None]
    assert found[0].cells[0].share.value == 0.5


def test_cohort_leaves_out_a_month_that_is_not_over():
    start = date(2026, 1, 5).toordinal()
    rows = [(p, start) for p in range(8)] + [(0, start + 35)]
    assert cohorts(bought(*rows), until=date(2026, 2, 20).toordinal())[0].cells == ()
    assert len(cohorts(bought(*rows), until=date(2026, 2, 28).toordinal())[0].cells) == 1
