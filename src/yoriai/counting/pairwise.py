"""The one-on-one table: P[a, b] = number of ballots that rank a strictly above b."""

import numpy as np
from numpy.typing import NDArray

from yoriai.counting.ballots import Ballots, Comparisons, Ints, Mark, Rankings, Ratings, rankings

BLOCK = 32_768  # ballots at a time: two rows of one byte stay inside the first-level cache


def rank_matrix(sheet: Rankings, m: int) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """Place of each option on each ballot, (options x ballots); unranked = the largest value, below
    everyone.
    """
    ballots, places = sheet.cells.shape
    small = places <= 255
    unranked = 255 if small else 65_535
    ranks = np.full((m, ballots), unranked, np.uint8 if small else np.uint16)
    for place in range(places - 1, -1, -1):  # backwards, so that the first mention of an option stays
        cells = sheet.cells[:, place]
        single = np.flatnonzero((cells >= 0) & (cells < m))
        ranks[cells[single], single] = place
        for row in np.flatnonzero(cells >= m):
            ranks[list(sheet.overvotes[cells[row] - m]), row] = place
    return ranks


def pairwise(ballots: Ballots) -> Ints:
    """P for orders and marks (unrated stands below every mark), wins for duels; (options x options) int64."""
    m, sheet = len(ballots.options), ballots.sheet
    if isinstance(sheet, Comparisons):
        return sheet.wins.copy()
    if isinstance(sheet, Ratings):
        _, dense = np.unique(-sheet.values, return_inverse=True)
        return _above(dense.reshape(sheet.values.shape).T.astype(np.uint16), ballots.counts)
    table = np.zeros((m, m), np.int64)
    for start in range(0, len(sheet.cells), BLOCK):
        block, counts = sheet.cells[start : start + BLOCK], ballots.counts[start : start + BLOCK]
        once = counts == 1  # most distinct ballots of a large contest were cast once
        for part, times in ((block[once], None), (block[~once], counts[~once])):
            if len(part):
                table += _above(rank_matrix(Rankings(part, sheet.overvotes), m), times)
    return table


def _above(ranks: NDArray[np.uint8] | NDArray[np.uint16], counts: Ints | None) -> Ints:
    """The table of some ballots; without `counts` each was cast once, and counting bits is enough."""
    if counts is None:
        return np.array([[np.count_nonzero(a < b) for b in ranks] for a in ranks], np.int64)
    return np.array([np.where(a < ranks, counts, 0).sum(axis=1) for a in ranks], np.int64)


def rated_as_ranked(ballots: Ballots) -> Ballots:
    """Marks read as an order with equal ranks, the best mark first; unrated stays unranked."""
    sheet = ballots.sheet
    assert isinstance(sheet, Ratings)
    marks: list[tuple[Mark, int]] = []
    for values, count in zip(sheet.values.tolist(), ballots.counts.tolist(), strict=True):
        levels = sorted({v for v in values if v >= 0}, reverse=True)
        marks.append((tuple(tuple(i for i, v in enumerate(values) if v == level) for level in levels), count))
    kept = {name: getattr(ballots, name) for name in ("blank", "invalid", "notes", "source_sha256")}
    return rankings(marks, ballots.options, **kept)
