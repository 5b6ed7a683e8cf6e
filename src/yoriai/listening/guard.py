"""The polarity guard: near in meaning is not the same opinion. Says why two texts must not be called echoes.

Blocks echo links only; opposite voices may and should share a theme. The lists are data (`words.toml`).
"""

from collections.abc import Callable, Mapping, Sequence

from yoriai.listening.meaning import Reading
from yoriai.listening.words import Words, default_words

Kinship = Callable[[str, str], float]  # closeness of two single words, −1 … 1
ORDERED = 0.995
SUBSTITUTION = 0.6  # share of the shorter text's content words that both have
ALIKE = 0.34  # Jaccard below this is another wording altogether, not one swapped word
KIN = 0.75  # two words this close name the same thing (乳母車, ベビーカー)
LONG = 12  # content words from which a text says several things, and one sign of difference is no opposition
HALF = 0.5  # share of the shorter one's words that two long texts need in common to be one voice
SWAPPED = 3  # lone words on each side that may still be one thing put in the place of another
HARD = frozenset(("negation", "stance", "numbers", "contrast", "order"))  # what even a crowd cannot outvote


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
    if left & right and not long and any(map(_swapped, a.partners, b.partners)):
        return "roles"
    if long and overlap < HALF:
        return "wording"
    lone_left, lone_right = sorted(left - right), sorted(right - left)
    if not lone_left or not lone_right:
        return ""
    if a.wish and b.wish and len(left & right) == 1 and not (kin and _any_kin(lone_left, lone_right, kin)):
        return "wording"  # two wishes about one thing: more tomatoes, cheaper tomatoes
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


def _any_kin(left: Sequence[str], right: Sequence[str], kin: Kinship) -> bool:
    return any(kin(word, other) >= KIN for word in left for other in right)


def _all_kin(left: Sequence[str], right: Sequence[str], kin: Kinship) -> bool:
    """Every word of the shorter side has a near relative on the other: another word for the same thing."""
    few, more = sorted((left, right), key=len)
    return all(max(kin(word, other) for other in more) >= KIN for word in few)


def _numbers_differ(a: Reading, b: Reading) -> bool:
    """Other numbers, or the same with other bounds; 八時 and 八時まで do not contradict each other."""
    if not a.numbers or not b.numbers:
        return False
    mine, theirs = ({number for number, _ in text.numbers} for text in (a, b))
    if mine - theirs and theirs - mine:
        return True
    return any(x and y and m == n and x != y for m, x in a.numbers for n, y in b.numbers)


def _swapped(here: Mapping[str, str], there: Mapping[str, str]) -> bool:
    """Two shared words that exchanged their partners: 犬が猫を / 猫が犬を, 茶色い犬と緑の鳥 / 緑の犬と茶色い鳥."""
    both = [word for word in here if word in there and here[word] != there[word]]
    return any(here[x] == there[y] and here[y] == there[x] for x in both for y in both if x < y)
