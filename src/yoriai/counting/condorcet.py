"""One-on-one methods: who beats whom, and what to do when that goes in a circle.

Every function takes the table P (options x options, whole numbers) and works on integers only.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from yoriai.counting.ballots import Ints

Strength = Literal["margin", "winning-votes"]


def condorcet_winner(P: Ints) -> int | None:  # noqa: N803 - P is the field's name
    """The option that beats every other one-on-one, if there is one."""
    beats = (P > P.T).sum(axis=1)
    best = np.flatnonzero(beats == len(P) - 1)
    return int(best[0]) if len(best) else None


def smith_set(P: Ints) -> list[int]:  # noqa: N803
    """The smallest set whose every member beats everyone outside it (Smith 1973)."""
    reach = (P.T <= P) | np.eye(len(P), dtype=bool)  # a is not beaten by b
    for k in range(len(P)):
        reach |= reach[:, k : k + 1] & reach[k : k + 1, :]
    return [int(i) for i in np.flatnonzero(reach.all(axis=1))]


def strengths(P: Ints, strength: Strength) -> Ints:  # noqa: N803
    """Strength of each victory, 0 where there is none: the margin, or the votes of the winning side."""
    return np.where(P > P.T, P - P.T if strength == "margin" else P, 0)


def strongest_paths(P: Ints, strength: Strength) -> Ints:  # noqa: N803
    """Strongest path between every two options, a path being as strong as its weakest victory (Schulze
    2011).
    """
    S = strengths(P, strength)  # noqa: N806
    for k in range(len(S)):
        np.maximum(S, np.minimum(S[:, k : k + 1], S[k : k + 1, :]), out=S)
    return S


def schulze(P: Ints, strength: Strength = "margin") -> list[list[int]]:  # noqa: N803
    """Order in groups of equals, best first."""
    S = strongest_paths(P, strength)  # noqa: N806
    return levels(S > S.T)


def minimax(P: Ints) -> list[list[int]]:  # noqa: N803
    """Order by the worst defeat, measured by its margin, smallest first; 0 if undefeated (Simpson,
    Kramer).
    """
    worst = strengths(P, "margin").max(axis=0, initial=0)
    return [[int(i) for i in np.flatnonzero(worst == value)] for value in np.unique(worst)]


def levels(beats: NDArray[np.bool_]) -> list[list[int]]:
    """Peel an acyclic relation: those nobody beats, then those only they beat, and so on."""
    left, order = np.ones(len(beats), bool), []
    while left.any():
        top = np.flatnonzero(left & ~beats[left].any(axis=0))
        order.append([int(i) for i in top])
        left[top] = False
    return order
