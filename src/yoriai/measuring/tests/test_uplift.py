import numpy as np
import pytest

from yoriai.measuring.refusal import BadInput
from yoriai.measuring.tests.simulation import shop
from yoriai.measuring.uplift.matching import cem, nearest
from yoriai.measuring.uplift.propensity import propensity
from yoriai.measuring.uplift.result import FLAG, uplift
from yoriai.measuring.uplift.sentence import say_uplift
from yoriai.measuring.uplift.table import model_frame, people, separates


def people_of(n, way, tau, seed, before=("last", "earliest")):
    s = shop(n, way, tau, seed)
    earliest, second, last = s.windows
    numbers = {"last": last, "second": second, "earliest": earliest, "score": s.score, "store": s.store}
    return people(s.joined, s.after, numbers, {}, *before)


def small(outcome, treated, x):
    return people(np.array(treated, bool), np.array(outcome, float), {"x": np.array(x, float)}, {})


def test_naive_comparison_is_flagged_where_regulars_join():
    found = uplift(people_of(1_000, "recorded", 0.0, 1))
    assert found.naive.low > 0.4
    assert found.naive_flag == FLAG
    assert found.verdict != "clear"


def test_true_effect_is_seen_by_both_in_a_large_shop():
    found = uplift(people_of(2_000, "recorded", 0.3, 1))
    assert (found.verdict, found.reasons, found.need_n) == ("clear", (), None)
    assert found.aipw.low <= shop(2_000, "recorded", 0.3, 1).att <= found.aipw.high


def test_shuffled_rows_give_the_same_numbers():
    s = shop(150, "recorded", 0.3, 2)
    order = np.random.default_rng(0).permutation(150)
    one = uplift(people(s.joined, s.after, {"last": s.windows[2]}, {}, "last"))
    other = uplift(people(s.joined[order], s.after[order], {"last": s.windows[2][order]}, {}, "last"))
    assert one == other


@pytest.mark.parametrize(
    ("before", "code"), [((None, None), "no_before"), (("last", None), None), (("last", "earliest"), None)]
)
def test_without_a_before_window_nothing_is_clear(before, code):
    found = uplift(people_of(600, "lot", 0.6, 3, before))
    assert ("no_before" in found.reasons) == (code == "no_before")
    assert (found.did is None) == (code == "no_before")


def test_few_participants_are_refused_and_stay_finite():
    s = shop(3_000, "lot", 0.0, 4)
    joined = np.arange(3_000) < 8
    found = uplift(people(joined, s.after, {"last": s.windows[2]}, {}, "last"))
    assert found.verdict == "cannot_say"
    assert "few_treated" in found.reasons
    assert np.isfinite([found.aipw.low, found.aipw.high]).all()


def test_covariate_equal_to_treatment_is_separation_not_a_crash():
    treated = np.arange(60) < 25
    found = uplift(people(treated, np.arange(60.0), {"x": treated.astype(float)}, {}))
    assert "separation" in found.reasons
    assert found.verdict == "cannot_say"


def test_text_covariate_that_parts_the_groups_is_separation():
    treated = np.arange(40) < 15
    p = people(treated, np.arange(40.0), {}, {"store": ["a" if t else "b" for t in treated]})
    assert separates(p)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_equal_outcomes_give_finite_limits_and_no_verdict(value):
    s = shop(200, "lot", 0.0, 5)
    found = uplift(people(s.joined, np.full(200, value), {"last": s.windows[2]}, {}, "last"))
    assert found.verdict == "cannot_say"
    assert np.isfinite([found.naive.low, found.naive.high, found.aipw.low, found.aipw.high]).all()


def test_incomplete_windows_are_refused():
    found = uplift(people_of(400, "lot", 0.0, 6), incomplete_share=0.2)
    assert "window" in found.reasons


def test_regression_to_the_mean_is_seen_by_two_before_windows():
    rng = np.random.default_rng(7)
    earlier, last, after = (rng.poisson(2, 2_000).astype(float) for _ in range(3))
    joined = rng.random(2_000) < 1 / (1 + np.exp(3 - last))
    found = uplift(people(joined, after, {"last": last, "earlier": earlier}, {}, "last", "earlier"))
    assert found.did.high < 0
    assert found.aipw.low < 0 < found.aipw.high
    assert found.verdict != "clear"


def test_bracket_holds_did_and_aipw():
    found = uplift(people_of(300, "hidden", 0.3, 8))
    assert found.bracket == (min(found.did.value, found.aipw.value), max(found.did.value, found.aipw.value))


def test_one_group_empty_is_bad_input():
    with pytest.raises(BadInput, match="no untreated"):
        small([1, 2], [1, 1], [0, 1])


def test_frame_has_square_and_zero_indicator_and_no_constant():
    x = np.array([0.0, 0, 1, 2, 3, 5, 8, 9])
    p = people(np.arange(8) < 4, x, {"x": x, "same": np.ones(8)}, {"town": ["a"] * 5 + ["b"] * 3})
    frame = model_frame(p)
    assert frame.shape == (8, 4)
    assert frame.mean(axis=0) == pytest.approx(np.zeros(4), abs=1e-12)


def test_cem_compares_within_strata_only():
    p = small([5, 3, 9, 1, 100], [1, 0, 1, 0, 0], [0, 0, 1, 1, 2])
    found = cem(p)
    assert (found.effect.value, found.treated) == (5.0, 2)


def test_nearest_neighbour_pairs_equal_people():
    p = small([5, 3, 9, 1, 1] * 10, [1, 0, 1, 0, 0] * 10, [0, 0, 1, 1, 1] * 10)
    _, e = propensity(model_frame(p), p.treated)
    assert nearest(p, e).effect.value == 5.0


def test_bootstrap_se_is_near_the_influence_se_in_a_large_lot():
    found = uplift(people_of(2_000, "lot", 0.0, 9))
    assert found.aipw.se == pytest.approx(found.se_influence, rel=0.15)


def test_sentence_of_few_people_has_no_decimals():
    found = uplift(people_of(60, "lot", 0.0, 10))
    ja, en = say_uplift(found, yes_no=False)
    assert "." not in ja
    assert str(found.n_treated) in ja
    assert "per ten people" in en


def test_groups_without_any_spread_are_never_certain():
    yes_no = uplift(small([1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 0, 0], [1, 2, 3, 1, 2, 3]))
    counts = uplift(small([3, 3, 3, 1, 1, 1], [1, 1, 1, 0, 0, 0], [1, 2, 3, 1, 2, 3]))
    assert (round(yes_no.aipw.low, 2), yes_no.aipw.high) == (0.21, 1.0)
    assert counts.aipw.high - counts.aipw.low == np.inf
    assert "no_variation" in counts.refused
