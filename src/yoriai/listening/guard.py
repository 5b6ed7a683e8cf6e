"""The polarity guard: near in meaning is not the same opinion. Says why two texts must not be called echoes.

Blocks echo links only; opposite voices may and should share a theme. The lists are data (`words.toml`).
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from yoriai.listening.terms import Token, singular, tokens
from yoriai.listening.voices import key_text
from yoriai.listening.words import Words, default_words

Kinship = Callable[[str, str], float]  # closeness of two single words, −1 … 1
INDEFINITE = re.compile(r"(何|数)(人|個|種類?|台|本|匹|頭|枚|冊|羽|名|皿|着|軒|組)")
ORDERED = 0.995
SUBSTITUTION = 0.6  # share of the shorter text's content words that both have
ALIKE = 0.34  # Jaccard below this is another wording altogether, not one swapped word
KIN = 0.75  # two words this close name the same thing (乳母車, ベビーカー)
LONG = 12  # content words from which a text says several things, and one sign of difference is no opposition
HALF = 0.5  # share of the shorter one's words that two long texts need in common to be one voice
SWAPPED = 3  # lone words on each side that may still be one thing put in the place of another
NEGATIVE = frozenset(("ない", "無い", "ぬ", "ず", "まい", "ん"))
QUESTION = re.compile(  # a request in the form of a denied question: its own negation denies nothing
    r"\bwhy (?:not|don['’]?t|doesn['’]?t)\b"
    r"|(ない|ません|ないか|ないの|ないかな)(です)?(か|の|かな|でしょうか)?[?？]"
    r"|ませんか|ません(でしょうか|かね)|ないでしょうか|ないかな|てくれない$|んかな|せんか|(ん|へん)[?？]"
    r"|ない(の|もの|もん)(でしょうか|だろうか|ですか|かな|かね)"
    r"|(くれ|もらえ|貰え|いただけ|頂け)(ない|ん|へん|ねえ|ねー)(か|べか|だべか|ね|やろか|だろうか|もの|もん)"
)
DESCRIBED = re.compile(  # says what people are like or are spared, and denies nothing that is asked for
    r"\bwho (?:(?:do|does|did|can|could|have|has|had|are|is|was|were)(?: not|n['’]t)|cannot)\b|\b(?:should|must)n['’]t have to\b"
)
NOT_NEGATIVE = re.compile(
    r"ないと(困|だめ|駄目|いけ)|なければ(なら|いけ)|なきゃ|なくては|しかない|なくはない|なくもない|かもしれない|かもしれません|ほかない|に違いない|間違いない|たまらない|もったいない|しょうがない|仕方ない|仕方がない|とんでもない|何気ない|さりげない|危ない|少ない"
)
DIALECT_NEGATIVE = re.compile(
    r"(く|う)なか(と|ばい|よ|です|。|$)|へん(わ|ねん|で|。|$)|んでいい|んといて|あかん|いらん"
)
AND_NOT = re.compile(
    r"\b(?:and|or|nor)(?: (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must))? not\b"
)
UNWANTED = re.compile(r"(要|い)らない|\b(?:cut|chop|tear|pull|knock)(?:ting|ping|ing)? down\b")
ABOUT_TO = re.compile(r"うとし|[るだた]ところ(だ|です|で、|$|。)")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
KANJI_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
COUNTED = re.compile(
    r"[一二三四五六七八九十百千万]+(?=(つ|個|人|円|匹|頭|台|本|枚|回|日|時|分|冊|羽|名|両|袋|杯|年|週|月|歳|階|番|点|割|倍|着|足|組|種類|切れ|皿|車線))"
)
ENGLISH_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
    )
}
HARD = frozenset(("negation", "stance", "numbers", "contrast", "order"))  # what even a crowd cannot outvote
CLAUSE_ENDS = frozenset(("から", "けど", "けれど", "けれども", "が", "し", "のに"))
ENGLISH_ENDS = frozenset(("because", "so", "but", "since"))
SAYING = frozenset(("名詞", "動詞", "形容詞", "形状詞", "副詞"))
NAMES_END = frozenset(("stop", "drop", "ban"))
CONDITIONS = frozenset(("と", "ば", "たら", "だら", "なら"))
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
    few: bool
    against: bool
    positions: frozenset[str]
    ahead: bool
    done: bool
    roles: frozenset[tuple[str, str]]
    heads: frozenset[tuple[str, str]]  # what describes what: (茶色い, 犬)
    clauses: frozenset[frozenset[str]]  # its content words clause by clause
    wish: bool  # whether it asks for something; negative and against are then those of what it asks for
    asks: bool  # the same, or in an English phrase of asking: could you, it would be nice if


def read(text: str, words: Words | None = None) -> Reading:
    """Read one text for the guard."""
    lists = words or default_words()
    found = tokens(text)
    key = key_text(text)
    found = [_parked(found, i, lists) for i in range(len(found)) if not _ends_a_name(found, i, lists)]
    wish, before = _wish(found, lists)  # a reason says nothing about how many, where or when the wish is meant
    normals = {word for t in wish for word in _forms(t, lists)}
    spelt = _spelt(wish)
    return Reading(
        key=key,
        content=_content(found, lists),
        said=frozenset(
            word
            for i, t in enumerate(found)
            if _content([t], lists) and not _names_a_measure(found, i)
            for word in _forms(t, lists)
        ),
        nouns=frozenset(_content([t for t in found if t.pos == "名詞"], lists)),
        wished=frozenset(_content([t for t in wish if t.pos == "名詞"], lists)),
        deeds=frozenset(t.normal for t in wish if t.pos == "動詞") if text.isascii() else frozenset(before),
        things=frozenset(_content([t for t in found if t.pos == "名詞" and t.kind != "サ変可能"], lists)),
        negative=_denials(wish, lists),
        numbers=_numbers(key),
        only=any(t.surface in ("だけ", "のみ", "しか", "ばかり", "only") and t.pos in ("助詞", "名詞") for t in wish),
        many=bool(normals & lists.many) or bool(INDEFINITE.search(spelt)),
        few=bool(normals & lists.few),
        against=bool((before or normals) & lists.against or before & lists.removals) or bool(UNWANTED.search(key)),
        positions=frozenset(normals & lists.positions),
        ahead=bool(normals & lists.ahead) or bool(ABOUT_TO.search(spelt)),
        done=bool(normals & lists.done) or "終わっ" in spelt or "終え" in spelt,
        roles=_roles(found, lists),
        heads=_heads(found, lists),
        clauses=frozenset(frozenset(_content(part, lists)) for part in _clauses(found)),
        wish=(asking := any(
            _asks(found, i, lists) or t.normal in lists.stances or _forbids(found, i) for i, t in enumerate(found)
        )),
        asks=asking or (text.isascii() and any(phrase in key for phrase in (*lists.openings_en, *lists.closings_en))),
    )


def conflict(a: Reading, b: Reading, similarity: float, words: Words | None = None, kin: Kinship | None = None) -> str:
    """Why the two are not the same voice, one English word for the log; "" when nothing speaks against."""
    lists = words or default_words()
    if a.key == b.key:
        return ""
    if min(len(a.content), len(b.content)) >= LONG:
        return _conflict_of_long(a, b, similarity, lists, kin)
    checks = (
        ("negation", a.negative != b.negative and a.against == b.against),
        ("stance", a.against != b.against and bool(a.negative) == bool(b.negative)),
        ("only", a.only != b.only),
        ("numbers", _numbers_differ(a, b)),
        ("quantity", a.many != b.many),
        ("position", bool(a.positions - b.positions) and bool(b.positions - a.positions)),
        ("aspect", a.ahead != b.ahead or a.done != b.done),
    )
    for name, holds in checks:
        if holds:
            return name
    return _word_conflict(a, b, similarity, lists, kin)


def _conflict_of_long(a: Reading, b: Reading, similarity: float, words: Words, kin: Kinship | None) -> str:
    """Long texts say several things in many ways: only what they wish for at last tells yes from no."""
    turned = [(text.negative % 2 == 1) != text.against for text in (a, b) if text.wish]
    if (len(turned) == 2 and turned[0] != turned[1]) or turned == [True]:
        return "stance"
    if _numbers_differ(a, b):
        return "numbers"
    return _word_conflict(a, b, similarity, words, kin)


def _word_conflict(a: Reading, b: Reading, similarity: float, words: Words, kin: Kinship | None) -> str:
    left, right = set(a.content), set(b.content)
    shared = len(left & right) / max(len(left | right), 1)
    overlap = len(left & right) / max(min(len(left), len(right)), 1)
    long = min(len(a.content), len(b.content)) >= LONG
    for contrast in {c for word in a.said & words.contrasts_of.keys() for c in words.contrasts_of[word]}:
        one, other = a.said & contrast, b.said & contrast
        if one and other and (not one & other or (one != other and shared >= 0.6 and not long)):
            return "contrast"
    arranged = (a.roles, a.heads, a.clauses) == (b.roles, b.heads, b.clauses)
    if left == right and similarity < ORDERED and a.content != b.content and not arranged:
        return "order"
    if left & right and not long and (_swapped(a.roles, b.roles) or _swapped(a.heads, b.heads)):
        return "roles"
    if long and overlap < HALF:
        return "wording"
    lone_left, lone_right = sorted(left - right), sorted(right - left)
    if not lone_left or not lone_right:
        return ""
    one_each = bool(left & right) and len(lone_left) == len(lone_right) == 1
    if not one_each and (overlap < SUBSTITUTION or shared < ALIKE):
        return ""
    if abs(len(lone_left) - len(lone_right)) > 1:  # one swapped word leaves about as many on each side
        return ""
    if long and min(len(lone_left), len(lone_right)) > SWAPPED:
        return ""
    if kin and _all_kin(lone_left, lone_right, kin):
        return ""
    return "thing" if a.things - right and b.things - left else "wording"


def _all_kin(left: Sequence[str], right: Sequence[str], kin: Kinship) -> bool:
    """Every word of the shorter side has a near relative on the other: another word for the same thing."""
    few, more = sorted((left, right), key=len)
    return all(max(kin(word, other) for other in more) >= KIN for word in few)


def _wish(found: Sequence[Token], words: Words) -> tuple[Sequence[Token], set[str]]:
    """The clause that holds the wish, and its predicate: 「止める場所がないので作って」 asks to make something.

    A negation or 止める in a reason says nothing about the wish. Without a wish: all but its reasons, no predicate.
    """
    ends = [i for i, t in enumerate(found) if _ends_clause(found, i, t)]
    asking = [i for i in range(len(found)) if _asks(found, i, words)]
    saying = [i for i, t in enumerate(found) if t.normal in words.stances]
    if not asking and not saying:
        return _without_reasons(found), set()
    last = (asking or saying)[-1]
    starts = [i + 1 for i in ends if i < last]
    if not asking:
        return found[max([0, *starts]) : next((i for i in ends if i > last), len(found))], {found[last].normal}
    start = starts[-1] if starts else 0
    if len(starts) > 1 and not _content(found[start:last], words):  # 「……、お願いします」
        start = starts[-2]
    elif starts and not _content(found[start:last], words) and not found[last].surface.isascii():
        start = 0
    clause = found[start : next((i + 1 for i in ends if i > last), len(found))]  # with its mark: くれへん？
    if found[last].surface.isascii():
        return clause, {word for t in clause for word in _forms(t, words)}
    said = [words.synonyms.get(t.normal, t.normal) for t in found[start:last] if _content([t], words)]
    return clause, {*said[-1:], *_ended_before(found[:start], words)}


def _ended_before(found: Sequence[Token], words: Words) -> list[str]:
    """The verb of 「席をなくして、」 right before the wish: to end something is part of what is asked for."""
    if len(found) < 3 or found[-1].detail != "読点" or found[-2].surface not in ("て", "で"):
        return []
    deed = words.synonyms.get(found[-3].normal, found[-3].normal)
    return [deed] if found[-3].pos == "動詞" and deed in words.against | words.removals else []


def _asks(found: Sequence[Token], place: int, words: Words) -> bool:
    """A word of wishing; 「…といい」「…ほうがいい」「…てはどう」; a request that ends with て or を."""
    token, before = found[place], found[max(place - 2, 0) : place]
    if token.normal in words.wishes:
        return True
    if token.normal in words.pleasing and before:
        return before[-1].surface in CONDITIONS or [t.normal for t in before] == ["方", "が"]
    if token.surface == "どう" and before:
        return before[-1].surface in ("は", "たら", "だら")  # 置いてはどうでしょう
    after = found[place + 1].detail if place + 1 < len(found) else "句点"
    return after == "句点" and (token.surface, token.detail) in (("て", "接続助詞"), ("で", "接続助詞"), ("を", "格助詞"))


def _without_reasons(found: Sequence[Token]) -> Sequence[Token]:
    """The text without the clauses that only say why (〜ので, 〜から, because …); all of it where nothing else is."""
    parts = _clauses(found)
    kept = [
        part
        for part, before in zip(parts, [[], *parts], strict=False)
        if not _gives_reason(part) and not (before and before[-1].surface in ("because", "since"))
        and [t.surface for t in part if t.pos != "空白"][:1] != ["that"]
    ]
    return [token for part in kept for token in part] or found


def _gives_reason(part: Sequence[Token]) -> bool:
    said = [t for t in part if t.detail != "読点"]
    if len(said) < 2:
        return False
    return (said[-2].detail, said[-1].surface) == ("準体助詞", "で") or (
        (said[-1].surface, said[-1].detail) == ("から", "接続助詞")
    )


def _ends_clause(found: Sequence[Token], place: int, token: Token) -> bool:
    if token.detail in ("句点", "読点") or token.surface in ENGLISH_ENDS or token.surface in ".,;!?":
        return True
    if token.surface in ("で", "に") and place and found[place - 1].detail == "準体助詞":  # ので, のに
        return True
    return token.detail == "接続助詞" and token.surface in CLAUSE_ENDS


def _forms(token: Token, words: Words) -> set[str]:
    """How the lists may know a word: its normal form; an English one, there often katakana, as it is written too."""
    normal = words.synonyms.get(token.normal, token.normal).lower()
    return {normal, token.surface, singular(token.surface)} if token.surface.isascii() else {normal}


def _ends_a_name(found: Sequence[Token], place: int, words: Words) -> bool:
    """The "stop" of "bus stop": after an English noun the word is the end of a name and opposes nothing."""
    token, before = found[place], next((t for t in reversed(found[:place]) if t.pos != "空白"), None)
    if not before or not (token.surface + before.surface).isascii() or singular(token.surface) not in NAMES_END:
        return False
    return before.pos == "名詞" and before.detail == "普通名詞" and bool(_content([before], words))


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


def _content(found: Sequence[Token], words: Words) -> tuple[str, ...]:
    kept = []
    for t in found:
        normal = words.synonyms.get(t.normal, t.normal).lower()
        empty = normal in NEGATIVE or normal in words.light or normal in words.stop
        says = t.pos in SAYING or t.normal in words.synonyms  # 大きな is 大きい
        if says and t.detail != "数詞" and not empty:
            kept.append(normal)
    return tuple(kept)


def _spelt(found: Sequence[Token]) -> str:
    """The text of the tokens; the words of one English entry (no more) come out of the dictionary without blanks."""
    pairs = pairwise([*found, Token("", "", "", "", "")])
    return "".join(
        f"{a.surface} "
        if f"{a.surface}{b.surface}".isascii() and a.surface.isalpha() and b.surface.isalpha()
        else a.surface
        for a, b in pairs
    )


def _clauses(found: Sequence[Token]) -> list[Sequence[Token]]:
    ends = [i + 1 for i, t in enumerate(found) if _ends_clause(found, i, t)]
    return [found[start:end] for start, end in pairwise([0, *ends, len(found)]) if start < end]


def _denials(found: Sequence[Token], words: Words) -> int:
    """Clauses that deny: two denials in one cancel out (なくはない), in two they do not."""
    return sum(_negations(part, _spelt(part), words) % 2 for part in _clauses(found))


def _negations(found: Sequence[Token], key: str, words: Words) -> int:
    count = sum(
        (t.normal in NEGATIVE and t.pos in ("助動詞", "形容詞") and t.surface != "ん")
        or (t.surface == "ん" and t.pos == "助動詞")
        or _forbids(found, i)
        for i, t in enumerate(found)
    )
    count -= sum(
        match.group().count("な")
        for match in NOT_NEGATIVE.finditer(key)
        if "ない" in match.group() or "なければ" in match.group()
    )
    count += bool(DIALECT_NEGATIVE.search(key)) and count == 0
    english = re.findall(r"[a-z']+", key)
    foreign = sum(word in words.negations_en or word.endswith("n't") for word in english)
    again = len(AND_NOT.findall(key)) if foreign > 1 else 0  # "not A and not B" denies twice and affirms nothing
    count = max(count, 0) + max(foreign - again, min(foreign, 1)) - len(DESCRIBED.findall(key))
    return int(max(count - bool(QUESTION.search(key)), 0))


def _forbids(found: Sequence[Token], place: int) -> bool:
    """The な of 「まくな」."""
    return (
        found[place].surface == "な"
        and found[place].detail == "終助詞"
        and place > 0
        and found[place - 1].pos == "動詞"
    )


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


def _numbers_differ(a: Reading, b: Reading) -> bool:
    """Other numbers, or the same with other bounds; 八時 and 八時まで do not contradict each other."""
    if not a.numbers or not b.numbers:
        return False
    mine, theirs = ({number for number, _ in text.numbers} for text in (a, b))
    if mine - theirs and theirs - mine:
        return True
    return any(x and y and m == n and x != y for m, x in a.numbers for n, y in b.numbers)


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


def _swapped(mine: frozenset[tuple[str, str]], theirs: frozenset[tuple[str, str]]) -> bool:
    """Two shared words that exchanged their partners: 犬が猫を / 猫が犬を, 茶色い犬と緑の鳥 / 緑の犬と茶色い鳥."""
    here, there = _one_each(mine), _one_each(theirs)
    both = [word for word in here if word in there and here[word] != there[word]]
    return any(here[x] == there[y] and here[y] == there[x] for x in both for y in both if x < y)


def _one_each(pairs: frozenset[tuple[str, str]]) -> dict[str, str]:
    """The partner of each word that has only one in the text; which of two counts must not hang on chance."""
    times = Counter(word for word, _ in pairs)
    return {word: partner for word, partner in pairs if times[word] == 1}
