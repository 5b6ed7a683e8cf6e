"""Many voices → a report: themes at three levels, single voices, echoes; the proof that nobody is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from yoriai.listening import identity
from yoriai.listening.courtesy import plain
from yoriai.listening.crowd import NEAR, SAME
from yoriai.listening.cues import is_sensitive
from yoriai.listening.echoes import (
    Burst,
    Links,
    contributions,
    echo_groups,
    find_bursts,
    find_links,
    kinship,
    lift,
)
from yoriai.listening.embedders import Embedder, Progress, Vectors, default_embedder, encode_or_fall_back
from yoriai.listening.grouping import CUT, EXACT, Constraints, group, group_sums, homes, shares, upper_level
from yoriai.listening.identity import Change, Correction, Theme
from yoriai.listening.linkage import Labels, compact
from yoriai.listening.meaning import Reading
from yoriai.listening.naming import quote_row, theme_labels
from yoriai.listening.picture import places
from yoriai.listening.space import Space, weighed_space
from yoriai.listening.terms import Token, term_lists, tokenizer, tokens
from yoriai.listening.tray import Bridge, bridges, tray_order
from yoriai.listening.voices import Voice, canonical_order, input_hash, people, person_key
from yoriai.listening.weights import count_matrix
from yoriai.listening.wording import Wording, discreet, wording
from yoriai.listening.words import Words, default_words

FEWEST = 10  # below this the voices are shown as they are, unless K is asked for
FINEST = 3


@dataclass(frozen=True)
class Report:
    """The result. Every voice id stands exactly once in the finest themes or in `alone`."""

    voices: int
    themes: tuple[Theme, ...]
    alone: tuple[str, ...]
    echoes: tuple[tuple[str, ...], ...]
    same: tuple[tuple[str, ...], ...]
    bursts: tuple[tuple[tuple[str, ...], str, str], ...]  # ids, reason of the flag, reason it was lifted or ""
    bridges: tuple[Bridge, ...]
    embedder: tuple[str, str]
    warnings: tuple[str, ...]
    input_sha256: str
    changes: tuple[Change, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def finest(self) -> tuple[Theme, ...]:
        last = max((theme.level for theme in self.themes), default=FINEST)
        return tuple(theme for theme in self.themes if theme.level == last)


@dataclass(frozen=True)
class _Work:
    """What the steps share: rows in canonical order and what is known of each."""

    voices: list[Voice]
    row_of: dict[str, int]
    space: Space
    found: list[Wording]
    quotable: list[bool]
    echoes: list[tuple[int, ...]]
    same: list[tuple[int, ...]]
    group_of: dict[int, int]
    bursts: list[Burst]
    burst_groups: set[int]
    words: Words


def listen(
    voices: Sequence[Voice],
    *,
    themes: int | None = None,
    previous: Sequence[Theme] = (),
    alone: Sequence[str] = (),
    corrections: Sequence[Correction] = (),
    embedder: Embedder | None = None,
    words: Words | None = None,
    progress: Progress | None = None,
) -> Report:
    """Hear all voices. `themes` asks for exactly that many finest groups, each single voice counting as one.

    `previous` themes lend their ids to their successors and hold together; voices that stood `alone` then, and themes
    that stood apart, must be clearly nearer to come together. `corrections` by people bind the grouping.
    Raises ValueError on no voices, repeated ids, or `themes` outside 1 … number of voices.
    """
    _check(voices, themes)
    rows, lists = canonical_order(voices), words or default_words()
    chosen, note = (embedder, "") if embedder else default_embedder()
    vectors, chosen, fallback = encode_or_fall_back(chosen, [plain(voice.text, lists) for voice in rows], progress)
    said = [tokens(voice.text) for voice in rows]
    space, links, echoes = _echoing(rows, said, vectors, chosen, lists)
    work = _prepare(rows, said, space, links, echoes, lists, corrections)
    del said, vectors, links  # a fifth of the memory at 100,000 voices; the tree does not need them
    if progress:
        progress("group", 0, len(rows))
    before = homes(_stood(previous, alone, work.row_of)) if previous else None
    labels = _finest(work, before, themes, identity.constraints(corrections, work.row_of))
    kept, changes = identity.carry(_levels(work, labels), previous)
    return _report(
        work,
        identity.rename(identity.in_known_order(kept, previous) if previous else kept, corrections),
        embedder=(chosen.name, chosen.version),
        warnings=tuple(_warnings(rows, note or fallback)),
        changes=tuple(changes),
        parameters={"least": CUT, "near": NEAR, "same": SAME, "words": lists.version, "themes": themes},
    )


def _report(
    work: _Work,
    themes: list[Theme],
    *,
    embedder: tuple[str, str],
    warnings: tuple[str, ...],
    changes: tuple[Change, ...],
    parameters: Mapping[str, object],
) -> Report:
    ids = [voice.id for voice in work.voices]
    last = [theme for theme in themes if theme.level == FINEST]
    finest = [[work.row_of[voice] for voice in theme.voices] for theme in last]
    alone = sorted(set(range(len(ids))) - {row for theme in finest for row in theme})

    def named(groups: Sequence[tuple[int, ...]]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(ids[row] for row in rows) for rows in groups)

    return Report(
        voices=len(ids),
        themes=tuple(themes),
        alone=tuple(ids[row] for row in tray_order(work.space, finest, alone)),
        echoes=named(work.echoes),
        same=named(work.same),
        bursts=tuple((named([burst.voices])[0], burst.reason, burst.lifted) for burst in work.bursts),
        bridges=tuple(bridges(work.space, themes, work.row_of, ids)),
        embedder=embedder,
        warnings=warnings,
        input_sha256=input_hash(work.voices),
        changes=changes,
        parameters=parameters,
        places=places(work.space, last, work.row_of),
    )


def _check(voices: Sequence[Voice], themes: int | None) -> None:
    if not voices:
        raise ValueError("There are no voices to hear.")
    if len({voice.id for voice in voices}) != len(voices):
        raise ValueError("Two voices have the same id.")
    if themes is not None and not 1 <= themes <= len(voices):
        raise ValueError(f"The number of themes must lie between 1 and {len(voices)}, not {themes}.")


def _echoing(
    rows: list[Voice], said: Sequence[Sequence[Token]], vectors: Vectors, embedder: Embedder, words: Words
) -> tuple[Space, Links, list[tuple[int, ...]]]:
    """The space, and the echoes in it. Where echoes are many, both are made again with each counted once."""
    counts, vocabulary = count_matrix(term_lists([voice.text for voice in rows], words, said))
    weights, kin, readings = np.ones(len(rows)), kinship(embedder), dict[str, Reading]()
    for _ in range(2):
        space = weighed_space(vectors, counts, vocabulary, embedder, weights)
        links = find_links(rows, space.close, words, kin, readings)
        echoes = echo_groups(links)
        for group_ in echoes:
            weights[list(group_)] = 1 / len(group_)
        if weights.sum() > 0.99 * len(rows) or len(rows) > EXACT:
            break
    return space, links, echoes


def _prepare(
    rows: list[Voice],
    said: Sequence[Sequence[Token]],
    space: Space,
    links: Links,
    echoes: list[tuple[int, ...]],
    words: Words,
    corrections: Sequence[Correction],
) -> _Work:
    same = echo_groups(links, SAME)
    row_of = {voice.id: i for i, voice in enumerate(rows)}
    quotable = [bool(voice.text.strip()) and voice.may_quote and not is_sensitive(voice.text, words) for voice in rows]
    found = discreet([wording(each, words) for each in said], quotable)
    group_of = {row: number for number, group_ in enumerate(echoes) for row in group_}
    bursts = lift(find_bursts(rows, echoes), identity.lifts(corrections, row_of))
    flagged = {group_of[burst.voices[0]] for burst in bursts if not burst.lifted}
    return _Work(rows, row_of, space, found, quotable, echoes, same, group_of, bursts, flagged, words)


def _stood(previous: Sequence[Theme], alone: Sequence[str], row_of: Mapping[str, int]) -> Labels:
    """(n,) where each voice stood before: the number of its theme, one of its own if alone, −1 if not heard yet."""
    places = np.full(len(row_of), -1, np.int64)
    stood = [theme.voices for theme in previous if theme.level == FINEST] + [(voice,) for voice in alone]
    for number, voices in enumerate(stood):
        places[[row_of[voice] for voice in voices if voice in row_of]] = number
    return places


def _finest(work: _Work, before: sparse.csr_matrix | None, themes: int | None, rules: Constraints) -> Labels:
    """Finest groups. An echo group stands in the tree as one voice, so that its size moves no other theme."""
    size = len(work.voices)
    if themes is None and size < FEWEST and not rules.together:
        return np.arange(size)
    fold = _folds(work, rules)
    if themes is not None and themes > int(fold.max()) + 1:
        return _around_the_lone(work.space, themes, rules, before)
    stood = None if before is None else shares(before, fold)
    return compact(_around_the_lone(work.space.folded(fold), themes, _moved(rules, fold), stood)[fold])


def _around_the_lone(space: Space, themes: int | None, rules: Constraints, before: sparse.csr_matrix | None) -> Labels:
    """Groups of n rows. Those that people let stand alone are groups of one, and the tree is of the others."""
    if not rules.alone:
        return group(space, themes, rules, before)
    labels = np.arange(len(space.dense))
    others = np.setdiff1d(labels, np.asarray(rules.alone))
    if len(others):
        place = np.zeros(len(labels), np.int64)
        place[others] = np.arange(len(others))
        wanted = None if themes is None else min(max(themes - len(rules.alone), 1), len(others))
        bound = _moved(Constraints(rules.together, rules.apart), place)
        found = group(space.rows(others), wanted, bound, None if before is None else before[others])
        labels[others] = found + len(labels)  # numbers that no lone row has
    return compact(labels)


def _moved(rules: Constraints, to: Labels) -> Constraints:
    """The same rules about rows that have other numbers now."""
    pairs = {name: [(int(to[a]), int(to[b])) for a, b in getattr(rules, name)] for name in ("together", "apart")}
    return Constraints(**pairs, alone=[int(to[row]) for row in rules.alone])


def _folds(work: _Work, rules: Constraints) -> Labels:
    """(n,) number of the echo group of each voice; one that people parted stays unfolded, and so does a lone voice."""
    fold = np.arange(len(work.voices))
    for rows in work.echoes:
        if not any(a in rows and b in rows for a, b in rules.apart):
            inside = [row for row in rows if row not in rules.alone]
            fold[inside] = inside[:1]
    return compact(fold)


def _levels(work: _Work, labels: Labels) -> list[Theme]:
    """Finest themes of two or more voices, then 中 and 大 over them; below six themes one level is enough."""
    sizes = np.bincount(labels)
    numbers = np.flatnonzero(sizes >= 2)
    renumber = np.full(len(sizes), -1, np.int64)
    renumber[numbers] = np.arange(len(numbers))
    finest = renumber[labels]
    count = len(numbers)
    made = _named(work, finest, FINEST, None)
    if count < 6:
        return _sorted(made)
    middle = upper_level(work.space, finest, max(2, round(count ** (2 / 3))))
    top = upper_level(work.space, finest, max(2, round(count ** (1 / 3))))
    middles = _named(work, np.where(finest >= 0, middle[finest], -1), 2, None)
    tops = _named(work, np.where(finest >= 0, top[finest], -1), 1, None)
    made = [_under(theme, middles) for theme in made]
    middles = [_under(theme, tops) for theme in middles]
    return _sorted(tops) + _sorted(middles) + _sorted(made)


def _under(theme: Theme, above: list[Theme]) -> Theme:
    first = theme.voices[0]
    parent = next(candidate.id for candidate in above if first in candidate.voices)
    return theme.replace(parent=parent)


def _sorted(themes: list[Theme]) -> list[Theme]:
    return [t for _, t in sorted(enumerate(themes), key=lambda p: (-p[1].weight, -p[1].people, p[0]))]


def _named(work: _Work, labels: Labels, level: int, parent: str | None) -> list[Theme]:
    count = int(labels.max(initial=-1)) + 1
    if count == 0:
        return []
    members = _members(labels, count)
    quotes = [_quote(work, rows, mean) for rows, mean in zip(members, _to_own_group(work.space, labels), strict=True)]
    who = [person_key(voice) for voice in work.voices]
    order = [rows[0] if quote is None else quote for rows, quote in zip(members, quotes, strict=True)]
    names = theme_labels(members, work.found, [voice.text for voice in work.voices], who, order, work.words)
    themes = []
    for rows, quote, (label, terms) in zip(members, quotes, names, strict=True):
        said = [work.voices[row] for row in rows]
        themes.append(
            Theme(
                id=identity.fresh_id(said[0], level),
                label=label,
                quote_voice_id=work.voices[quote].id if quote is not None else None,
                voices=tuple(voice.id for voice in said),
                people=people(said),
                level=level,
                parent=parent,
                weight=contributions(rows, work.voices, work.group_of, work.burst_groups),
                terms=terms,
            )
        )
    return themes


def _members(labels: Labels, count: int) -> list[list[int]]:
    members: list[list[int]] = [[] for _ in range(count)]
    for row, label in enumerate(labels.tolist()):
        if label >= 0:
            members[label].append(row)
    return members


def _to_own_group(space: Space, labels: Labels) -> list[NDArray[np.float64]]:
    """For each group the similarity of its members to its sum, in member order; highest = medoid."""
    dense, terms, _ = group_sums(space, labels)
    rows = np.flatnonzero(labels >= 0)
    mine = labels[rows]
    own = np.einsum("ij,ij->i", space.dense[rows], dense[mine]) if dense.shape[1] else np.zeros(len(rows))
    own = own + np.asarray(space.terms[rows].multiply(terms[mine]).sum(axis=1)).ravel()
    order = np.argsort(mine, kind="stable")
    return np.split(np.round(own[order], 6), np.cumsum(np.bincount(mine))[:-1])


def _quote(work: _Work, rows: list[int], similarity: NDArray[np.float64]) -> int | None:
    lengths = [len(work.voices[row].text.strip()) for row in rows]
    burst = [work.group_of.get(row) in work.burst_groups for row in rows]
    return quote_row(rows, similarity, lengths, [work.quotable[row] for row in rows], burst)


def _warnings(rows: list[Voice], note: str) -> list[str]:
    blank = sum(not voice.text.strip() for voice in rows)
    found = [note] if note else []
    if tokenizer() is None:
        found.append("ことばの辞書がないため、文字のならびで比べました。")
    if blank:
        found.append(f"文字のない声が{blank}件ありました。「ひとりの声」に入れてあります。")
    return found
