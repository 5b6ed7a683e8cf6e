"""What many wordings of one wish have in common: who may join a group of echoes, asked of all its members.

One pair of wordings is judged by the guard alone. A crowd knows more: its mean is surer than any one wording, and
what most of its members say outweighs one odd word. The word lists are data; these few numbers are ours.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from yoriai.listening.embedders import Vectors
from yoriai.listening.guard import HARD, KIN, Kinship, Reading, conflict, read
from yoriai.listening.words import Words

NEAR = 0.70
SAME = 0.80
MANY = 3  # wordings from which a group's mean is worth asking
FRINGE = 0.60  # so near to the mean of a crowd a wording may join that asks for nothing the crowd does not name
CROWD = 5  # wordings that must stand near to that mean before the group grows beyond its centre's own links
ASKED = 20  # nearest members a newcomer is compared with
VETO = 0.25  # share of them that may differ from a newcomer that only the centre vouches for
AGAINST = 0.5  # share of them that may speak against it outright (negation, number, contrast …)
THING = 0.5  # share of them that may speak of another thing
TWINS = 3  # so many of them must differ before a big group heeds them
BIG = 12  # wordings from which a group is big; a smaller one heeds a single twin
DOUBT = 0.85  # share of nearly equal members (≥ SAME) that may differ from it in any way
CORE = 0.8  # share of a group's wordings that makes a word its own
ROUNDS = 5


class Guard:
    """The polarity guard over distinct wordings; each is read once, when it is first asked for."""

    def __init__(
        self,
        texts: Sequence[str],
        rows: Vectors,
        words: Words,
        kin: Kinship | None,
        readings: dict[str, Reading] | None = None,
    ) -> None:
        self.rows = rows
        self._texts, self._words, self._kin = texts, words, kin
        self._readings = {} if readings is None else readings

    def speaks(self, number: int) -> bool:
        """Whether there is a letter or a number in it. To the encoder all emoji look alike: 😭 is no echo of 🎉."""
        return any(sign.isalnum() for sign in self._texts[number])

    def _reading(self, number: int) -> Reading:
        text = self._texts[number]
        if text not in self._readings:
            self._readings[text] = read(text, self._words)
        return self._readings[text]

    def may_link(self, a: int, b: int) -> bool:
        return self.speaks(a) and self.speaks(b) and not self.clash(a, b)

    def clash(self, a: int, b: int) -> str:
        """What speaks against calling the two wordings one voice; "" when nothing does."""
        near = float(self.rows[a] @ self.rows[b]) if self.rows.shape[1] else 1.0
        return conflict(self._reading(a), self._reading(b), near, self._words, self._kin)

    def names_nothing_new(self, candidate: int, members: Sequence[int]) -> bool:
        """Whether each thing and deed of a wish is named by some member; a wording without a deed names none."""
        mine = self._reading(candidate)
        nouns = {word for member in members for word in self._reading(member).nouns}
        deeds = {word for member in members for word in self._reading(member).deeds}
        return mine.wished <= nouns and bool(mine.deeds) and mine.deeds <= deeds

    def belongs(self, candidate: int, members: Sequence[int]) -> bool:
        """Whether a wording near to the mean of a group says the same: no opposite of what most of them say,
        and no word of its own in the place of one that nearly all of them share."""
        near = np.round(self.rows[list(members)] @ self.rows[candidate], 6)
        order = np.lexsort((np.arange(len(near)), -near))[:ASKED]
        reasons = [self.clash(candidate, members[i]) for i in order]
        if sum(reason in HARD for reason in reasons) > AGAINST * len(reasons):
            return False
        if sum(reason == "thing" for reason in reasons) > THING * len(reasons):
            return False
        twins = [reason for i, reason in zip(order, reasons, strict=True) if near[i] >= SAME]
        enough = TWINS if len(members) >= BIG else 1
        if len(twins) >= enough and sum(reason != "" for reason in twins) > DOUBT * len(twins):
            return False
        counts = Counter(word for member in members for word in self._reading(member).nouns)
        core = [word for word, count in counts.items() if count >= CORE * len(members)]
        mine = self._reading(candidate).nouns
        missing = [word for word in core if word not in mine]
        strange = sorted(self._reading(candidate).wished - counts.keys())
        if 2 * max(counts.values(), default=0) < len(members):
            return False  # they share no thing at all: a manner of speaking, not one wish
        if not missing or not strange:
            return True
        kin = self._kin
        return bool(kin and all(max(kin(word, other) for other in strange) >= KIN for word in missing))


def admitted(guard: Guard, members: list[int], candidates: Sequence[int]) -> list[int]:
    """The members and, nearest first, the candidates with whom at most a quarter of the members clash."""
    grown = list(members)
    for candidate in candidates:
        asked = grown[:ASKED]
        if sum(guard.clash(candidate, member) != "" for member in asked) <= VETO * len(asked):
            grown.append(candidate)
    return grown


def around_mean(guard: Guard, members: list[int], taken: set[int]) -> list[int]:
    """The group grown by free wordings near to its mean, until none is left; five rounds at most.

    At NEAR the members judge (`belongs`); from FRINGE on every thing and deed of its wish must be one of theirs too.
    """
    for _ in range(ROUNDS):
        mean = guard.rows[members].sum(axis=0, dtype=np.float64)
        close = np.round(guard.rows @ (mean / np.linalg.norm(mean)).astype(np.float32), 6)
        known = taken.union(members)
        if np.count_nonzero(close >= NEAR) < CROWD:
            break
        free = [i for i in np.flatnonzero(close >= FRINGE).tolist() if i not in known and guard.speaks(i)]
        named = [i for i in free if close[i] >= NEAR or guard.names_nothing_new(i, members)]
        fresh = [i for i in sorted(named, key=lambda i: (-close[i], i)) if guard.belongs(i, members)]
        if not fresh:
            break
        members = [*members, *fresh]
    return members
