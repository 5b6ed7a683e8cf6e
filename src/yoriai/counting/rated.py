"""Approval, score and Majority Judgment, exactly."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cmp_to_key

import numpy as np

from yoriai.counting.ballots import Ints, Ratings

GRADES = ("よくない", "あまり", "ふつう", "よい", "とてもよい")
MANY = 100  # levels


def approvals(sheet: Ratings, counts: Ints, least: int = 1) -> list[int]:
    """Ballots that give each option at least the mark `least`."""
    return [int(n) for n in np.where(sheet.values >= least, counts[:, None], 0).sum(axis=0)]


def score_sums(sheet: Ratings, counts: Ints) -> list[Fraction]:
    """Sum of the scores of each option; unscored counts as 0."""
    sums = (np.maximum(sheet.values, 0) * counts[:, None]).sum(axis=0)
    return [int(total) * sheet.unit for total in sums]


def histograms(sheet: Ratings, counts: Ints, levels: int) -> list[list[int]]:
    """How often each option got each level, worst first; unrated counts as the worst."""
    values = np.maximum(sheet.values, 0)
    bars = np.zeros((values.shape[1], levels), np.int64)
    for bar, column in zip(bars, values.T, strict=True):
        np.add.at(bar, column, counts)
    return [[int(n) for n in bar] for bar in bars]


def in_levels(sheet: Ratings) -> Ratings:
    """Marks as levels with a name each. Judging needs their order only, so those that do not occur are left out
    where there are many."""
    if sheet.grades:
        return sheet
    values = np.maximum(sheet.values, 0)
    most = int(values.max(initial=0))
    levels = np.arange(most + 1) if most < MANY else np.unique(values)
    names = GRADES if len(levels) == len(GRADES) else tuple(map(str, levels.tolist()))
    return Ratings(np.searchsorted(levels, values), grades=names)


def lower_median(histogram: Sequence[int]) -> int:
    """The level of the middle ballot, the lower one of two."""
    half, seen = (sum(histogram) + 1) // 2, 0
    for level, number in enumerate(histogram):
        seen += number
        if seen >= half and seen:
            return level
    return 0


def compare_judgments(one: Sequence[int], other: Sequence[int]) -> int:
    """-1, 0 or 1: is `one` judged worse than, like, or better than `other` (equal numbers of ballots)?

    Taking away one median grade at a time (Balinski and Laraki 2011) reads the sorted grades from the middle
    outwards: m, m+1, m-1, m+2, … for an even number of ballots, m, m-1, m+1, … for an odd one. The sorted grades
    differ where the numbers of ballots up to some grade differ; the place read first decides.
    """
    n, best, sign, ours, theirs = sum(one), sum(one), 0, 0, 0
    middle, upwards = (n + 1) // 2 - 1, n % 2 == 0
    for mine, yours in zip(one, other, strict=True):
        ours, theirs = ours + mine, theirs + yours
        if ours == theirs:
            continue
        place = min(max(middle, min(ours, theirs)), max(ours, theirs) - 1)  # of those that differ, nearest the middle
        distance = place - middle
        step = 2 * abs(distance) - int(distance != 0 and (distance > 0) == upwards)
        if step < best:
            best, sign = step, 1 if ours < theirs else -1
    return sign


def judgment_order(histograms_: Sequence[Sequence[int]], standing: Sequence[int]) -> list[list[int]]:
    """Order in groups of equals, best first."""

    def compare(a: int, b: int) -> int:
        return compare_judgments(histograms_[a], histograms_[b])

    ranked = sorted(standing, key=cmp_to_key(compare), reverse=True)
    groups: list[list[int]] = []
    for option in ranked:
        if groups and compare(groups[-1][0], option) == 0:
            groups[-1].append(option)
        else:
            groups.append([option])
    return groups
