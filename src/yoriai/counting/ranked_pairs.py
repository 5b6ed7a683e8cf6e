"""Ranked pairs (Tideman 1987): fix victories from the strongest down, skip those that would close a
circle.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import reduce

from yoriai.counting.ballots import Ints
from yoriai.counting.condorcet import Strength, strengths

Pair = tuple[int, int]
Reach = tuple[int, ...]  # bit b of reach[a]: a stands above b

MOST_STEPS, MOST_EQUAL = 20_000, 40  # equal victories tried in all, and at once


class TooManyOrders(Exception):
    """Equal victories can be ordered in too many ways to look at every one."""


def ranked_pairs(
    P: Ints,  # noqa: N803
    strength: Strength = "margin",
    arrange: Callable[[Sequence[Pair]], Iterable[Pair]] | None = None,
    most: int = MOST_STEPS,
) -> list[Reach]:
    """Final relations, one per different result.

    Equal victories are fixed in the order `arrange` gives; without it in every order (Zavist and Tideman 1989
    leave the order open), so several results are possible. Raises TooManyOrders after `most` steps.
    """
    S, m = strengths(P, strength).tolist(), len(P)  # noqa: N806
    victories: dict[int, list[Pair]] = {}
    for a in range(m):
        for b in range(m):
            if S[a][b] > 0:
                victories.setdefault(S[a][b], []).append((a, b))
    states, steps = {tuple([0] * m)}, 0
    for value in sorted(victories, reverse=True):
        if arrange:
            states = {reduce(_fix, arrange(victories[value]), state) for state in states}
            continue
        found: set[Reach] = set()
        for state in states:
            results, taken = _every_order(state, victories[value], most - steps)
            found, steps = found | results, steps + taken
        states = found
    return sorted(states)


def undefeated(reach: Reach, left: Iterable[int]) -> list[int]:
    """Those of `left` that no other of `left` stands above."""
    options = list(left)
    return [b for b in options if not any(reach[a] >> b & 1 for a in options)]


def order_of(reach: Reach, options: Iterable[int]) -> list[list[int]]:
    """Order of the options in groups of equals, best first."""
    left, order = set(options), []
    while left:
        order.append(undefeated(reach, sorted(left)))
        left -= set(order[-1])
    return order


def _join(reach: Reach, pair: Pair) -> Reach:
    """One victory more, and all that follows from it."""
    a, b = pair
    gained = reach[b] | 1 << b
    return tuple(r | gained if i == a or r >> a & 1 else r for i, r in enumerate(reach))


def _fix(reach: Reach, pair: Pair) -> Reach:
    return reach if reach[pair[1]] >> pair[0] & 1 else _join(reach, pair)


def _every_order(reach: Reach, pairs: list[Pair], most: int) -> tuple[set[Reach], int]:
    """All relations the equal victories `pairs` can lead to, and the number of steps that took (one for each
    pair that could come next, so that the order of looking does not matter)."""
    start = _settled(reach, frozenset(pairs))
    seen, results, stack, steps = {start}, set[Reach](), [start], 0
    while stack:
        state, rest = stack.pop()
        if not rest:
            results.add(state)
        steps += len(rest)
        if steps > most or len(rest) > MOST_EQUAL:
            raise TooManyOrders
        follow = {_settled(_join(state, pair), rest - {pair}) for pair in rest} - seen
        seen |= follow
        stack += follow
    return results, steps


def _settled(state: Reach, rest: frozenset[Pair]) -> tuple[Reach, frozenset[Pair]]:
    """Leave out the pairs that are decided, and fix those that close a circle in no order."""
    while True:
        rest = frozenset((a, b) for a, b in rest if not (state[b] >> a & 1 or state[a] >> b & 1))
        together = reduce(_join, rest, state)
        safe = [(a, b) for a, b in rest if not together[b] >> a & 1]
        if not safe:
            return state, rest
        state, rest = reduce(_join, safe, state), rest.difference(safe)
