import numpy as np
import pytest

from yoriai.measuring.invitation import (
    draw_invitation,
    effect_on_those_who_came,
    intention_to_treat,
    invitation_estimate,
    outlook,
)
from yoriai.measuring.label_design import draw_labels, weeks_needed
from yoriai.measuring.label_design import outlook as label_outlook
from yoriai.measuring.label_test import Panel, assignments, label_test, randomisation_test
from yoriai.measuring.refusal import BadInput
from yoriai.measuring.staggered import balance, staggered


def test_three_stores_each_can_never_be_clear():
    values = np.array([1.30, 1.22, 1.18, 1.02, 0.98, 1.05])
    found = randomisation_test(values, np.arange(6) < 3)
    assert (round(found.effect.value, 4), found.assignments, found.p) == (0.2167, 20, 0.10)
    assert (found.smallest_p, np.isinf(found.effect.high)) == (0.10, True)


def panel(stores, weeks, effect, seed, design="store-week"):
    rng = np.random.default_rng(seed)
    store, week = (g.ravel() for g in np.meshgrid(range(stores), range(weeks), indexing="ij"))
    label = draw_labels(design, stores, weeks, seed).ravel()
    noise = rng.normal(0, 1, stores)[store] + rng.normal(0, 0.5, weeks)[week] + rng.normal(0, 0.1, len(store))
    return Panel(noise + effect * label, label, store, week)


@pytest.mark.parametrize(("design", "count"), [("store", 70), ("week", 16), ("store-week", 70**8)])
def test_assignments_of_each_design_are_counted(design, count):
    drawn, total = assignments(panel(8, 8, 0, 1, design), design, draws=99, seed=0)
    assert (total, len(drawn)) == (count, min(count, 99))


def test_label_effect_is_found_under_strong_store_effects():
    found = label_test(panel(4, 8, 0.2, 2), "store-week", draws=999)
    assert found.effect.low < 0.2 < found.effect.high
    assert found.p == pytest.approx(1 / 999)


def test_interval_holds_exactly_the_effects_that_are_not_rejected():
    one = panel(4, 6, 0.1, 3)
    found = label_test(one, "store-week", draws=999)
    for tau, inside in ((found.effect.low - 0.01, False), (found.effect.low + 0.01, True)):
        moved = Panel(one.y - tau * one.label, one.label, one.store, one.week)
        assert (label_test(moved, "store-week", draws=999).p > 0.05) == inside


def test_label_that_never_varies_is_refused():
    with pytest.raises(BadInput, match="never varies"):
        randomisation_test(np.arange(4.0), np.zeros(4, bool))


def test_label_outlook_tells_before_the_start():
    assert (label_outlook("store", 6, 4).smallest_p, label_outlook("store", 6, 4).can_ever_say) == (0.1, False)
    past = np.random.default_rng(0).normal(0, 0.1, (3, 12))
    assert weeks_needed("store-week", 3, 100.0, past) == 4


def test_invitation_is_the_same_for_the_same_seed_and_half_of_each_block():
    ids, blocks = [f"p{i:02d}" for i in range(40)], ["0"] * 20 + ["6+"] * 20
    drawn = draw_invitation(ids, blocks, seed=7)
    assert drawn == draw_invitation(ids[::-1], blocks[::-1], seed=7)
    assert sum(name in drawn for name in ids[:20]) == 10


def test_intention_to_treat_of_one_block_is_newcombe():
    invited = np.arange(150) < 70
    outcome = np.array([1.0] * 56 + [0] * 14 + [1.0] * 48 + [0] * 32)
    found = intention_to_treat(invited, outcome, ["all"] * 150)
    assert [round(v, 4) for v in (found.value, found.low, found.high)] == [0.2, 0.0524, 0.3339]


def test_effect_on_those_who_came_needs_participation():
    invited = np.arange(100) < 50
    outcome = (np.arange(100) % 2).astype(float)
    assert effect_on_those_who_came(invited, np.arange(100) < 5, outcome) is None
    found = effect_on_those_who_came(invited, np.arange(100) < 40, outcome)
    assert (found.value, found.low < 0 < found.high) == (0.0, True)


def test_small_arms_of_an_invitation_are_refused():
    invited = np.arange(30) < 15
    assert invitation_estimate(invited, invited, ["all"] * 30).reasons == ("few_treated",)


def test_power_of_an_invitation_is_told_in_ten_cases():
    seen, ja, _ = outlook(100, 0.6, 0.4)
    assert round(seen, 2) == pytest.approx(0.81, abs=0.02)
    assert ja == "100人に招待、100人に次回招待：60%と40%の差なら10回に8回見えます。"


def joining(n=400, effect=1.0, trend=0.0, seed=0):
    rng = np.random.default_rng(seed)
    rows = []
    for u in range(n):
        g, own = (0, 0, 4, 5)[u % 4], rng.normal()
        for t in range(1, 7):
            rise = effect * (g > 0 and t >= g) + trend * t * (g > 0)
            rows.append((u, t, own + 0.2 * t + rise + 0.3 * rng.normal(), g))
    unit, period, outcome, first = zip(*rows, strict=True)
    return balance(unit, np.array(period), np.array(outcome), np.array(first))


def test_group_time_effect_is_the_difference_of_differences():
    rows = balance([1, 1, 2, 2], np.array([1, 2, 1, 2]), np.array([1.0, 5, 2, 3]), np.array([2, 2, 0, 0]))
    assert staggered(rows).cells[0].effect.value == 3.0


def test_aggregates_find_the_effect_and_no_pretrend():
    found = staggered(joining())
    assert [round(a.overall.value, 1) for a in (found.simple, found.group, found.dynamic)] == [1.0, 1.0, 1.0]
    assert not found.pretrend


def test_different_movement_before_joining_is_a_pretrend():
    assert staggered(joining(effect=0.0, trend=0.3)).pretrend


def test_not_yet_treated_may_serve_as_comparison():
    never, later = staggered(joining()), staggered(joining(), control="not-yet")
    assert later.cells[0].effect.se < never.cells[0].effect.se


def test_units_with_a_missing_period_are_counted():
    rows = balance([1, 1, 2], np.array([1, 2, 1]), np.array([1.0, 5, 2]), np.array([0, 0, 2]))
    assert (len(rows.first), rows.incomplete_units) == (1, 1)


def test_two_rows_for_one_period_are_refused():
    with pytest.raises(BadInput, match="two rows"):
        balance([1, 1], np.array([1, 1]), np.array([1.0, 2]), np.array([0, 0]))
