"""Bradley-Terry: order effect, prior, quick update, next pair."""

from itertools import combinations, permutations
from math import cosh, exp, log
from typing import Any

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


DUELS = np.array([[0, 9, 14], [6, 0, 11], [8, 5, 0]])
LEFT = np.array([[0, 7, 8], [2, 0, 9], [3, 2, 0]])


def log_likelihood(x: np.ndarray, wins: np.ndarray, first: np.ndarray | None, prior: bool) -> float:
    """Written down from the model, one duel at a time."""
    m = len(wins)
    said = sum(-2 * log(2 * cosh(x[a] / 2)) for a in range(m)) if prior else 0.0
    for a, b in permutations(range(m), 2):
        gap, effect = x[a] - x[b], x[m] if first is not None else 0.0
        shown = first[a, b] if first is not None else wins[a, b]
        said -= shown * log(1 + exp(-gap - effect)) + (wins[a, b] - shown) * log(1 + exp(-gap + effect))
    return said


def slope_and_curve(x: np.ndarray, *case: Any) -> tuple[np.ndarray, np.ndarray]:
    """First and second derivatives of the log-likelihood by small differences."""
    steps = np.eye(len(x)) * 1e-3

    def at(move: np.ndarray) -> float:
        return log_likelihood(x + move, *case)

    slope = [(at(s) - at(-s)) / 2e-3 for s in steps]
    curve = [[at(s + t) - at(s - t) - at(t - s) + at(-s - t) for t in steps] for s in steps]
    return np.array(slope), np.array(curve) / 4e-6


@pytest.mark.parametrize("prior", [False, True])
@pytest.mark.parametrize("first", [None, LEFT])
def test_fit_stands_at_the_top_with_errors_from_its_curvature(first: np.ndarray | None, prior: bool) -> None:
    found = fit(DUELS, first, prior=prior)
    x = np.append(found.theta, found.order_effect[0]) if found.order_effect else found.theta
    slope, curve = slope_and_curve(x, DUELS, first, prior)
    spread, middle = -np.linalg.pinv(curve, rcond=1e-6), np.eye(3) - 1 / 3
    assert np.abs([*middle @ slope[:3], *slope[3:]]).max() < 1e-4  # with a prior the mean is moved to zero
    assert found.spread == pytest.approx(middle @ spread[:3, :3] @ middle, abs=1e-5)
    assert found.order_effect is None or found.order_effect[1] == pytest.approx(spread[3, 3] ** 0.5, abs=1e-5)


def test_two_options_are_as_far_apart_as_their_odds() -> None:
    found = fit(np.array([[0, 15], [5, 0]]))
    assert (found.theta[0] - found.theta[1], found.prior) == (pytest.approx(log(3), abs=1e-9), False)
    difference, se = found.relative_to(1)
    assert (difference[1], se[1], se[0]) == (0, 0, pytest.approx((1 / 15 + 1 / 5) ** 0.5, abs=1e-9))
    assert found.comparisons.tolist() == [20, 20]


def test_interval_of_the_chance_is_that_of_the_strength() -> None:
    found = fit(DUELS)
    middle, low, high = (np.log(c / (1 - c)) for c in found.chance())
    assert middle == pytest.approx(found.theta)
    assert (high - middle, middle - low) == (pytest.approx(1.959964 * found.se), pytest.approx(1.959964 * found.se))


@pytest.mark.parametrize(
    ("wins", "prior"),
    [
        ([[0, 5], [5, 0]], False),
        ([[0, 5], [4, 0]], True),
        ([[0, 30], [0, 0]], True),
        ([[0, 0], [30, 0]], True),
        ([[0, 1], [20, 0]], False),
        ([[0, 20], [1, 0]], False),
        ([[0, 12, 0], [0, 0, 12], [1, 0, 0]], False),
        ([[0, 9, 9], [9, 0, 9], [0, 0, 0]], True),
    ],
)
def test_prior_is_taken_where_strengths_would_not_end_or_options_met_too_seldom(
    wins: list[list[int]], prior: bool
) -> None:
    assert fit(np.array(wins)).prior is prior


@pytest.mark.parametrize("wins", [[[0, 30], [0, 0]], [[0, 0], [30, 0]]])
def test_fit_without_end_is_refused_in_both_directions(wins: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="no finite strengths"):
        fit(np.array(wins), prior=False)


@pytest.mark.parametrize("prior", [None, False])
def test_one_option_alone_stands_at_the_mean(prior: bool | None) -> None:
    assert fit(np.zeros((1, 1), np.int64), prior=prior).theta.tolist() == [0]


@pytest.mark.parametrize("seed", range(32))
def test_next_pair_is_the_one_that_makes_all_strengths_surest(seed: int) -> None:
    draw = np.random.default_rng(seed)
    games = 12 if seed % 4 < 2 else 1  # of every two
    half = np.triu(draw.integers(0, games + 1, (5, 5)), 1)
    now = fit(half + np.tril(games - half.T, -1), prior=True)
    if seed % 2:
        now = with_newcomer(with_newcomer(now))
    rarest = int(now.comparisons.min())
    pairs = [p for p in combinations(range(len(now.theta)), 2) if rarest in now.comparisons[list(p)]]
    fall = {pair: np.trace(now.spread - after_vote(now, *pair).spread) for pair in pairs}
    chosen = next_pair(now)
    assert chosen is not None
    assert chosen == next_pair(now, draw=2)
    assert fall[chosen] == pytest.approx(max(fall.values()), rel=1e-9)  # two pairs may be alike


def test_one_vote_moves_by_a_newton_step() -> None:
    """Two options alone, n = 40 of equal odds: the step is half a vote over the information, n / 4 + 1 / 4."""
    quick = after_vote(fit(np.array([[0, 20], [20, 0]])), 0, 1)
    assert quick.theta.tolist() == pytest.approx([0.5 / 10.25 / 2, -0.5 / 10.25 / 2])
    assert quick.relative_to(1)[1][0] == pytest.approx((1 / 10.25) ** 0.5)
    assert quick.wins.tolist() == [[0, 21], [20, 0]]


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
    assert (now.wins.shape, now.spread.shape, now.spread[4].tolist()) == ((5, 5), (5, 5), [0, 0, 0, 0, 2])
    assert now.se[4] > now.se[:4].max()
    assert abs(after_vote(now, 4, 0).theta.sum()) < 1e-12
