"""Bradley-Terry strengths from duels, with their uncertainty.

P(i beats j) = 1 / (1 + exp(theta_j - theta_i)), Bradley and Terry 1952; fitted by Newton's method on the
table of wins; standard errors from the inverse Fisher information. This is an estimate: the one place of this
kernel where floating-point numbers decide, which is why the intervals are part of the result.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from yoriai.counting.ballots import Ints

Floats = NDArray[np.float64]
NORMAL_95 = 1.959963984540054
ENOUGH = 10  # comparisons an option needs before its likelihood is trusted without a prior


@dataclass(frozen=True, eq=False)
class Strengths:
    """Fitted strengths with mean zero.

    `theta` (m) natural-log odds; `spread` (m x m) covariance of `theta`; `wins` the table the fit came from;
    `prior` whether a weak prior was needed; `order_effect` (value, standard error) of being shown first.
    """

    theta: Floats
    spread: Floats
    wins: Ints
    prior: bool
    order_effect: tuple[float, float] | None = None

    @property
    def games(self) -> Ints:
        return self.wins + self.wins.T

    @property
    def comparisons(self) -> Ints:
        return np.asarray(self.games.sum(axis=1))

    @cached_property
    def se(self) -> Floats:
        """Standard errors of the strengths around their mean."""
        return np.sqrt(np.diag(self.spread))

    def relative_to(self, reference: int) -> tuple[Floats, Floats]:
        """Differences to one option and their standard errors; both are 0 for the option itself."""
        variance = np.diag(self.spread) + self.spread[reference, reference] - 2 * self.spread[reference]
        return self.theta - self.theta[reference], np.sqrt(np.maximum(variance, 0))

    def chance(self) -> tuple[Floats, Floats, Floats]:
        """Chance (0 to 1) to beat an average other option, with the ends of its 95 % interval."""
        reach = NORMAL_95 * self.se
        return _sigma(self.theta), _sigma(self.theta - reach), _sigma(self.theta + reach)


def fit(wins: Ints, first: Ints | None = None, *, prior: bool | None = None) -> Strengths:
    """Strengths from `wins` (m x m); with `first` (wins of the option shown first) also the order effect.

    Maximum likelihood where it exists and every option has ten comparisons; otherwise (or with `prior=True`)
    one virtual win and loss against an average option. Raises ValueError if a fit without prior cannot exist.
    """
    exists = _connected(wins)
    if prior is False and not exists:
        raise ValueError("without a prior these comparisons have no finite strengths")
    use_prior = bool(prior) if prior is not None else not exists or bool((wins + wins.T).sum(axis=1).min() < ENOUGH)
    m = len(wins)
    x = np.zeros(m + (first is not None))
    for _ in range(100):
        gradient, information = _slopes(x, wins, first, use_prior)
        step = np.linalg.solve(information, gradient)
        x = x + step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-300))
        if float(np.abs(step).max()) < 1e-11:
            break
    _, information = _slopes(x, wins, first, use_prior)
    spread = np.linalg.inv(information)
    centre = np.eye(m) - 1 / m
    effect = (float(x[m]), float(np.sqrt(spread[m, m]))) if first is not None else None
    theta = x[:m] - x[:m].mean()
    return Strengths(theta, centre @ spread[:m, :m] @ centre, wins, use_prior, effect)


def _slopes(x: Floats, wins: Ints, first: Ints | None, prior: bool) -> tuple[Floats, Floats]:
    """Gradient and Fisher information of the log-likelihood at x = (theta, and the order effect if asked for)."""
    m = len(wins)
    ahead = wins if first is None else first  # without the order each duel is told from the side of its winner
    shown = ahead + (wins - ahead).T
    chance = _sigma(x[m:].sum() + x[:m, None] - x[None, :m])
    residual, weight = ahead - shown * chance, shown * chance * (1 - chance)
    gradient = residual.sum(axis=1) - residual.sum(axis=0)
    information = np.diag(weight.sum(axis=1) + weight.sum(axis=0)) - weight - weight.T
    if first is not None:
        lean = weight.sum(axis=1, keepdims=True) - weight.sum(axis=0)[:, None]
        gradient = np.append(gradient, residual.sum())
        information = np.block([[information, lean], [lean.T, weight.sum()[None, None]]])
    if prior:
        virtual = _sigma(x[:m])
        gradient[:m] += 1 - 2 * virtual
        information[np.arange(m), np.arange(m)] += 2 * virtual * (1 - virtual)
    else:
        information[0, 0] = 2 * information[0, 0] or 1  # the first option stays put: only differences are determined
    return gradient, information


def after_vote(before: Strengths, winner: int, loser: int) -> Strengths:
    """One Newton step for one more vote, O(m^2): for the screen between full fits.

    The covariance follows by the Sherman-Morrison formula. Fit again every fifty votes.
    """
    wins = before.wins.copy()
    wins[winner, loser] += 1
    gap = before.theta[winner] - before.theta[loser]
    chance = float(_sigma(gap))
    weight = chance * (1 - chance)
    along = before.spread[:, winner] - before.spread[:, loser]
    denominator = 1 + weight * float(along[winner] - along[loser])
    spread = before.spread - weight / denominator * np.outer(along, along)
    theta = before.theta + (1 - chance) / denominator * along
    return replace(before, theta=theta - theta.mean(), spread=spread, wins=wins)


def next_pair(now: Strengths, seen: frozenset[tuple[int, int]] = frozenset(), draw: int = 0) -> tuple[int, int] | None:
    """The pair to show next, left and right: the largest expected fall of variance among the options
    compared least.

    `seen` holds the pairs (smaller index first) this person has judged; the lowest bit of the caller's random
    `draw` decides who stands left. None when the person has judged every pair.
    """
    m = len(now.theta)
    i, j = np.triu_indices(m, 1)
    fresh = np.array([pair not in seen for pair in zip(i.tolist(), j.tolist(), strict=True)], bool)
    if not fresh.any():
        return None
    i, j = i[fresh], j[fresh]
    rarest = np.minimum(now.comparisons[i], now.comparisons[j])
    least = rarest == rarest.min()
    i, j = i[least], j[least]
    chance = _sigma(now.theta[i] - now.theta[j])
    weight = chance * (1 - chance)
    variance = now.spread[i, i] + now.spread[j, j] - 2 * now.spread[i, j]
    along = ((now.spread[i] - now.spread[j]) ** 2).sum(axis=1)
    best = int(np.argmax(weight * along / (1 + weight * variance)))
    pair = int(i[best]), int(j[best])
    return pair if draw % 2 == 0 else pair[::-1]


def with_newcomer(now: Strengths) -> Strengths:
    """One option more: it enters at the mean with a wide interval."""
    m = len(now.theta)
    spread = np.pad(now.spread, (0, 1))
    spread[m, m] = 2.0  # one virtual win and loss against an average option
    return replace(now, theta=np.append(now.theta, 0.0), spread=spread, wins=np.pad(now.wins, (0, 1)))


def _connected(wins: Ints) -> bool:
    """Is every option reachable from every other through wins? (Ford 1957: then the maximum exists)"""
    return _reaches_all(wins > 0) and _reaches_all(wins.T > 0)


def _reaches_all(edges: NDArray[np.bool_]) -> bool:
    seen = np.zeros(len(edges), bool)
    seen[0] = True
    front = seen
    while front.any():
        front = edges[front].any(axis=0) & ~seen
        seen = seen | front
    return bool(seen.all())


def _sigma(gap: Floats) -> Floats:
    return np.asarray(0.5 * (1 + np.tanh(0.5 * np.asarray(gap))))
