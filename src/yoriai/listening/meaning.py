"""What the guard reads in one text: things, deeds, numbers, places, roles, and whether it denies."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from yoriai.listening.clauses import clauses, content, forms, spelt
from yoriai.listening.denial import denials
from yoriai.listening.terms import Token, singular, tokens
from yoriai.listening.voices import key_text
from yoriai.listening.wishes import asks, forbids, wish_of
from yoriai.listening.words import Words, default_words

INDEFINITE = re.compile(r"(何|数)(人|個|種類?|台|本|匹|頭|枚|冊|羽|名|皿|着|軒|組)")
UNWANTED = re.compile(r"(要|い)らない|\b(?:cut|chop|tear|pull|knock)(?:ting|ping|ing)? down\b")
ABOUT_TO = re.compile(r"うとし|[るだた]ところ(だ|です|で、|$|。)")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
KANJI_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
COUNTED = re.compile(
    r"[一二三四五六七八九十百千万]+(?=(つ|個|人|円|匹|頭|台|本|枚|回|日|時|分|冊|羽|名|両|袋|杯|年|週|月|歳|階|番|点|割|倍|着|足|組|種類|切れ|皿|車線))"
)
ENGLISH_COUNT = "zero,one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve,thirteen,fourteen,fifteen,sixteen"
ENGLISH_NUMBERS = {word: str(number) for number, word in enumerate(ENGLISH_COUNT.split(","))}
NAMES_END = frozenset(("stop", "drop", "ban"))
CASES = frozenset(("が", "を", "に", "で", "は", "から", "より", "の"))


@dataclass(frozen=True)
class Reading:
    """What the guard needs to know of one text."""

    key: str
    content: tuple[str, ...]
    said: frozenset[str]  # the same, English also in its own letters, as the lists of contrasts have it
    nouns: frozenset[str]
    wished: frozenset[str]  # its nouns where it wishes; those of its reason are left out
    deeds: frozenset[str]  # what it asks to do; English: all verbs of the wish
    things: frozenset[str]  # its nouns without those that name an action
    negative: int  # clauses that deny something
    numbers: tuple[tuple[str, str], ...]  # with their bound: 80, まで
    only: bool
    many: bool
    against: bool
    positions: frozenset[str]
    ahead: bool
    done: bool
    roles: frozenset[tuple[str, str]]
    heads: frozenset[tuple[str, str]]  # what describes what: (茶色い, 犬)
    partners: tuple[Mapping[str, str], ...]  # of each word its role and its head, where it has only one
    clauses: frozenset[frozenset[str]]  # its content words clause by clause
    wish: bool  # whether it asks for something; negative and against are then those of what it asks for
    asks: bool  # the same, or in an English phrase of asking: could you, it would be nice if


def read(text: str, words: Words | None = None) -> Reading:
    """Read one text for the guard."""
    lists = words or default_words()
    found = tokens(text)
    key = key_text(text)
    found = [_parked(found, i, lists) for i in range(len(found)) if not _ends_a_name(found, i, lists)]
    wish, before = wish_of(found, lists)  # a reason says nothing about how many, where or when the wish is meant
    normals = {word for t in wish for word in forms(t, lists)}
    wording, roles, heads = spelt(wish), _roles(found, lists), _heads(found, lists)
    asking = any(asks(found, i, lists) or t.normal in lists.stances or forbids(found, i) for i, t in enumerate(found))
    return Reading(
        key=key,
        content=content(found, lists),
        said=frozenset(
            word
            for i, t in enumerate(found)
            if content([t], lists) and not _names_a_measure(found, i)
            for word in forms(t, lists)
        ),
        nouns=frozenset(content([t for t in found if t.pos == "名詞"], lists)),
        wished=frozenset(content([t for t in wish if t.pos == "名詞"], lists)),
        deeds=frozenset(t.normal for t in wish if t.pos == "動詞") if text.isascii() else frozenset(before),
        things=frozenset(content([t for t in found if t.pos == "名詞" and t.kind != "サ変可能"], lists)),
        negative=denials(wish, lists),
        numbers=_numbers(key),
        only=any(t.surface in ("だけ", "のみ", "しか", "ばかり", "only") and t.pos in ("助詞", "名詞") for t in wish),
        many=bool(normals & lists.many) or bool(INDEFINITE.search(wording)),
        against=bool((before or normals) & lists.against or before & lists.removals) or bool(UNWANTED.search(key)),
        positions=frozenset(normals & lists.positions),
        ahead=bool(normals & lists.ahead) or bool(ABOUT_TO.search(wording)),
        done=bool(normals & lists.done) or "終わっ" in wording or "終え" in wording,
        roles=roles,
        heads=heads,
        partners=(one_each(roles), one_each(heads)),
        clauses=frozenset(frozenset(content(part, lists)) for part in clauses(found)),
        wish=asking,
        asks=asking or (text.isascii() and any(phrase in key for phrase in (*lists.openings_en, *lists.closings_en))),
    )


def _ends_a_name(found: Sequence[Token], place: int, words: Words) -> bool:
    """The "stop" of "bus stop": after an English noun the word is the end of a name and opposes nothing."""
    token = found[place]
    if not token.surface.isascii() or singular(token.surface) not in NAMES_END:
        return False
    before = next((t for t in reversed(found[:place]) if t.pos != "空白"), token)
    named = before is not token and (before.pos, before.detail) == ("名詞", "普通名詞") and before.surface.isascii()
    return named and bool(content([before], words))


def _parked(found: Sequence[Token], place: int, words: Words) -> Token:
    """A bicycle is not ended but parked where it is stopped (止める); any other token as it is."""
    token = found[place]
    if token.normal != "止める" or token.surface[0] == "や" or place < 2 or found[place - 1].surface != "を":
        return token
    thing = found[place - 2].normal
    return replace(token, normal="停める") if words.synonyms.get(thing, thing) in words.vehicles else token


def _names_a_measure(found: Sequence[Token], place: int) -> bool:
    """大きさ names what is measured and says nothing of big; only 大きい opposes 小さい."""
    after = found[place + 1] if place + 1 < len(found) else None
    return found[place].pos == "形容詞" and after is not None and (after.surface, after.pos) == ("さ", "接尾辞")


def _numbers(key: str) -> tuple[tuple[str, str], ...]:
    plain = COUNTED.sub(lambda m: _kanji_number(m.group()), key)
    numbers = [(m.group().replace(",", ""), _bound(plain, m.end())) for m in NUMBER.finditer(plain)]
    numbers += [(ENGLISH_NUMBERS[w], "") for w in re.findall(r"[a-z]+", key) if w in ENGLISH_NUMBERS and w != "one"]
    return tuple(sorted(numbers))


def _bound(key: str, end: int) -> str:
    match = re.match(r"[^\d]{0,2}?(以上|以下|未満|まで|から|より|を超)", key[end : end + 6])
    return match.group(1) if match else ""


def _kanji_number(text: str) -> str:
    total, current = 0, 0
    for sign in text:
        if sign in "十百千万":
            unit = {"十": 10, "百": 100, "千": 1000, "万": 10000}[sign]
            total += max(current, 1) * unit
            current = 0
        else:
            current = current * 10 + int(sign.translate(KANJI_DIGITS))
    return str(total + current)


def _roles(found: Sequence[Token], words: Words) -> frozenset[tuple[str, str]]:
    pairs = []
    for word, particle in pairwise(found):
        if word.pos == "名詞" and particle.pos == "助詞" and particle.surface in CASES:
            pairs.append((words.synonyms.get(word.normal, word.normal), particle.surface))
    return frozenset(pairs)


def _heads(found: Sequence[Token], words: Words) -> frozenset[tuple[str, str]]:
    """(描く語, 描かれる名詞) for an adjective, or a noun with の, straight before a noun."""
    pairs = []
    found = [t for t in found if t.pos != "空白"]
    for place, word in enumerate(found[:-1]):
        step = 2 if word.pos == "名詞" and found[place + 1].surface == "の" else 1
        head = found[place + step] if place + step < len(found) else word
        if (step == 2 or word.pos == "形容詞") and head.pos == "名詞":
            pairs.append(tuple(words.synonyms.get(t.normal, t.normal) for t in (word, head)))
    return frozenset((first, last) for first, last in pairs)


def one_each(pairs: frozenset[tuple[str, str]]) -> dict[str, str]:
    """The partner of each word that has only one in the text; which of two counts must not hang on chance."""
    times = Counter(word for word, _ in pairs)
    return {word: partner for word, partner in pairs if times[word] == 1}
