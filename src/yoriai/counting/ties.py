"""Breaking ties by a seed nobody can choose: never silently, never by the order of a file."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from yoriai.counting.result import Number, Sentence, Tie

Tally = Mapping[int, int | Fraction]  # votes at one stage

CAUTIONS = {
    "not resolved": Sentence(
        "同数のため、一つに決まっていません。", "There is a tie for the last place; it was not broken."
    ),
    "ballot hash": Sentence(
        "途中の同数は、票の記録から計算した順で分けました。",
        "A tie inside the count was broken with the hash of the ballot sheet.",
    ),
}


def seed_order(ids: Iterable[str], seed: str) -> list[str]:
    """Ids by the hexadecimal SHA-256 of `seed + newline + id`, ascending: the first gains a place."""
    return sorted(ids, key=lambda i: (hashlib.sha256(f"{seed}\n{i}".encode()).hexdigest(), i))


@dataclass
class TieBreak:
    """Settles ties of one count and remembers every one of them.

    `fingerprint` gives the hash of the ballot sheet, used where a place inside the count must be settled and
    no seed was declared.
    """

    ids: Sequence[str]
    seed: str | None
    fingerprint: Callable[[], str]
    ties: list[Tie] = field(default_factory=list)

    def by_seed(self, tied: Iterable[int]) -> list[int]:
        """Best first, by the declared seed or else the hash of the ballots."""
        index = {self.ids[i]: i for i in tied}
        return [index[i] for i in seed_order(index, self.seed if self.seed is not None else self.fingerprint())]

    def note(self, stage: str, tied: Iterable[int], how: str, order: Iterable[int]) -> None:
        options = tuple(sorted(tied, key=lambda i: self.ids[i]))
        self.ties.append(Tie(stage, options, how, tuple(order)))

    @property
    def seeded(self) -> str:
        return "seed" if self.seed is not None else "ballot hash"

    def lowest(self, tied: list[int], earlier: Sequence[Tally], stage: str) -> int:
        """Who goes out: the one lower at the latest earlier stage where they differ, else last by seed."""
        return self._settle(tied, earlier, stage, lowest=True)

    def highest(self, tied: list[int], earlier: Sequence[Tally], stage: str) -> int:
        """Who goes first: the one higher at the latest earlier stage where they differ, else by seed."""
        return self._settle(tied, earlier, stage, lowest=False)

    def _settle(self, tied: list[int], earlier: Sequence[Tally], stage: str, *, lowest: bool) -> int:
        if len(tied) == 1:
            return tied[0]
        left, how = tied, "earlier stages"
        pick = min if lowest else max
        for tally in reversed(earlier):
            extreme = pick(tally[i] for i in left)
            left = [i for i in left if tally[i] == extreme]
        if len(left) > 1:
            how = self.seeded
            left = self.by_seed(left)[:: -1 if lowest else 1]
        rest = self.by_seed(i for i in tied if i != left[0])
        self.note(stage, tied, how, [*rest, left[0]] if lowest else [left[0], *rest])
        return left[0]

    def places(self, groups: Sequence[Sequence[int]], seats: int, stage: str) -> tuple[list[int], list[list[int]]]:
        """The winners of `seats` places from groups of equals, and the order after any tie was settled.

        Without a declared seed a tie for the last place is kept: all tied options win.
        """
        winners: list[int] = []
        order: list[list[int]] = []
        for group in groups:
            open_seats = seats - len(winners)
            if 0 < open_seats < len(group):
                how = "seed" if self.seed is not None else "not resolved"
                ranked = self.by_seed(group) if self.seed is not None else sorted(group, key=lambda i: self.ids[i])
                self.note(stage, group, how, ranked)
                winners += ranked[:open_seats] if self.seed is not None else ranked
                order += [[i] for i in ranked] if self.seed is not None else [ranked]
                continue
            ordered = sorted(group, key=lambda i: self.ids[i])
            winners += ordered if open_seats > 0 else []
            order.append(ordered)
        return winners, order

    def warnings(self) -> list[Sentence]:
        """What a reader must know about the ties of this count."""
        hows = {tie.resolved_by for tie in self.ties}
        return [sentence for how, sentence in CAUTIONS.items() if how in hows]


def groups_by(scores: Mapping[int, Number]) -> list[list[int]]:
    """Options in groups of equal score, highest first."""
    levels = sorted(set(scores.values()), reverse=True)
    return [[i for i, score in scores.items() if score == level] for level in levels]
