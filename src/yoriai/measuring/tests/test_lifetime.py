import numpy as np
import pytest

from yoriai.measuring.lifetime import bgnbd, discrete, gamma_gamma, pareto_nbd
from yoriai.measuring.lifetime.forecast import PARETO_NBD, forecast
from yoriai.measuring.lifetime.history import Customers, check, from_purchases
from yoriai.measuring.purchases import purchase_days
from yoriai.measuring.refusal import BadInput

STATED = np.array([0.5, 5.0, 1.5, 2.0])


def customers(*rows, count=None):
    x, recency, age = np.array(rows, float).T
    return Customers(x, recency, age, np.ones(len(rows)) if count is None else np.array(count, float))


def simulated(n=1_500, seed=0):
    """People who buy weekly-ish and drop out as BG/NBD says, observed for 40 weeks."""
    rng = np.random.default_rng(seed)
    rows = []
    for pace, leave in zip(rng.gamma(0.8, 1 / 6.0, n), rng.beta(1.2, 3.0, n), strict=True):
        t, x, last = rng.exponential(1 / pace), 0, 0.0
        while t < 40:
            x, last = x + 1, t
            if rng.random() < leave:
                break
            t += rng.exponential(1 / pace)
        rows.append((x, last, 40.0))
    return customers(*rows)


def test_bgnbd_log_likelihood_vectors():
    found = bgnbd.log_likelihood(STATED, customers((1, 10, 20), (0, 0, 20)))
    assert found.round(6).tolist() == [-4.315574, -0.804719]


def test_bgnbd_expectation_vectors():
    one = customers((1, 10, 20))
    assert bgnbd.expected_purchases(STATED, one, 10)[0] == pytest.approx(0.197852, abs=1e-6)
    assert bgnbd.probability_alive(STATED, one)[0] == pytest.approx(0.382593, abs=1e-6)


def test_bgnbd_gradient_is_the_slope():
    rows = simulated(200).grouped()
    at, step = np.log(STATED), 1e-6
    value, gradient = bgnbd._value_and_gradient(np.exp(at), rows)
    slopes = [(bgnbd._value_and_gradient(np.exp(at + m), rows)[0] - value) / step for m in np.eye(4) * step]
    assert gradient == pytest.approx(slopes, rel=1e-3, abs=1e-2)


def test_bgnbd_finds_the_parameters_it_was_drawn_from():
    found = bgnbd.fit_bgnbd(simulated(6_000))
    assert found.parameters[:2] == pytest.approx([0.8, 6.0], rel=0.12)
    assert found.parameters[2] / found.parameters[2:].sum() == pytest.approx(1.2 / 4.2, rel=0.12)


def test_bgnbd_of_a_thousand_equal_people_equals_one_counted_row():
    rows = [(2, 10, 30), (0, 0, 30), (1, 4, 20), (5, 25, 30)]
    many = bgnbd.fit_bgnbd(customers(*(rows * 250)))
    counted = bgnbd.fit_bgnbd(customers(*rows, count=[250] * 4))
    assert many.parameters == pytest.approx(counted.parameters, rel=1e-6)


def test_forecast_range_holds_the_total_and_repeats():
    people = simulated(400)
    found = bgnbd.fit_bgnbd(people)
    one, again = (forecast(found, people, 20) for _ in range(2))
    assert one == again
    assert one.low < one.value < one.high


def test_weak_prior_keeps_thirty_people_off_the_bounds():
    found = bgnbd.fit_bgnbd(simulated(30), bgnbd.weak_prior())
    assert not found.at_bound
    assert found.parameters[2] < 20


def test_gamma_gamma_vectors():
    p, x = np.array([6.0, 4, 15]), np.array([2.0])
    assert gamma_gamma.expected_amount(p, x, np.array([40.0]))[0] == pytest.approx(38.0)
    assert gamma_gamma.log_likelihood(p, x, np.array([30.0]))[0] == pytest.approx(-3.911468, abs=1e-6)


@pytest.mark.parametrize(
    ("survivors", "published", "ll"),
    [
        ([1000, 869, 743, 653, 593, 551, 517, 491], (0.668, 3.806), -1611.2),
        ([1000, 631, 468, 382, 326, 289, 262, 241], (0.704, 1.182), -1680.3),
    ],
)
def test_sbg_gives_the_published_parameters(survivors, published, ll):
    found = discrete.fit_sbg(np.array(survivors, float))
    assert found.parameters == pytest.approx(published, rel=0.005)
    assert round(found.ll, 1) == ll


def test_bgbb_gives_the_published_parameters():
    # The recency-frequency table of 11,104 donors printed in the paper: (x, t_x, people), six opportunities.
    table = [
        (6, 6, 1203), (5, 6, 728), (4, 6, 512), (3, 6, 357), (2, 6, 234), (1, 6, 129), (5, 5, 335), (4, 5, 284),
        (3, 5, 225), (2, 5, 173), (1, 5, 119), (4, 4, 240), (3, 4, 181), (2, 4, 155), (1, 4, 78), (3, 3, 322),
        (2, 3, 255), (1, 3, 129), (2, 2, 613), (1, 2, 277), (1, 1, 1091), (0, 0, 3464),
    ]  # fmt: skip
    found = discrete.fit_bgbb(customers(*((x, t, 6) for x, t, _ in table), count=[n for *_, n in table]))
    assert found.parameters == pytest.approx([1.204, 0.750, 0.657, 2.783], rel=0.005)
    assert round(found.ll, 1) == -33225.6


def test_pareto_nbd_is_the_same_on_both_sides_of_equal_rates():
    one = customers((3, 12, 30))
    either = [pareto_nbd.log_likelihood(np.array([0.6, 10 + gap, 0.6, 10.0]), one)[0] for gap in (-1e-6, 1e-6)]
    assert either[0] == pytest.approx(either[1], abs=1e-6)


def test_pareto_nbd_likelihood_of_all_histories_sums_to_1_at_x_0():
    # Nobody can be gone at time 0: the chance of no purchase in no time is one.
    assert pareto_nbd.log_likelihood(np.array([0.5, 10, 0.6, 12.0]), customers((0, 0, 0)))[0] == pytest.approx(
        0, abs=1e-9
    )


@pytest.mark.parametrize("row", [(-1, 0, 5), (1, 6, 5), (1, -1, 5), (0, 2, 5), (1, 1, -2)])
def test_impossible_history_is_refused_with_its_row(row):
    with pytest.raises(BadInput, match="Row 2"):
        check(customers((1, 2, 5), row))


def test_history_counts_days_after_the_first_and_mean_repeat_amount():
    bought = purchase_days(np.zeros(4, int), np.array([7, 7, 14, 28]), np.array([100.0, 50, 300, 500]), 1)
    found = from_purchases(bought, until=35)
    assert (found.x[0], found.recency[0], found.age[0], found.amount[0]) == (2, 3, 4, 400)


def test_pareto_forecast_has_a_range_that_grows_with_the_level():
    people = simulated(400)
    found = pareto_nbd.fit_pareto_nbd(people)
    narrow, wide = (forecast(found, people, 20, level, model=PARETO_NBD) for level in (0.8, 0.95))
    assert wide.low < narrow.low < narrow.value < narrow.high < wide.high
