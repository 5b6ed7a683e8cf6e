"""Bradley-Terry: order effect, prior, quick update, next pair."""

from math import log

import numpy as np
import pytest

from yoriai.counting import Option, Refused, comparisons, count
from yoriai.counting.bradley_terry import after_vote, fit, next_pair, with_newcomer

WINS = np.array([[0, 7, 8, 9], [6, 0, 6, 11], [5, 4, 0, 12], [2, 3, 4, 0]])


def logit(share: float) -> float:
    return log(share / (1 - share))


def test_order_effect_of_two_options_follows_from_their_shares() -> None:
    wins = np.array([[0, 70 + 40], [30 + 60, 0]])
    first = np.array([[0, 70], [60, 0]])
    found = fit(wins, first)
    assert found.order_effect is not None
    assert found.order_effect[0] == pytest.approx((logit(0.7) + logit(0.6)) / 2, abs=1e-9)
    assert found.theta[0] - found.theta[1] == pytest.approx((logit(0.7) - logit(0.6)) / 2, abs=1e-9)


def test_order_effect_needs_to_know_who_was_first() -> None:
    with pytest.raises(Refused, match="which option was shown first"):
        count(comparisons(WINS, [Option(c, c) for c in "ABCD"]), "bradley-terry", order_effect=True)


def test_strengths_solve_the_likelihood_equations() -> None:
    found = fit(WINS)
    chance = 1 / (1 + np.exp(found.theta[None, :] - found.theta[:, None]))
    expected = ((WINS + WINS.T) * chance).sum(axis=1) - np.diag(chance) * 0
    assert np.abs(expected - WINS.sum(axis=1)).max() < 1e-8
    assert abs(found.theta.sum()) < 1e-12


def test_few_comparisons_get_a_prior_and_a_warning() -> None:
    ballots = comparisons(np.array([[0, 3], [0, 0]]), [Option(c, c) for c in "AB"])
    result = count(ballots, "bradley-terry")
    assert [w.ja for w in result.warnings] == ["比べた数が少ないため、仮の順です。"]
    assert result.extra["strengths"]["A"]["value"] == pytest.approx(-result.extra["strengths"]["B"]["value"])


def test_no_prior_is_refused_where_no_fit_exists() -> None:
    ballots = comparisons(np.array([[0, 30], [0, 0]]), [Option(c, c) for c in "AB"])
    with pytest.raises(Refused, match="needs a prior"):
        count(ballots, "bradley-terry", prior=False)


def test_one_more_vote_moves_close_to_a_full_fit() -> None:
    now = fit(WINS * 20)
    more = WINS * 20
    more[0, 1] += 1
    full, quick = fit(more), after_vote(now, 0, 1)
    assert np.abs(quick.theta - full.theta).max() < 1e-5
    assert np.abs(quick.spread - full.spread).max() < 1e-5


def test_next_pair_prefers_those_compared_least_and_never_repeats() -> None:
    now = with_newcomer(fit(WINS))
    pair = next_pair(now, draw=0)
    assert pair is not None
    assert pair[1] == 4
    assert next_pair(now, draw=1) == pair[::-1]
    every = frozenset((a, b) for a in range(5) for b in range(a + 1, 5))
    assert next_pair(now, every) is None
    assert next_pair(now, every - {(1, 2)}) == (1, 2)


def test_newcomer_enters_at_the_mean_with_a_wide_interval() -> None:
    now = with_newcomer(fit(WINS))
    assert now.theta[4] == 0
    assert now.se[4] > now.se[:4].max()
