"""Near echoes (似た声) and same voices (同じ声): folded in lists, never deleted, no count of supporters."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from yoriai.listening.embedders import Embedder, Vectors, encode_texts
from yoriai.listening.guard import Kinship, Reading, conflict, read
from yoriai.listening.voices import Voice, dedupe_key, person_key
from yoriai.listening.words import Words, default_words

NEAR = 0.70
SAME = 0.80
NEIGHBOURS = 40  # candidates looked at per distinct text; a flood of equal words is joined before
BLOCK = 1_000
BURST = 5


@dataclass(frozen=True)
class Burst:
    """An echo group that came within a day, by one channel or without persons; shown, never hidden."""

    voices: tuple[int, ...]
    reason: str  # "day" | "channel" | "nobody"


def kinship(embedder: Embedder, centre: Vectors) -> Kinship | None:
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


def echo_groups(
    voices: Sequence[Voice],
    close: Vectors,
    threshold: float = NEAR,
    words: Words | None = None,
    kin: Kinship | None = None,
) -> list[tuple[int, ...]]:
    """Groups of two or more row numbers, each member linked to its group's centre, so chains do not creep.

    Linked: equal dedupe key, or centred cosine ≥ `threshold` and no conflict by the guard.
    """
    lists = words or default_words()
    same: dict[str, list[int]] = defaultdict(list)
    for row, voice in enumerate(voices):
        same[dedupe_key(voice.text)].append(row)
    blank = same.pop("", [])
    kinds = list(same.values())
    heads = np.array([rows[0] for rows in kinds], np.int64)
    links = _links(voices, close, heads, threshold, lists, kin)
    sizes = [len(rows) for rows in kinds]
    taken: set[int] = set()
    groups = []
    for centre in sorted(range(len(kinds)), key=lambda i: (-sizes[i] - sum(sizes[j] for j in links[i]), i)):
        if centre in taken:
            continue
        members = [centre, *(other for other in links[centre] if other not in taken)]
        taken.update(members)
        rows = sorted(row for member in members for row in kinds[member])
        if len(rows) > 1:
            groups.append(tuple(rows))
    if len(blank) > 1 and all(
        voices[row].text == voices[blank[0]].text and voices[row].text for row in blank
    ):
        groups.append(tuple(blank))  # the same emoji or sign many times is an echo; empty cells are not
    return sorted(groups)


def _links(
    voices: Sequence[Voice],
    close: Vectors,
    heads: NDArray[np.int64],
    threshold: float,
    words: Words,
    kin: Kinship | None,
) -> list[list[int]]:
    links: list[list[int]] = [[] for _ in heads]
    readings: dict[int, Reading] = {}

    def reading(index: int) -> Reading:
        if index not in readings:
            readings[index] = read(voices[heads[index]].text, words)
        return readings[index]

    for a, b, similarity in near_pairs(close[heads], threshold):
        if not conflict(reading(a), reading(b), similarity, words, kin):
            links[a].append(b)
            links[b].append(a)
    return links


def near_pairs(rows: Vectors, threshold: float) -> list[tuple[int, int, float]]:
    """Pairs (a < b, similarity) at or above the threshold, at most NEIGHBOURS nearest per row."""
    pairs: dict[tuple[int, int], float] = {}
    if not rows.shape[1]:
        return []
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK] @ rows.T
        left, right = np.nonzero(block >= threshold - 5e-7)
        values = np.round(block[left, right].astype(np.float64), 6)
        keep = (left + start != right) & (values >= threshold)
        for a, b, value in _nearest(left[keep] + start, right[keep], values[keep]):
            pairs[min(a, b), max(a, b)] = value
    return [(a, b, value) for (a, b), value in sorted(pairs.items())]


def _nearest(
    left: NDArray[np.int64], right: NDArray[np.int64], values: NDArray[np.float64]
) -> list[tuple[int, int, float]]:
    order = np.lexsort((right, -values, left))
    left, right, values = left[order], right[order], values[order]
    first = np.searchsorted(left, left)
    keep = np.arange(len(left)) - first < NEIGHBOURS
    return list(zip(left[keep].tolist(), right[keep].tolist(), values[keep].tolist(), strict=True))


def contributions(
    rows: Sequence[int], voices: Sequence[Voice], group_of: dict[int, int], bursts: set[int]
) -> int:
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


def _burst_reason(group: Sequence[Voice]) -> str:
    most = 0.8 * len(group)
    times = sorted(voice.time for voice in group if voice.time)
    day = timedelta(hours=24)
    if times and max(sum(start <= t <= start + day for t in times) for start in times) >= most:
        return "day"
    channels = {voice.channel for voice in group}
    if len(channels) == 1 and channels != {""}:
        return "channel"
    if any(voice.person for voice in group) and sum(not voice.person for voice in group) >= most:
        return "nobody"
    return ""
