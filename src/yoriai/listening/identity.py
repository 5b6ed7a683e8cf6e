"""Theme ids that live through rebuilds, people's corrections, and the change log in plain words."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from yoriai.listening.grouping import Constraints
from yoriai.listening.voices import Voice, text_hash

OVERLAP = 0.3


@dataclass(frozen=True)
class Theme:
    """One まとまり. `weight`: distinct contributions; `label` is provisional unless `fixed` by a person."""

    id: str
    label: str
    quote_voice_id: str | None
    voices: tuple[str, ...]
    people: int
    level: int
    parent: str | None = None
    weight: int = 0
    terms: tuple[str, ...] = ()
    fixed: bool = False

    def replace(self, **changes: Any) -> "Theme":
        return replace(self, **changes)


@dataclass(frozen=True)
class Correction:
    """What a person decided: a row with author and time that every rebuild honours.

    together: `a` and `b` share a theme (a move to `b`, a merge) · apart: they never do (別の話) ·
    alone: voice `a` stands by itself (ひとりの声), whatever it resembles, also when it was moved before ·
    heading: the theme that holds voice `a` carries `text` (rename or 表札) ·
    lift: the burst flag on the echo group of voice `a` no longer counts, for the reason in `text`.
    """

    kind: Literal["together", "apart", "alone", "heading", "lift"]
    a: str
    b: str = ""
    text: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class Change:
    """What became of a theme: kept · new · split · merged · gone, with one sentence."""

    kind: str
    theme: str
    into: tuple[str, ...]
    sentence: str


def fresh_id(first: Voice, level: int) -> str:
    """An id from the first voice in canonical order: the same voices give the same id everywhere."""
    return "t-" + hashlib.sha256(f"{level}\x1f{text_hash(first.text)}\x1f{first.id}".encode()).hexdigest()[:8]


def constraints(corrections: Sequence[Correction], row_of: Mapping[str, int]) -> Constraints:
    """Corrections as rows; those about a voice no longer present rest, and those that join one that stands alone."""
    pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for c in corrections:
        if c.kind in ("together", "apart") and c.a in row_of and c.b in row_of:
            pairs[c.kind].append((row_of[c.a], row_of[c.b]))
    alone = {row_of[c.a] for c in corrections if c.kind == "alone" and c.a in row_of}
    kept = {kind: tuple(pair for pair in found if alone.isdisjoint(pair)) for kind, found in pairs.items()}
    return Constraints(kept.get("together", ()), kept.get("apart", ()), tuple(sorted(alone)))


def lifts(corrections: Sequence[Correction], row_of: Mapping[str, int]) -> dict[int, str]:
    """Row → the reason a person gave for lifting its burst flag. Without a reason a flag stays."""
    return {row_of[c.a]: c.text.strip() for c in corrections if c.kind == "lift" and c.a in row_of and c.text.strip()}


def rename(themes: Sequence[Theme], corrections: Sequence[Correction]) -> list[Theme]:
    """Put a person's headings on the finest theme that holds the voice; the latest wins."""
    headings = {c.a: c.text for c in corrections if c.kind == "heading"}
    finest = max((theme.level for theme in themes), default=0)
    renamed = []
    for theme in themes:
        texts = [text for voice, text in headings.items() if voice in theme.voices] if theme.level == finest else []
        renamed.append(theme.replace(label=texts[-1], fixed=True) if texts else theme)
    return renamed


def carry(themes: Sequence[Theme], previous: Sequence[Theme]) -> tuple[list[Theme], list[Change]]:
    """Themes with the ids of their predecessors (maximum-weight matching on Jaccard ≥ 0.3) and what changed.

    Matching: `scipy.optimize.linear_sum_assignment` (Crouse 2016), level by level.
    """
    if not previous:
        return list(themes), []
    old_id: dict[str, str] = {}
    changes: list[Change] = []
    for level in sorted({theme.level for theme in (*themes, *previous)}):
        new = [theme for theme in themes if theme.level == level]
        old = [theme for theme in previous if theme.level == level]
        found = _match(new, old)
        old_id |= found
        changes += _changes(new, old, found)
    taken = set(old_id.values())
    for theme in themes:
        if theme.id not in old_id:  # a new theme never takes the id a living one carries
            old_id[theme.id] = theme.id if theme.id not in taken else f"{theme.id}n"
    kept = [t.replace(id=old_id[t.id], parent=old_id.get(t.parent or "", t.parent)) for t in themes]
    return kept, [replace(c, into=tuple(old_id.get(i, i) for i in c.into)) for c in changes]


def in_known_order(themes: Sequence[Theme], previous: Sequence[Theme]) -> list[Theme]:
    """Level by level the weightiest first; equals stand as people saw them last, new ones after them."""
    rank = {theme.id: place for place, theme in enumerate(previous)}
    return sorted(themes, key=lambda t: (t.level, -t.weight, -t.people, rank.get(t.id, len(rank))))


def _match(new: Sequence[Theme], old: Sequence[Theme]) -> dict[str, str]:
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 – a third of a second, only for a rebuild

    home = {voice: i for i, theme in enumerate(old) for voice in theme.voices}
    overlap = np.zeros((len(new), len(old)))
    for i, theme in enumerate(new):
        for voice in theme.voices:
            if voice in home:
                overlap[i, home[voice]] += 1
    sizes = np.array([[len(a.voices) + len(b.voices) for b in old] for a in new]).reshape(overlap.shape)
    jaccard = np.divide(overlap, sizes - overlap, out=np.zeros_like(overlap), where=sizes > overlap)
    jaccard[jaccard < OVERLAP] = 0
    pairs = zip(*linear_sum_assignment(-jaccard), strict=True)
    return {new[i].id: old[j].id for i, j in pairs if jaccard[i, j] > 0}


def _changes(new: Sequence[Theme], old: Sequence[Theme], found: Mapping[str, str]) -> list[Change]:
    changes = []
    sources: dict[str, list[Theme]] = defaultdict(list)
    for before in old:
        shares = {after.id: len(set(before.voices) & set(after.voices)) for after in new}
        into = [after for after in new if shares[after.id] >= max(2, 0.2 * len(before.voices))]
        for after in into:
            sources[after.id].append(before)
        if len(into) > 1:
            parts = "・".join(f"{after.label} {shares[after.id]}件" for after in into)
            sentence = f"「{before.label}」が{len(into)}つに分かれました（{parts}）。"
            changes.append(Change("split", before.id, tuple(a.id for a in into), sentence))
        elif not into and before.id not in found.values():
            sentence = f"「{before.label}」はなくなりました。声はほかの場所にあります。"
            changes.append(Change("gone", before.id, (), sentence))
    for after in new:
        before_all = [b for b in sources[after.id] if len(set(b.voices) & set(after.voices)) > len(b.voices) / 2]
        if len(before_all) > 1:
            names = "・".join(f"「{b.label}」" for b in before_all)
            sentence = f"{names}が一つになりました。"
            changes.append(Change("merged", after.id, tuple(b.id for b in before_all), sentence))
        elif after.id not in found:
            changes.append(Change("new", after.id, (after.id,), f"「{after.label}」が新しくできました。"))
    return changes
