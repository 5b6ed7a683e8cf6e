"""Near echoes (似た声) and same voices (同じ声): folded in lists, never deleted, no count of supporters."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from yoriai.listening.crowd import LOOSE, MANY, NEAR, Guard, admitted, around_mean, loose_crowds
from yoriai.listening.embedders import Embedder, Vectors, encode_texts
from yoriai.listening.guard import Kinship
from yoriai.listening.meaning import Reading
from yoriai.listening.voices import Voice, dedupe_key, person_key
from yoriai.listening.words import Words, default_words

NEIGHBOURS = 40  # candidates looked at per distinct text; a flood of equal words is joined before
CELLS = 10_000_000  # similarities held at once
BURST = 5
LARGEST = 1_000  # groups whose mean is asked, largest first: each costs a look at every wording


@dataclass(frozen=True)
class Burst:
    """An echo group that came within a day, by one channel or without persons; shown, never hidden."""

    voices: tuple[int, ...]
    reason: str  # "day" | "channel" | "nobody"
    lifted: str = ""  # why a person took the flag away; empty while it stands


def kinship(embedder: Embedder) -> Kinship | None:
    """Closeness of single words from the encoder, remembered; None without an encoder."""
    if not embedder.dim:
        return None
    known: dict[str, NDArray[np.float32]] = {}

    def near(a: str, b: str) -> float:
        for word in (a, b):
            if word not in known:
                known[word] = encode_texts(embedder, [word])[0]
        return float(known[a] @ known[b])

    return near


@dataclass(frozen=True)
class Links:
    """Which voices say the same, before anything is folded.

    `kinds`: row numbers with equal dedupe key; `pairs`: numbers of two kinds, their similarity, no conflict;
    `neighbours`: for each kind how many lie loosely near to it.
    """

    kinds: tuple[tuple[int, ...], ...]
    pairs: tuple[tuple[int, int, float], ...]
    neighbours: NDArray[np.int64]
    wordless: tuple[int, ...]
    guard: Guard


def find_links(
    voices: Sequence[Voice],
    close: Vectors,
    words: Words | None = None,
    kin: Kinship | None = None,
    readings: dict[str, Reading] | None = None,
) -> Links:
    """Pairs with centred cosine ≥ NEAR that the guard lets pass, and voices of equal words.

    `readings` keeps what the guard read of each text for another pass.
    """
    same: dict[str, list[int]] = defaultdict(list)
    for row, voice in enumerate(voices):
        same[dedupe_key(voice.text)].append(row)
    wordless = same.pop("", [])
    kinds = tuple(tuple(rows) for rows in same.values())
    first = [rows[0] for rows in kinds]
    guard = Guard([voices[row].text for row in first], close[first], words or default_words(), kin, readings)
    found, neighbours = near_pairs(guard.rows, NEAR)
    pairs = [pair for pair in found if guard.may_link(*pair[:2])]
    alike = wordless if wordless and _one_sign([voices[row].text for row in wordless]) else []
    return Links(kinds, tuple(pairs), neighbours, tuple(alike), guard)


def _one_sign(texts: Sequence[str]) -> bool:
    """The same emoji or sign many times is an echo; empty cells are not."""
    return len(set(texts)) == 1 and texts[0].strip() != ""


def echo_groups(links: Links, threshold: float = NEAR) -> list[tuple[int, ...]]:
    """Groups of two or more row numbers: equal wordings, linked ones, and those near to the mean of a crowd."""
    everyone = range(len(links.kinds))
    found = _linked(links, threshold, everyone)
    if threshold == NEAR:
        for crowd in list(loose_crowds(links.guard, links.neighbours, found)):
            torn = [group for group in found if not set(group).isdisjoint(crowd)]
            left = sorted({kind for group in torn for kind in group} - set(crowd))
            found = [group for group in found if group not in torn] + [crowd, *_linked(links, threshold, left)]
    groups = [sorted(row for kind in group for row in links.kinds[kind]) for group in found]
    wordless = [links.wordless] if len(links.wordless) > 1 else []
    return sorted([*wordless, *(tuple(rows) for rows in groups if len(rows) > 1)])


def _linked(links: Links, threshold: float, among: Sequence[int]) -> list[list[int]]:
    """All kinds of `among` in groups, each member linked to its group's centre, so chains do not creep.

    The voice with most links is the first centre; then the next among those still free. A near echo of many
    wordings also takes in those near to their mean: the mean of a campaign is surer than any one wording.
    """
    open_ = set(among)
    near: dict[int, list[tuple[float, int]]] = {kind: [] for kind in among}
    for a, b, similarity in links.pairs:
        if similarity >= threshold and a in open_ and b in open_:
            near[a].append((-similarity, b))
            near[b].append((-similarity, a))
    size = [len(rows) for rows in links.kinds]
    reach = {kind: size[kind] + sum(size[other] for _, other in near[kind]) for kind in among}
    taken = set(range(len(size))) - open_
    asked = 0
    groups = []
    for centre in sorted(among, key=lambda kind: (-reach[kind], kind)):
        if centre in taken:
            continue
        members = admitted(links.guard, [centre], [other for _, other in sorted(near[centre]) if other not in taken])
        if threshold == NEAR and len(members) >= MANY and asked < LARGEST:
            members, asked = around_mean(links.guard, members, taken), asked + 1
        taken.update(members)
        groups.append(members)
    return groups


def near_pairs(rows: Vectors, threshold: float) -> tuple[list[tuple[int, int, float]], NDArray[np.int64]]:
    """(pairs (a < b, similarity) at or above the threshold, at most NEIGHBOURS nearest per row; for each row how
    many lie at LOOSE or above, itself among them)."""
    pairs: dict[tuple[int, int], float] = {}
    around = np.zeros(len(rows), np.int64)
    if not rows.shape[1]:
        return [], around
    step = max(1, CELLS // max(1, len(rows)))
    for start in range(0, len(rows), step):
        block = rows[start : start + step] @ rows.T
        around[start : start + step] = np.count_nonzero(block >= LOOSE - 5e-7, axis=1)
        left, right = np.nonzero(block >= threshold - 5e-7)
        values = np.round(block[left, right].astype(np.float64), 6)
        keep = (left + start != right) & (values >= threshold)
        for a, b, value in _nearest(left[keep] + start, right[keep], values[keep]):
            pairs[min(a, b), max(a, b)] = value
    return [(a, b, value) for (a, b), value in sorted(pairs.items())], around


def _nearest(
    left: NDArray[np.int64], right: NDArray[np.int64], values: NDArray[np.float64]
) -> list[tuple[int, int, float]]:
    order = np.lexsort((right, -values, left))
    left, right, values = left[order], right[order], values[order]
    first = np.searchsorted(left, left)
    keep = np.arange(len(left)) - first < NEIGHBOURS
    return list(zip(left[keep].tolist(), right[keep].tolist(), values[keep].tolist(), strict=True))


def contributions(rows: Sequence[int], voices: Sequence[Voice], group_of: dict[int, int], bursts: set[int]) -> int:
    """Distinct contributions: an echo group counts once per known person, a burst counts once."""
    folded: dict[int, set[str]] = defaultdict(set)
    free = set()
    for row in rows:
        if row in group_of:
            folded[group_of[row]].add(voices[row].person)
        else:
            free.add(person_key(voices[row]))
    count = len(free)
    for number, persons in folded.items():
        known = {person for person in persons if person}
        count += 1 if number in bursts else max(len(known), 1)
    return count


def find_bursts(voices: Sequence[Voice], groups: Sequence[tuple[int, ...]]) -> list[Burst]:
    """Echo groups of ≥ 5 of which ≥ 80 % came within a day, by one channel, or without a person."""
    found = []
    for rows in groups:
        if len(rows) >= BURST and (reason := _burst_reason([voices[row] for row in rows])):
            found.append(Burst(rows, reason))
    return found


def lift(bursts: Sequence[Burst], reasons: Mapping[int, str]) -> list[Burst]:
    """The same bursts; one that holds a row with a person's reason counts as separate people again."""
    return [
        replace(burst, lifted=next((reasons[row] for row in burst.voices if row in reasons), "")) for burst in bursts
    ]


def _burst_reason(group: Sequence[Voice]) -> str:
    most = 0.8 * len(group)
    times = sorted(voice.time for voice in group if voice.time)
    day = timedelta(hours=24)
    if times and max(bisect_right(times, start + day) - i for i, start in enumerate(times)) >= most:
        return "day"
    channels = {voice.channel for voice in group}
    if len(channels) == 1 and channels != {""}:
        return "channel"
    if any(voice.person for voice in group) and sum(not voice.person for voice in group) >= most:
        return "nobody"
    return ""
