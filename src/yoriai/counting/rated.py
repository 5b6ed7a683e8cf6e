"""Approval, score and Majority Judgment, exactly."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cmp_to_key

import numpy as np

from yoriai.counting.ballots import Ballots, Ints, Ratings


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
    return [
        [int(counts[values[:, option] == level].sum()) for level in range(levels)] for option in range(values.shape[1])
    ]


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
    outwards, so the first difference on either side decides; nothing is taken away one by one.
    """
    n = sum(one)
    if n == 0:
        return 0
    # sorted grades v[0..n-1]; the lower median is v[middle]; then one below, one above, … or the reverse
    middle = (n + 1) // 2 - 1
    below = _first_difference(_outwards(one, middle, down=True), _outwards(other, middle, down=True))
    above = _first_difference(_outwards(one, middle + 1, down=False), _outwards(other, middle + 1, down=False))
    even = n % 2 == 0
    turns = []
    if below:
        turns.append((2 * below[0], below[1]))
    if above:
        turns.append((2 * above[0] + 1, above[1]))
    # n even: after the lower median the next one is one above; n odd: one below. Step 0 is the median itself.
    if not even:
        turns = [((step if step == 0 else step - 1) if step % 2 == 0 else step + 1, sign) for step, sign in turns]
    return min(turns)[1] if turns else 0


def _outwards(histogram: Sequence[int], start: int, *, down: bool) -> list[tuple[int, int]]:
    """Runs (level, length) of the sorted grades from position `start` towards one end."""
    runs, position = [], 0
    for level, number in enumerate(histogram):
        low, high = position, position + number
        length = min(high, start + 1) - low if down else high - max(low, start)
        if length > 0:
            runs.append((level, length))
        position = high
    return runs[::-1] if down else runs


def _first_difference(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> tuple[int, int] | None:
    """(distance, sign) of the first place where two lists of runs differ; both cover the same length."""
    distance, i, j = 0, 0, 0
    left = one[0][1] if one else 0
    right = other[0][1] if other else 0
    while i < len(one) and j < len(other):
        if one[i][0] != other[j][0]:
            return distance, 1 if one[i][0] > other[j][0] else -1
        step = min(left, right)
        distance, left, right = distance + step, left - step, right - step
        if left == 0:
            i += 1
            left = one[i][1] if i < len(one) else 0
        if right == 0:
            j += 1
            right = other[j][1] if j < len(other) else 0
    return None


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


def marks(ballots: Ballots) -> Ratings:
    """The sheet of a contest of marks."""
    assert isinstance(ballots.sheet, Ratings)
    return ballots.sheet
