"""Ballots, the rules declared for them, and the options still standing: what every method is given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from yoriai.counting.ballots import Ballots, Comparisons, Ints, Rankings, Ratings, Refused
from yoriai.counting.pairwise import pairwise, rated_as_ranked
from yoriai.counting.result import Number, number
from yoriai.counting.rules import BUDGETED, RANKED, RATED, Rules
from yoriai.counting.ties import TieBreak


@dataclass(frozen=True, eq=False)
class Contest:
    """One count. `standing` holds the indices of the options that may still win, in id order."""

    ballots: Ballots
    rules: Rules
    standing: list[int]
    ties: TieBreak

    @classmethod
    def open(cls, ballots: Ballots, rules: Rules) -> "Contest":
        """Check that ballots and rules fit; raises Refused with one clear sentence where they do not."""
        ready = fitting(ballots, rules)
        ids = [option.id for option in ready.options]
        if len(set(ids)) != len(ids):
            raise Refused("Two options have the same id.")
        for named in (rules.default, rules.reference, *rules.supermajority):
            if named is not None and named not in ids:
                shown = ", ".join(ids[:10]) + (" …" if len(ids) > 10 else "")
                raise Refused(f"There is no option {named!r}; the options are {shown}.")
        standing = sorted(ready.standing, key=lambda i: ids[i])
        contest = cls(ready, rules, standing, TieBreak(ids, rules.tie_seed, lambda: ballots.fingerprint))
        if contest.seats > len(standing) and rules.method not in BUDGETED:
            raise Refused(f"{contest.seats} seats cannot be filled from {len(standing)} options.")
        return contest

    @property
    def seats(self) -> int:
        return self.rules.seats or self.ballots.seats or 1

    @cached_property
    def table(self) -> Ints:
        """P over all options."""
        return pairwise(self.ballots)

    @property
    def duel_table(self) -> Ints:
        """P over the standing options, in their order."""
        return self.table[np.ix_(self.standing, self.standing)]

    @property
    def rankings(self) -> Rankings:
        assert isinstance(self.ballots.sheet, Rankings)
        return self.ballots.sheet

    @property
    def ratings(self) -> Ratings:
        assert isinstance(self.ballots.sheet, Ratings)
        return self.ballots.sheet

    @property
    def comparisons(self) -> Comparisons:
        assert isinstance(self.ballots.sheet, Comparisons)
        return self.ballots.sheet

    def back(self, groups: Iterable[Iterable[int]]) -> list[list[int]]:
        """Positions among the standing options as option indices."""
        return [[self.standing[i] for i in group] for group in groups]

    def id(self, option: int) -> str:
        return self.ballots.options[option].id

    def ids(self, options: Iterable[int]) -> list[str]:
        return [self.id(i) for i in options]

    def named(self, values: Mapping[int, Number]) -> dict[str, int | float]:
        """Numbers of options by their ids, for a reader."""
        return {self.id(i): number(value) for i, value in values.items()}

    def ja(self, options: Iterable[int]) -> str:
        return "".join(f"「{self.ballots.options[i].name}」" for i in options)

    def en(self, options: Iterable[int]) -> str:
        return ", ".join(self.ballots.options[i].name for i in options)

    def under(self, standing: list[int]) -> "Contest":
        """The same count with fewer options standing."""
        return replace(self, standing=standing)

    def apart(self, **rules: object) -> "Contest":
        """The same ballots under other rules, with ties of its own."""
        changed = replace(self.rules, **rules)  # type: ignore[arg-type]
        ties = TieBreak(self.ties.ids, self.ties.seed, self.ties.fingerprint)
        return Contest(self.ballots, changed, self.standing, ties)


def fitting(ballots: Ballots, rules: Rules) -> Ballots:
    """The ballots in the form the method counts; raises Refused where they cannot give it."""
    method, sheet = rules.method, ballots.sheet
    priced = all(option.cost is not None for option in ballots.options)
    if method in BUDGETED and not (priced and ballots.budget is not None):
        raise Refused("This file has no costs; mes and greedy need a .pb file.")
    if method in BUDGETED and not (rules.budget if rules.budget is not None else ballots.budget or 0) > 0:
        raise Refused("The budget must be more than 0.")
    if method == "bradley-terry" and not isinstance(sheet, Comparisons):
        raise Refused("bradley-terry needs pairs: a .csv with the columns winner,loser or a,b,a_wins,b_wins.")
    if method != "bradley-terry" and isinstance(sheet, Comparisons):
        raise Refused(f"This file holds pairs; {method} cannot count them, bradley-terry can.")
    if method in RATED and not isinstance(sheet, Ratings):
        raise Refused(f"This file holds rankings; {method} needs approvals, scores or grades.")
    if ballots.valid == 0:
        why = ballots.notes[0].en if ballots.invalid else "every one is blank."
        raise Refused(f"There is no ballot to count: {why}")
    if method in RANKED and isinstance(sheet, Ratings):
        return rated_as_ranked(ballots)
    return ballots
