"""What many wordings of one wish have in common: who may join a group of echoes, asked of all its members.

One pair of wordings is judged by the guard alone. A crowd knows more: its mean is surer than any one wording, and
what most of its members say outweighs one odd word. The word lists are data; these few numbers are ours.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from yoriai.listening.embedders import Vectors
from yoriai.listening.guard import HARD, KIN, Kinship, conflict
from yoriai.listening.meaning import Reading, read
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
WORDY = 4  # core words from which a group is of long texts: a member need not hold all, only more than half
ROUNDS = 5
LOOSE = 0.50  # so near to each other wordings may be that only their mean joins
MASS = 12  # wordings a loose crowd must have; natural themes of fewer are looser than that, but no one voice
SHARED = 0.75  # share of a loose crowd's wordings that makes a word its own
NAMED = 0.6  # share of its wordings that must hold each of two words, or it is a topic and no wish
RARE = 0.1  # share of its wordings up to which a thing is one voice's own
LOOSE_THING = 0.35
ANCHOR = 8  # wordings of a group that links made, from which a loose crowd may not swallow two that lie apart
APART = 0.75  # closeness of the means of two such groups below which they lie apart
TRIES = 200  # loose crowds looked for, densest first: each costs a look at every wording


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

    def reading(self, number: int) -> Reading:
        text = self._texts[number]
        if text not in self._readings:
            self._readings[text] = read(text, self._words)
        return self._readings[text]

    def may_link(self, a: int, b: int) -> bool:
        return self.speaks(a) and self.speaks(b) and not self.clash(a, b)

    def clash(self, a: int, b: int) -> str:
        """What speaks against calling the two wordings one voice; "" when nothing does."""
        near = float(self.rows[a] @ self.rows[b]) if self.rows.shape[1] else 1.0
        return conflict(self.reading(a), self.reading(b), near, self._words, self._kin)

    def replaced(self, missing: Sequence[str], strange: Sequence[str]) -> bool:
        """Whether strange words stand in the place of missing ones, and are not just other words for the same."""
        if not missing or not strange:
            return False
        kin = self._kin
        return not (kin and all(max(kin(word, other) for other in strange) >= KIN for word in missing))


class Crowd:
    """Some wordings of one voice, their mean, and the words they have in common."""

    def __init__(self, guard: Guard, members: Sequence[int]) -> None:
        self.members = list(members)
        self._guard, self._rows = guard, guard.rows[self.members]
        mean = self._rows.sum(axis=0, dtype=np.float64)
        self._mean = (mean / np.linalg.norm(mean)).astype(np.float32)
        readings = [guard.reading(member) for member in self.members]
        self._nouns = Counter(word for each in readings for word in each.nouns)
        self._wished = Counter(word for each in readings for word in each.wished)
        self._deeds = {word for each in readings for word in each.deeds}

    def closeness(self) -> NDArray[np.float32]:
        """Of every wording to the mean."""
        return np.asarray(np.round(self._guard.rows @ self._mean, 6), np.float32)

    def apart(self, other: "Crowd") -> bool:
        return float(self._mean @ other._mean) < APART

    def is_one_wish(self) -> bool:
        """Whether most ask, most name the same two words, and few wish for a thing hardly any other names.

        Otherwise it is a topic: tomatoes, of which one wants more and the other finds them dear.
        """
        readings = [self._guard.reading(member) for member in self.members]
        size = len(readings)
        said = Counter(word for each in readings for word in set(each.content))
        common = sum(count >= NAMED * size for count in said.values())
        rare = {word for word, count in self._nouns.items() if count <= RARE * size}
        own = sum(not rare.isdisjoint(each.wished) for each in readings)
        asking = sum(each.asks for each in readings)
        return 2 * asking > size and common >= 2 and 2 * own < size

    def names_all_of(self, candidate: int) -> bool:
        """Whether each thing and deed of its wish is named by some member; what neither wishes nor does has none."""
        mine = self._guard.reading(candidate)
        return mine.wished <= self._nouns.keys() and (bool(mine.deeds) or mine.wish) and mine.deeds <= self._deeds

    def holds(self, candidate: int, thing: float = THING) -> bool:
        """Whether a wording near to the mean says the same: no opposite of what most members say,
        and no word of its own in the place of one that nearly all of them share."""
        near = np.round(self._rows @ self._guard.rows[candidate], 6)
        order = np.lexsort((np.arange(len(near)), -near))[:ASKED]
        reasons = [self._guard.clash(candidate, self.members[i]) for i in order]
        if sum(reason in HARD for reason in reasons) > AGAINST * len(reasons):
            return False
        if sum(reason == "thing" for reason in reasons) > thing * len(reasons):
            return False
        twins = [reason for i, reason in zip(order, reasons, strict=True) if near[i] >= SAME]
        enough = TWINS if len(self.members) >= BIG else 1
        if len(twins) >= enough and sum(reason != "" for reason in twins) > DOUBT * len(twins):
            return False
        if 2 * max(self._nouns.values(), default=0) < len(self.members):
            return False  # they share no thing at all: a manner of speaking, not one wish
        mine = self._guard.reading(candidate)
        core = [word for word, count in self._nouns.items() if count >= CORE * len(self.members)]
        missing = [word for word in core if word not in mine.nouns]
        if len(core) >= WORDY and 2 * len(missing) < len(core):
            return True
        return not self._guard.replaced(missing, sorted(mine.wished - self._nouns.keys()))

    def agrees(self, candidate: int, inside: bool) -> bool:
        """Whether it wishes for what the others wish for, and puts nothing of its own in the place of what they name.

        `inside`: it is one of the members, and its own words do not count.
        """
        mine = self._guard.reading(candidate)
        others = len(self.members) - inside
        if mine.wished and all(self._wished[word] <= inside for word in mine.wished):
            return False
        strange = sorted(word for word in mine.wished if self._nouns[word] <= inside)
        missing = [word for word, count in self._nouns.items() if count >= SHARED * others and word not in mine.nouns]
        return not self._guard.replaced(missing, strange)


def admitted(guard: Guard, members: list[int], candidates: Sequence[int]) -> list[int]:
    """The members and, nearest first, the candidates with whom at most a quarter of the members clash."""
    grown = list(members)
    for candidate in candidates:
        asked = grown[:ASKED]
        if sum(guard.clash(candidate, member) != "" for member in asked) <= VETO * len(asked):
            grown.append(candidate)
    return grown


def around_mean(guard: Guard, members: list[int], taken: set[int], *, loose: bool = False) -> list[int]:
    """The group grown by free wordings near to its mean, until none is left; five rounds at most.

    At NEAR the members judge (`Crowd.holds`); from FRINGE on every thing and deed of its wish must be one of theirs
    too. A `loose` crowd asks each newcomer whether it agrees.
    """
    for _ in range(ROUNDS):
        crowd = Crowd(guard, members)
        close = crowd.closeness()
        known = taken.union(members)
        if np.count_nonzero(close >= NEAR) < CROWD:
            break
        free = [i for i in np.flatnonzero(close >= FRINGE).tolist() if i not in known and guard.speaks(i)]
        named = [i for i in free if close[i] >= NEAR or crowd.names_all_of(i)]
        fresh = [
            i
            for i in sorted(named, key=lambda i: (-close[i], i))
            if crowd.holds(i, LOOSE_THING if loose else THING) and (not loose or crowd.agrees(i, inside=False))
        ]
        if not fresh:
            break
        members = [*members, *fresh]
    return members


def loose_crowds(guard: Guard, neighbours: NDArray[np.int64], groups: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Wishes in so many free wordings that few pairs of them are near, though all are near to their mean.

    `neighbours[i]`: how many wordings lie at LOOSE or above to i; `groups`: those that links made. The densest is
    tried first. A crowd around several big groups whose means lie apart is several voices, and is left to the links.
    """
    anchors = [Crowd(guard, group) for group in groups if len(group) >= ANCHOR]
    free = np.array([guard.speaks(i) for i in range(len(neighbours))], bool)
    tried = ~free
    tries = 0
    for centre in np.lexsort((np.arange(len(neighbours)), -neighbours)).tolist():
        if neighbours[centre] < MASS or tries == TRIES:
            return
        if tried[centre]:
            continue
        tries += 1
        core = _core(guard, centre, free)
        tried[[centre, *core]] = True
        crowd = Crowd(guard, core or [centre])
        if len(core) < MASS or not crowd.is_one_wish():
            continue
        members = [i for i in core if crowd.holds(i, LOOSE_THING) and crowd.agrees(i, inside=True)]
        if len(members) < MASS:
            continue
        members = around_mean(guard, members, set(np.flatnonzero(~free).tolist()), loose=True)
        held = set(members)
        inside = [anchor for anchor in anchors if 2 * len(held.intersection(anchor.members)) > len(anchor.members)]
        if not any(a.apart(b) for a in inside for b in inside):
            free[members] = False
            tried[members] = True
            yield members


def _core(guard: Guard, centre: int, free: NDArray[np.bool_]) -> list[int]:
    """The free wordings at NEAR or above to the mean of those around the centre, nearest first."""
    core = _nearest_first(np.round(guard.rows @ guard.rows[centre], 6), LOOSE, free)
    for _ in range(2):
        if len(core) < MASS:
            break
        core = _nearest_first(Crowd(guard, core).closeness(), NEAR, free)
    return core


def _nearest_first(close: NDArray[np.float32], least: float, free: NDArray[np.bool_]) -> list[int]:
    found = np.flatnonzero((close >= least) & free)
    return [int(i) for i in found[np.lexsort((found, -close[found]))]]
