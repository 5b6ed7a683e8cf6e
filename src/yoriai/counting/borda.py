"""Borda's count, a diagnostic: easily moved by similar options and by ranking a rival last."""

from fractions import Fraction

from yoriai.counting.ballots import Ints


def borda(P: Ints) -> list[Fraction]:  # noqa: N803 - P is the field's name
    """Points m-1, m-2, … 0; unranked and equal options share the mean of their places.

    An option's points on one ballot are the options below it plus half of those beside it, so the sums follow
    from the table: sum over b of (P[a, b] + (n - P[a, b] - P[b, a]) / 2); the part in n is left out here.
    """
    doubled = (P - P.T).sum(axis=1)
    return [Fraction(int(value), 2) for value in doubled]


def borda_points(P: Ints, ballots: int) -> list[Fraction]:  # noqa: N803
    """The full points: the relative ones plus half of (m - 1) for every ballot."""
    return [relative + Fraction(ballots * (len(P) - 1), 2) for relative in borda(P)]
