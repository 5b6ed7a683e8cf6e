"""Reading ballots rank by rank: skipped ranks and overvotes, by the rule book chosen."""

from itertools import permutations
from math import factorial, lcm, prod
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from yoriai.counting.ballots import EMPTY, MOST_BALLOTS, Ints, Rankings, Refused, padded

Overvote = Literal["exhaust", "skip", "split"]
BLOCK = 65_536
MOST_SHARED = 5  # five equal ranks are 120 orders; more is refused for STV
MOST_ORDERS = 1_000_000  # of all ballots together


def readable(sheet: Rankings, m: int, overvote: Overvote, exhaust_after_skips: int | None) -> NDArray[np.int32]:
    """The cells that can ever count, moved to the left: (ballots x places).

    Skipped ranks and overvotes end or shorten a ballot in the same way whoever is still in the race, so it
    can be done once, before counting. Overvotes remain as `m + k` only where they are to be split.
    """
    cells = sheet.cells
    dead = np.zeros(len(cells), bool)
    run = np.zeros(len(cells), np.int64)
    keep = np.zeros(cells.shape, bool)
    for place in range(cells.shape[1]):
        column = cells[:, place]
        run = np.where(column == EMPTY, run + 1, 0)
        if exhaust_after_skips is not None:
            dead |= run >= exhaust_after_skips
        if overvote == "exhaust":
            dead |= column >= m
        counts = column != EMPTY if overvote == "split" else (column >= 0) & (column < m)
        keep[:, place] = counts & ~dead
    order = np.argsort(~keep, axis=1, kind="stable")
    moved = np.take_along_axis(np.where(keep, cells, EMPTY), order, axis=1)
    return moved[:, : int(keep.sum(axis=1).max(initial=1))]


class Piles:
    """Every ballot on the pile of its first cell still in the race, or at the stop behind its last one.

    `alive` tells of every cell whether it is still in the race; its last entry is that of EMPTY, the stop.
    """

    def __init__(self, cells: NDArray[np.int32], alive: NDArray[np.bool_]) -> None:
        self.cells = np.hstack([cells, np.full((len(cells), 1), EMPTY, np.int32)])
        self.alive = alive
        self.place = np.zeros(len(cells), np.int64)
        self.pile = self.cells[:, 0].copy()
        self.move_on(self.stranded())

    def stranded(self) -> NDArray[np.int64]:
        """Ballots on piles that are no longer in the race."""
        return np.flatnonzero(~self.alive[self.pile])

    def move_on(self, rows: NDArray[np.int64]) -> None:
        """Each of these ballots to its next cell in the race."""
        while len(rows):
            self.place[rows] += 1
            self.pile[rows] = self.cells[rows, self.place[rows]]
            rows = rows[~self.alive[self.pile[rows]]]

    def sums(self, rows: NDArray[np.int64] | slice, weights: Ints) -> Ints:
        """What these ballots weigh on every pile."""
        sums = np.zeros(len(self.alive), np.int64)
        np.add.at(sums, self.pile[rows], weights)
        return sums


def shared_out(cells: NDArray[np.int32], counts: Ints, sheet: Rankings, m: int) -> tuple[NDArray[np.int32], Ints, int]:
    """Ballots with overvotes as equal shares of every order of the tied options: (cells, counts, scale).

    A count of `scale` is one ballot. By symmetry the options still in the race always share equally.
    """
    plain = ~(cells >= m).any(axis=1)
    if any(len(sheet.overvotes[cell - m]) > MOST_SHARED for cell in np.unique(cells) if cell >= m):
        raise Refused(f"More than {MOST_SHARED} options at one rank cannot be shared out; use --overvote skip.")
    rows: list[list[int]] = []
    weights: list[tuple[int, int]] = []
    for row, count in zip(cells[~plain].tolist(), counts[~plain].tolist(), strict=True):
        shared = [sheet.overvotes[cell - m] for cell in row if cell >= m]
        if len(rows) + prod(factorial(len(named)) for named in shared) > MOST_ORDERS:
            raise Refused("Too many equal ranks to share out; use --overvote skip or exhaust.")
        ways: list[list[int]] = [[]]
        for cell in row:
            tails = permutations(sheet.overvotes[cell - m]) if cell >= m else iter([(cell,)])
            ways = [way + list(tail) for tail in tails for way in ways]
        rows += ways
        weights += [(count, len(ways))] * len(ways)
    scale = lcm(*(ways for _, ways in weights))
    if int(counts.sum()) * scale > MOST_BALLOTS:
        raise Refused("Too many ballots to share out equal ranks exactly; use --overvote skip or exhaust.")
    shares = [count * scale // ways for count, ways in weights]
    merged = padded([*cells[plain].tolist(), *rows])
    return merged, np.array([*(counts[plain] * scale).tolist(), *shares], np.int64), scale


def repeated_mentions(sheet: Rankings, counts: Ints, m: int) -> int:
    """Ballots that name one option at two ranks."""
    repeated = 0
    for start in range(0, len(sheet.cells), BLOCK):
        block = sheet.cells[start : start + BLOCK]
        seen, mentions = np.zeros((len(block), m), bool), np.zeros(len(block), np.int64)
        rows, places = np.nonzero((block >= 0) & (block < m))
        seen[rows, block[rows, places]] = True
        mentions += np.bincount(rows, minlength=len(block))
        for row, place in zip(*np.nonzero(block >= m), strict=True):
            named = list(sheet.overvotes[block[row, place] - m])
            seen[row, named] = True
            mentions[row] += len(named)
        repeated += int(counts[start : start + BLOCK][seen.sum(axis=1) < mentions].sum())
    return repeated
