"""Several winners from approvals: sequential proportional approval (Thiele 1895)."""

from fractions import Fraction

import numpy as np

from yoriai.counting.ballots import Ints, Ratings
from yoriai.counting.ties import TieBreak


def sequential_proportional(
    sheet: Ratings, counts: Ints, standing: list[int], seats: int, ties: TieBreak
) -> list[tuple[int, Fraction]]:
    """Winners in order with their weights; a ballot with k winners so far counts 1/(k+1)."""
    approved = sheet.values >= 1
    satisfied = np.zeros(len(counts), np.int64)
    chosen: list[tuple[int, Fraction]] = []
    left = list(standing)
    while left and len(chosen) < seats:
        weights = {i: Fraction(0) for i in left}
        for k in np.unique(satisfied):
            part = satisfied == k
            sums = np.where(approved[part], counts[part, None], 0).sum(axis=0)
            for i in left:
                weights[i] += Fraction(int(sums[i]), int(k) + 1)
        most = max(weights.values())
        best = ties.highest([i for i in left if weights[i] == most], [], f"place {len(chosen) + 1}")
        chosen.append((best, most))
        left.remove(best)
        satisfied += approved[:, best]
    return chosen
