"""Instant runoff: the last one goes out, its ballots move on, until one has more than half."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from yoriai.counting.ballots import Ballots, Rankings
from yoriai.counting.papers import Overvote, Piles, readable
from yoriai.counting.ties import TieBreak, groups_by

Votes = dict[int, int | Fraction]


@dataclass(frozen=True)
class Stage:
    """Votes of every continuing option, ballots exhausted so far, and who goes out (None at the end)."""

    tally: Votes
    exhausted: int
    eliminated: int | None = None


class Race:
    """The options still in the race and their piles; a shared cell races while one of its options does."""

    def __init__(self, ballots: Ballots, standing: list[int], overvote: Overvote, exhaust_after_skips: int | None):
        assert isinstance(ballots.sheet, Rankings)
        self.m, self.sets, self.counts = len(ballots.options), ballots.sheet.overvotes, ballots.counts
        self.alive = np.zeros(self.m + len(self.sets) + 1, bool)
        self.alive[[*standing, -1]] = True
        self._share()
        self.piles = Piles(readable(ballots.sheet, self.m, overvote, exhaust_after_skips), self.alive)

    def _share(self) -> None:
        for number, named in enumerate(self.sets):
            self.alive[self.m + number] = self.alive[list(named)].any()

    def eliminate(self, option: int) -> None:
        self.alive[option] = False
        self._share()
        self.piles.move_on(self.piles.stranded())

    def tally(self) -> tuple[Votes, int]:
        """Votes of the options in the race (a shared ballot counts in equal parts) and exhausted ballots."""
        sums = self.piles.sums(slice(None), self.counts)
        votes: Votes = {int(i): int(sums[i]) for i in np.flatnonzero(self.alive[: self.m])}
        for number, named in enumerate(self.sets):
            shared = int(sums[self.m + number])
            if shared:
                racing = [i for i in named if self.alive[i]]
                for i in racing:
                    votes[i] = votes[i] + Fraction(shared, len(racing))
        return votes, int(sums[-1])


def instant_runoff(
    ballots: Ballots,
    standing: list[int],
    ties: TieBreak,
    *,
    overvote: Overvote = "exhaust",
    exhaust_after_skips: int | None = None,
) -> tuple[list[Stage], list[list[int]]]:
    """Stages in order, and the final order in groups of equals (a tie of the last two is left as a tie)."""
    race = Race(ballots, standing, overvote, exhaust_after_skips)
    stages: list[Stage] = []
    while True:
        votes, exhausted = race.tally()
        if len(votes) <= 2 or 2 * max(votes.values()) > sum(votes.values()):
            break
        least = min(votes.values())
        lowest = [i for i, n in votes.items() if n == least]
        out = ties.lowest(lowest, [stage.tally for stage in stages], f"round {len(stages) + 1}")
        stages.append(Stage(votes, exhausted, out))
        race.eliminate(out)
    stages.append(Stage(votes, exhausted))
    gone = [[stage.eliminated] for stage in reversed(stages) if stage.eliminated is not None]
    return stages, groups_by(votes) + gone
