"""Scottish STV: Scottish Local Government Elections Order 2011, rules 45-52, in units of 0.00001 vote."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from yoriai.counting.ballots import Ballots, Ints, Rankings
from yoriai.counting.papers import Overvote, Piles, readable, shared_out
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

    piles: Piles
    counts: Ints
    standing: list[int]
    seats: int
    scale: int
    ties: TieBreak
    stages: list[StvStage] = field(default_factory=list)
    elected: list[int] = field(default_factory=list)
    out: list[int] = field(default_factory=list)

    def run(self) -> None:
        self.hopeful = self.piles.alive
        self.values = np.full(len(self.counts), UNIT, np.int64)
        self.votes = self._weigh(np.arange(len(self.counts)))
        self.valid = int(self.votes[:-1].sum()) // (UNIT * self.scale)
        self.quota = self.valid // (self.seats + 1) + 1
        self.goal = self.quota * UNIT * self.scale
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

    def _weigh(self, rows: NDArray[np.int64]) -> Ints:
        return self.piles.sums(rows, self.counts[rows] * self.values[rows])

    def _elect(self) -> list[int]:
        """Everyone at the quota, most votes first; everyone left when they are as many as the open seats."""
        hopefuls = self._hopefuls()
        winning = [i for i in hopefuls if self.votes[i] >= self.goal]
        if len(hopefuls) <= self.seats - len(self.elected):
            winning = hopefuls
        ranked = sorted(winning, key=lambda i: (-int(self.votes[i]), self.ties.ids[i]))
        for i in ranked:
            self.hopeful[i] = False
            self.elected.append(i)
            if self.votes[i] > self.goal:
                self.surplus.append(i)
        return ranked

    def _transfer_surplus(self) -> dict[str, int]:
        """Rule 48-49: the largest surplus first; every paper moves on at surplus x value / total, cut off."""
        most = max(int(self.votes[i]) for i in self.surplus)
        tied = [i for i in self.surplus if int(self.votes[i]) == most]
        option = self.ties.highest(tied, [stage.tally for stage in self.stages], f"stage {len(self.stages) + 1}")
        self.surplus.remove(option)
        over, total = int(self.votes[option]) - self.goal, int(self.votes[option])
        rows = np.flatnonzero(self.piles.pile == option)
        kinds, which = np.unique(self.values[rows], return_inverse=True)
        fresh = [over * int(value) // total for value in kinds]
        self.values[rows] = np.array(fresh, np.int64)[which]
        self._pass_on(rows)
        self.votes[option] = self.goal
        return {"surplus_of": option, "value": over * UNIT // total}

    def _exclude(self) -> dict[str, int]:
        """Rule 50: the lowest goes out; its papers move on at their present value."""
        hopefuls = self._hopefuls()
        least = min(int(self.votes[i]) for i in hopefuls)
        tied = [i for i in hopefuls if int(self.votes[i]) == least]
        option = self.ties.lowest(tied, [stage.tally for stage in self.stages], f"stage {len(self.stages) + 1}")
        self.hopeful[option] = False
        self.out.append(option)
        self._pass_on(np.flatnonzero(self.piles.pile == option))
        return {"eliminated": option}

    def _pass_on(self, rows: NDArray[np.int64]) -> None:
        self.piles.move_on(rows)
        self.votes += self._weigh(rows)

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
    hopeful = np.zeros(m + 1, bool)
    hopeful[[*standing, -1]] = True  # the last entry: papers without a next preference
    count = ScottishCount(Piles(cells, hopeful), counts, standing, seats, scale, ties)
    count.run()
    return count
