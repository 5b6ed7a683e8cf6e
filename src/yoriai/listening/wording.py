"""The topic words of a voice, and how the voices of a theme write them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import NamedTuple

from yoriai.listening.terms import Token
from yoriai.listening.words import Words

NOUNS = frozenset(("名詞", "接頭辞", "接尾辞"))
OTHERS = frozenset(("形容詞", "動詞", "形状詞"))
TITLES = frozenset(("さん", "様", "氏", "君", "ちゃん", "先生"))
SHORT_KANA = re.compile("[ぁ-ん]{2}")
LATIN = re.compile(r"[a-z]")
LOOSE = TITLES | {"的", "等", "達"}  # no word ends with these
APOSTROPHES = frozenset("'’")
BREAK = Token("", "", "", "", "")
BETWEEN = frozenset((" ", "-", "/"))  # what may stand between two Latin words of one expression
LONGEST_WHOLE = 10  # characters of a compound in a heading; Latin letters are half as wide


@dataclass(frozen=True, slots=True)
class Candidate:
    """One label word of a voice: its key (normalised), how it is shown, and whether a heading can do without it."""

    key: str
    shown: str
    pos: str
    pale: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """What one voice offers: its candidates in order of appearance, each key once, and the runs they stand in."""

    candidates: tuple[Candidate, ...]
    runs: tuple[tuple[Token, ...], ...]  # of two tokens or more: 放射・性・物質, auto・ ・top・-・up


class _Place(NamedTuple):
    run: tuple[Token, ...]
    start: int
    end: int


def discreet(found: Sequence[Wording], quotable: Sequence[bool]) -> list[Wording]:
    """What may not be quoted lends a heading only words that others say, too."""
    said = {candidate.key for voice, fit in zip(found, quotable, strict=True) if fit for candidate in voice.candidates}
    return [
        voice if fit else Wording(tuple(c for c in voice.candidates if c.key in said), ())
        for voice, fit in zip(found, quotable, strict=True)
    ]


def key_of(token: Token, words: Words) -> str:
    return words.synonyms.get(token.normal, token.normal).lower()


def wording(found: Sequence[Token], words: Words) -> Wording:
    """Nouns, adjectives and verbs in dictionary form. No numbers, no names of people, no half of a compound."""
    result: dict[str, Candidate] = {}
    runs = []
    for run in _runs(found):
        if len(run) > 1:
            runs.append(run)
        for token in run if len(run) == 1 and run[0].pos in OTHERS else _nouns(run):
            key = key_of(token, words)
            if key not in words.stop and key not in words.light:
                shown = token.surface if token.pos in NOUNS else token.base
                result.setdefault(key, Candidate(key, shown, token.pos, _pale(token, key, words)))
    return Wording(tuple(result.values()), tuple(runs))


def _pale(token: Token, key: str, words: Words) -> bool:
    """Listed words, places and bounds, verbs that help others, and the shortest ones written in kana: つく, よる."""
    helping = token.detail == "非自立可能" or (token.pos == "動詞" and bool(SHORT_KANA.fullmatch(token.base)))
    return helping or not words.pale.isdisjoint((key, token.base)) or key in words.bounds or key in words.positions


def _nouns(run: Sequence[Token]) -> Iterator[Token]:
    """The words of a run. A noun of one sign counts alone (朝); as a part of its compound (体 of 自治体) it is none,
    but two of them side by side are one word: 青色, 米粉."""
    full = [token for token in _with_pairs(run) if token.pos == "名詞" or token.pos in OTHERS]
    for token in full:
        alone = _one_sign(token) and len(full) == 1 and run[-1].pos != "接尾辞"
        if len(token.surface) > 1 or alone:
            yield token


def _one_sign(token: Token) -> bool:
    return token.pos == "名詞" and len(token.surface) == 1 and "一" <= token.surface <= "鿿"


def _with_pairs(run: Sequence[Token]) -> Iterator[Token]:
    """The tokens of a run, one for all nouns of one sign that stand side by side."""
    for signs, tokens in groupby(run, _one_sign):
        side_by_side = list(tokens)
        if signs and len(side_by_side) > 1:
            word = "".join(token.surface for token in side_by_side)
            yield replace(side_by_side[0], surface=word, normal=word, base=word)
        else:
            yield from side_by_side


def _runs(found: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Tokens that stand side by side and may form one word; verbs and adjectives one by one."""
    run: list[Token] = []
    for token, after in pairwise([*_speaking(found), BREAK]):
        between = run and token.surface in BETWEEN and _latin(run[-1]) and _latin(after)
        if between or _binds(token, after):
            run.append(token)
            continue
        if run:
            yield tuple(run)
            run = []
        if token.pos in OTHERS and len(token.base) > 1:
            yield (token,)
    if run:
        yield tuple(run)


def _binds(token: Token, after: Token) -> bool:
    """Nouns, Latin words, and a quality right before its noun: 安全管理, パブリックコメント."""
    return token.pos in NOUNS or _latin(token) or (token.pos == "形状詞" and after.pos == "名詞")


def _speaking(found: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with a break where a number, its counter, a person's name or half an English word stood."""
    counted = False  # a short word after a number is its counter: 80円, 2 回, 5cm, 8,000Bq/kg
    for token, after in pairwise([*found, BREAK]):
        counter = counted and len(token.surface) <= 1 + _latin(token)
        counted = token.surface[:1].isdigit() or token.detail == "数詞" or (counter and token.surface in BETWEEN)
        counted = counted or (counter and after.surface == "/")
        yield BREAK if counted or counter or _unfit(token, after) else token


def _unfit(token: Token, after: Token) -> bool:
    """A person's name, a single letter, what's, the half of couldn't."""
    named = token.detail == "固有名詞" and (token.kind == "人名" or after.normal in TITLES)
    letters = len(token.surface) == 1 or after.surface in APOSTROPHES or not APOSTROPHES.isdisjoint(token.surface)
    return named or (_latin(token) and letters)


def _latin(token: Token) -> bool:
    return bool(LATIN.match(token.surface))


def whole(key: str, shown: str, voices: Sequence[Wording], words: Words, least: int) -> str:
    """The word as these voices write it: 放射 becomes 放射性物質 where two in three that say it say that.

    `voices`: those that hold the key; `least`: so many of them must hold the whole, too. A word that hardly ever
    stands free is half a word: its first step needs only a third of them.
    """
    places = [place for place in (_place(key, each, words) for each in voices) if place]
    bound = 3 * sum(any(True for _ in _steps(place, words)) for place in places) > 2 * len(voices) > 2
    best, needed = shown, max(2, len(voices) / 3) if bound else max(least, 2 * len(voices) / 3)
    while True:
        counts = Counter(_text(step) for place in places for step in _steps(place, words))
        text, count = min(counts.items(), key=lambda item: (-item[1], -len(item[0]), item[0]), default=("", 0))
        if not count or count < needed:
            return best
        if len(text) > LONGEST_WHOLE * (1 + text.isascii()):
            return best if text.isascii() else shown  # half a compound is no word, half an English expression is
        places = [step for place in places for step in _steps(place, words) if _text(step) == text]
        needed = max(needed, 2 * len(places) / 3)
        first, last = places[0].run[places[0].start], places[0].run[places[0].end - 1]
        if first.pos != "接尾辞" and _may_end(first, words) and _may_end(last, words):
            best = text


def _place(key: str, voice: Wording, words: Words) -> _Place | None:
    for run in voice.runs:
        for i, token in enumerate(run):
            if key_of(token, words) == key:
                return _Place(run, i, i + 1)
    return None


def _steps(place: _Place, words: Words) -> Iterator[_Place]:
    """The place, one token longer to the right and to the left. Latin words join over a space only with full words."""
    for side in (1, -1):
        start, end = place.start, place.end
        at = end if side == 1 else start - 1
        if not 0 <= at < len(place.run):
            continue
        between = place.run[at].surface if place.run[at].surface in BETWEEN else ""
        at += side if between else 0
        if between == " " and not _joins(place.run[at], side, words):
            continue
        yield _Place(place.run, min(start, at), max(end, at + 1))


def _joins(token: Token, side: int, words: Words) -> bool:
    """A full word, or the second half of top up."""
    key = key_of(token, words)
    return key not in words.stop | words.light or (side == 1 and key in words.particles_en)


def _text(place: _Place) -> str:
    return "".join(" " if t.surface in BETWEEN else t.surface for t in place.run[place.start : place.end])


def _may_end(token: Token, words: Words) -> bool:
    if token.pos == "接尾辞":
        return token.normal not in LOOSE
    return _latin(token) or key_of(token, words) not in words.stop | words.light


def as_written(word: str, texts: Iterable[str]) -> str:
    """A word in Latin letters as most people write it: iaea → IAEA, top up → top-up."""
    if not LATIN.search(word):
        return word
    pattern = re.compile("[-/ ]".join(map(re.escape, word.split(" "))), re.IGNORECASE)
    forms = Counter(match.group() for text in texts for match in pattern.finditer(unicodedata.normalize("NFKC", text)))
    return min(forms, key=lambda form: (-forms[form], form != word, form), default=word)


def shown_forms(voices: Iterable[Wording]) -> Mapping[str, str]:
    """The form of each key that most of these voices use; the shorter one on a tie."""
    forms: dict[str, Counter[str]] = {}
    for voice in voices:
        for candidate in voice.candidates:
            forms.setdefault(candidate.key, Counter())[candidate.shown] += 1
    return {key: min(seen, key=lambda form: (-seen[form], len(form), form)) for key, seen in forms.items()}
