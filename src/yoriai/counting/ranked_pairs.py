"""Ranked pairs (Tideman 1987): fix victories from the strongest down, skip those that would close a
circle.
"""

from collections.abc import Callable, Iterable, Sequence

from yoriai.counting.ballots import Ints
from yoriai.counting.condorcet import Strength, strengths

Pair = tuple[int, int]
Reach = tuple[int, ...]  # bit b of reach[a]: a stands above b

MOST_ORDERS = 2_000


class TooManyOrders(Exception):
    """Equal victories can be ordered in too many ways to look at every one."""


def ranked_pairs(
    P: Ints,  # noqa: N803
    strength: Strength = "margin",
    arrange: Callable[[Sequence[Pair]], Iterable[Pair]] | None = None,
) -> list[Reach]:
    """Final relations, one per different result.

    Equal victories are fixed in the order `arrange` gives; without it in every order (Zavist and Tideman 1989
    leave the order open), so several results are possible. Raises TooManyOrders beyond 2,000 of them.
    """
    S, m = strengths(P, strength).tolist(), len(P)  # noqa: N806
    victories: dict[int, list[Pair]] = {}
    for a in range(m):
        for b in range(m):
            if S[a][b] > 0:
                victories.setdefault(S[a][b], []).append((a, b))
    states: set[Reach] = {tuple([0] * m)}
    for value in sorted(victories, reverse=True):
        if arrange:
            states = {_fix_all(state, arrange(victories[value])) for state in states}
        else:
            states = set().union(*(_every_order(state, victories[value]) for state in states))
        if len(states) > MOST_ORDERS:
            raise TooManyOrders
    return sorted(states)


def undefeated(reach: Reach, left: Iterable[int]) -> list[int]:
    """Those of `left` that no other of `left` stands above."""
    options = list(left)
    return [b for b in options if not any(reach[a] >> b & 1 for a in options)]


def order_of(reach: Reach) -> list[list[int]]:
    """Order in groups of equals, best first."""
    left, order = set(range(len(reach))), []
    while left:
        order.append(undefeated(reach, sorted(left)))
        left -= set(order[-1])
    return order


def _fix(reach: Reach, a: int, b: int) -> Reach:
    if reach[b] >> a & 1:
        return reach
    gained = reach[b] | 1 << b
    return tuple(r | gained if i == a or r >> a & 1 else r for i, r in enumerate(reach))


def _fix_all(reach: Reach, pairs: Iterable[Pair]) -> Reach:
    for a, b in pairs:
        reach = _fix(reach, a, b)
    return reach


def _every_order(reach: Reach, pairs: list[Pair]) -> set[Reach]:
    """All relations the equal victories `pairs` can lead to."""
    together = _fix_all(reach, pairs)
    if not any(_closes(reach, pairs, pair) for pair in pairs):
        return {together}
    seen, results, stack = set[tuple[Reach, frozenset[Pair]]](), set[Reach](), [(reach, frozenset(pairs))]
    while stack:
        state, rest = stack.pop()
        rest = frozenset((a, b) for a, b in rest if not (state[b] >> a & 1 or state[a] >> b & 1))
        if not rest:
            results.add(state)
        for pair in rest:
            follow = (_fix(state, *pair), rest - {pair})
            if follow not in seen:
                seen.add(follow)
                stack.append(follow)
        if len(seen) > MOST_ORDERS * 10:
            raise TooManyOrders
    return results


def _closes(reach: Reach, pairs: list[Pair], pair: Pair) -> bool:
    """Would `pair` close a circle together with the others of its strength?"""
    above = list(reach)
    for a, b in pairs:
        above[a] |= 1 << b
    seen, stack = 0, [pair[1]]
    while stack:
        node = stack.pop()
        for nxt in range(len(above)):
            if above[node] >> nxt & 1 and not seen >> nxt & 1:
                seen |= 1 << nxt
                stack.append(nxt)
    return bool(seen >> pair[0] & 1)
