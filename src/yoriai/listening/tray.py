"""ひとりの声: the honoured shelf of single voices, voices that join two themes, and who was not heard."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yoriai.listening.grouping import BLOCK, group_sums
from yoriai.listening.identity import Theme
from yoriai.listening.linkage import Labels
from yoriai.listening.space import Space
from yoriai.listening.voices import Voice, person_key

BRIDGE = 0.25
SMALLEST_CELL = 5


@dataclass(frozen=True)
class Bridge:
    """二つをつなぐ声: a voice near two themes under different 大."""

    voice: str
    themes: tuple[str, str]


@dataclass(frozen=True)
class Unheard:
    """One cell channel × segment. `heard` is None where fewer than five people would be shown."""

    channel: str
    segment: str
    heard: int | None
    invited: int | None


def tray_order(space: Space, themes: Sequence[Sequence[int]], alone: Sequence[int]) -> list[int]:
    """Single voices, the one farthest from every theme first; ties in canonical order."""
    if not themes or not alone:
        return list(alone)
    near = _similarities(space, themes, np.array(alone, np.int64)).max(axis=1)
    return [alone[i] for i in np.lexsort((np.arange(len(alone)), near))]


def shown_singles(report_themes: Sequence[Theme], alone: Sequence[str]) -> list[str]:
    """The quota of every report: one single voice per level-1 heading, three at least."""
    tops = sum(theme.level == 1 for theme in report_themes)
    return list(alone[: max(3, tops)])


def bridges(space: Space, themes: Sequence[Theme], row_of: Mapping[str, int], ids: Sequence[str]) -> list[Bridge]:
    """Voices with mean similarity ≥ 0.25 to two finest themes that lie under different 大."""
    finest = [theme for theme in themes if theme.level == 3]
    parent = {theme.id: theme.parent for theme in themes}
    tops = [parent.get(theme.parent or "") for theme in finest]
    if len(set(tops)) < 2:
        return []
    members = [[row_of[voice] for voice in theme.voices] for theme in finest]
    found = []
    for start in range(0, len(ids), BLOCK):
        rows = np.arange(start, min(start + BLOCK, len(ids)))
        block = _similarities(space, members, rows)
        for i in np.flatnonzero(np.count_nonzero(block >= BRIDGE, axis=1) >= 2).tolist():
            best = sorted(np.flatnonzero(block[i] >= BRIDGE).tolist(), key=lambda j: (-block[i, j], j))
            other = next((j for j in best if tops[j] != tops[best[0]]), None)
            if other is not None:
                found.append(Bridge(ids[start + i], (finest[best[0]].id, finest[other].id)))
    return found


def _similarities(space: Space, themes: Sequence[Sequence[int]], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """(rows, themes) mean similarity; a member is compared with the others of its theme only."""
    labels: Labels = np.full(space.dense.shape[0], -1, np.int64)
    for number, members in enumerate(themes):
        labels[list(members)] = number
    dense, terms, sizes = group_sums(space, labels)
    block = space.dense[rows] @ dense.T + (space.terms[rows] @ terms.T).toarray()
    inside = labels[rows]
    own = np.flatnonzero(inside >= 0)
    count = np.broadcast_to(sizes, block.shape).copy()
    block[own, inside[own]] -= 1
    count[own, inside[own]] -= 1
    return np.asarray(np.round(block / np.maximum(count, 1), 6), np.float64)


def unheard(voices: Sequence[Voice], invited: Mapping[tuple[str, str], int] | None = None) -> tuple[list[Unheard], str]:
    """Table channel × segment of people heard and invited, small cells hidden, and one sentence on top."""
    heard: dict[tuple[str, str], set[str]] = defaultdict(set)
    for voice in voices:
        heard[voice.channel, voice.segment].add(person_key(voice))
    asked = dict(invited or {})
    rows = []
    for cell in sorted({*heard, *asked}):
        count = len(heard.get(cell, ()))
        shown = count if count == 0 or count >= SMALLEST_CELL else None
        rows.append(Unheard(*cell, shown, asked.get(cell)))
    silent = [row for row in rows if row.heard == 0]
    names = "・".join(dict.fromkeys(row.segment or row.channel for row in silent))
    return rows, f"{names}の声がまだありません。" if silent else ""
