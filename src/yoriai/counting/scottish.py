"""Scottish STV: Scottish Local Government Elections Order 2011, rules 45-52, in units of 0.00001 vote."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from yoriai.counting.ballots import EMPTY, Ballots, Ints, Rankings
from yoriai.counting.papers import Overvote, readable, shared_out
from yoriai.counting.ties import TieBreak

UNIT = 100_000  # five decimal places, remainder ignored


@dataclass(frozen=True)
class StvStage:
    """Votes (in 0.00001) of every option that is not out, and what happened at this stage."""

    tally: dict[int, int]
    exhausted: int
    elected: tuple[int, ...] = ()
    eliminated: int | None = None
    surplus_of: int | None = None
    value: int | None = None


@dataclass
class ScottishCount:
    """A running count; `run` fills `stages` and `elected` (in the order of election)."""

    cells: NDArray[np.int32]
    counts: Ints
    m: int
    standing: list[int]
    seats: int
    scale: int
    ties: TieBreak
    stages: list[StvStage] = field(default_factory=list)
    elected: list[int] = field(default_factory=list)
    out: list[int] = field(default_factory=list)

    def run(self) -> None:
        self.place = np.zeros(len(self.cells), np.int64)
        self.values = np.full(len(self.cells), UNIT, np.int64)
        self.hopeful = np.zeros(self.m + 1, bool)
        self.hopeful[[*self.standing, self.m]] = True
        self.holder = self.cells[:, 0].copy()
        self._move(np.flatnonzero(~self.hopeful[self.holder]))
        self.votes = self._tally(np.arange(len(self.cells)))
        self.valid = int(self.votes[: self.m].sum()) // (UNIT * self.scale)
        self.quota = self.valid // (self.seats + 1) + 1
        self.surplus: list[int] = []
        action: dict[str, int] = {}
        while True:
            newly = self._elect()
            self.stages.append(self._stage(newly, action))
            if len(self.elected) >= self.seats or not self._hopefuls():
                return
            action = self._transfer_surplus() if self.surplus else self._exclude()

    def _hopefuls(self) -> list[int]:
        return [i for i in self.standing if self.hopeful[i]]

    def _tally(self, rows: NDArray[np.int64]) -> Ints:
        sums = np.zeros(self.m + 1, np.int64)
        np.add.at(sums, self.holder[rows], self.counts[rows] * self.values[rows])
        return sums

    def _elect(self) -> list[int]:
        """Everyone at the quota, most votes first; everyone left when they are as many as the open seats."""
        hopefuls = self._hopefuls()
        goal = self.quota * UNIT * self.scale
        winning = [i for i in hopefuls if self.votes[i] >= goal]
        if len(hopefuls) <= self.seats - len(self.elected):
            winning = hopefuls
        ranked = sorted(winning, key=lambda i: (-int(self.votes[i]), self.ties.ids[i]))
        for i in ranked:
            self.hopeful[i] = False
            self.elected.append(i)
            if self.votes[i] > goal:
                self.surplus.append(i)
        return ranked

    def _transfer_surplus(self) -> dict[str, int]:
        """Rule 48-49: the largest surplus first; every paper moves on at surplus x value / total, cut off."""
        most = max(int(self.votes[i]) for i in self.surplus)
        tied = [i for i in self.surplus if int(self.votes[i]) == most]
        option = self.ties.highest(tied, [stage.tally for stage in self.stages], f"stage {len(self.stages) + 1}")
        self.surplus.remove(option)
        goal, total = self.quota * UNIT * self.scale, int(self.votes[option])
        rows = np.flatnonzero(self.holder == option)
        kinds, which = np.unique(self.values[rows], return_inverse=True)
        fresh = [(total - goal) * int(value) // total for value in kinds]
        self.values[rows] = np.array(fresh, np.int64)[which]
        self._pass_on(rows)
        self.votes[option] = goal
        return {"surplus_of": option, "value": (total - goal) * UNIT // total}

    def _exclude(self) -> dict[str, int]:
        """Rule 50: the lowest goes out; its papers move on at their present value."""
        hopefuls = self._hopefuls()
        least = min(int(self.votes[i]) for i in hopefuls)
        tied = [i for i in hopefuls if int(self.votes[i]) == least]
        option = self.ties.lowest(tied, [stage.tally for stage in self.stages], f"stage {len(self.stages) + 1}")
        self.hopeful[option] = False
        self.out.append(option)
        self._pass_on(np.flatnonzero(self.holder == option))
        return {"eliminated": option}

    def _pass_on(self, rows: NDArray[np.int64]) -> None:
        self._move(rows)
        self.votes += self._tally(rows)

    def _move(self, rows: NDArray[np.int64]) -> None:
        while len(rows):
            self.place[rows] += 1
            self.holder[rows] = self.cells[rows, self.place[rows]]
            rows = rows[~self.hopeful[self.holder[rows]]]

    def _stage(self, newly: list[int], action: dict[str, int]) -> StvStage:
        tally = {i: int(self.votes[i]) for i in self.standing if i not in self.out}
        stuck = self.valid * UNIT * self.scale - sum(tally.values())
        return StvStage(tally, stuck, tuple(newly), **action)


def scottish_stv(
    ballots: Ballots,
    standing: list[int],
    seats: int,
    ties: TieBreak,
    *,
    overvote: Overvote = "exhaust",
    exhaust_after_skips: int | None = None,
) -> ScottishCount:
    """Count `seats` places: `elected`, `stages` and `quota`; votes are in 1 / (UNIT * scale)."""
    assert isinstance(ballots.sheet, Rankings)
    m, scale, counts = len(ballots.options), 1, ballots.counts
    cells = readable(ballots.sheet, m, overvote, exhaust_after_skips)
    if (cells >= m).any():
        cells, counts, scale = shared_out(cells, counts, ballots.sheet, m)
    stop = np.full((len(cells), 1), m, np.int32)  # option m: papers without a next preference
    cells = np.where(cells == EMPTY, m, cells)
    count = ScottishCount(np.hstack([cells, stop]), counts, m, standing, seats, scale, ties)
    count.run()
    return count
