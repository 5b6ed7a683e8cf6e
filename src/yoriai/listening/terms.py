"""Sudachi terms of a text; character n-grams where no dictionary is installed."""

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

from yoriai.listening.voices import key_text
from yoriai.listening.words import Words, default_words

CONTENT = frozenset(("名詞", "動詞", "形容詞", "副詞", "形状詞", "連体詞", "接頭辞", "接尾辞", "代名詞"))
KATAKANA = re.compile(r"[ァ-ヶー]+")
ENGLISH = re.compile(r"[a-z]+(?:[-'’ ]+[a-z]+)*")
PIECE = 8_000  # characters; Sudachi refuses more than 49,149 bytes at once


@dataclass(frozen=True, slots=True)
class Token:
    surface: str
    normal: str  # normalised form: ﾊﾞﾀｰ, バター → バター
    base: str  # dictionary form, for showing
    pos: str
    detail: str
    kind: str = ""  # サ変可能: a noun that names an action


@cache
def _maker() -> Callable[[], Any]:
    """Makes tokenizers in split mode A over one dictionary (core, small, full); makes None when none is installed."""
    try:
        from sudachipy import Dictionary, SplitMode  # noqa: PLC0415 – paid only when needed
    except ImportError:
        return lambda: None
    for name in ("core", "small", "full"):
        try:
            dictionary = Dictionary(dict=name)
        except Exception:  # noqa: S112 – sudachipy raises its own untyped errors; try the next one
            continue
        return partial(getattr(dictionary, "tokenizer", None) or dictionary.create, mode=SplitMode.A)
    return lambda: None


_of_thread = threading.local()  # a tokenizer serves one thread at a time; the dictionary below it is shared
_loading = threading.Lock()  # threads that come first together must not load a dictionary each: it is 80 MB


def tokenizer() -> Any:
    """This thread's Sudachi tokenizer, or None when no dictionary is installed."""
    if not hasattr(_of_thread, "tokenizer"):
        with _loading:
            make = _maker()
        _of_thread.tokenizer = make()
    return _of_thread.tokenizer


def tokens(text: str) -> Sequence[Token]:
    """Tokens of the key text, in order. Never fails on long text, emoji or an empty string."""
    tool, key = tokenizer(), key_text(text)
    if tool is None:
        return [Token(word, word, word, "名詞", "普通名詞") for word in re.findall(r"\w+", key)]
    found: list[Token] = []
    for start in range(0, len(key), PIECE):
        for m in tool.tokenize(key[start : start + PIECE]):
            found += _of_morpheme(m)
    return _joined(found)


def _joined(found: Sequence[Token]) -> Sequence[Token]:
    """Tokens with the words of our lists whole again that the short units cut up: 飛行機, お店, 大きさ."""
    known = _compounds()
    kept: list[Token] = []
    place = 0
    while place < len(found):
        left = len(found) - place
        count = next((n for n in (3, 2) if n <= left and _surface(found[place : place + n]) in known), 1)
        kept.append(found[place] if count == 1 else _compound(found[place : place + count]))
        place += count
    return kept


def _surface(found: Sequence[Token]) -> str:
    return "".join(token.surface for token in found)


def _compound(parts: Sequence[Token]) -> Token:
    word = _surface(parts)
    inflected = parts[0].pos in ("形容詞", "動詞") and parts[-1].surface != "さ"
    pos, detail = (parts[0].pos, parts[0].detail) if inflected else ("名詞", "普通名詞")
    return Token(word, word, word, pos, detail)


@cache
def _compounds() -> frozenset[str]:
    lists = default_words()
    listed = {word for words in (*lists.contrasts, lists.many, lists.few) for word in words} | lists.synonyms.keys()
    return frozenset(word for word in listed if len(word) > 1 and not word.isascii())


_SEEN: dict[int, tuple[str, tuple[Token, ...]]] = {}  # by entry of the dictionary; asking Sudachi again is slow
MOST_SEEN = 20_000


def _of_morpheme(m: Any) -> tuple[Token, ...]:
    """The tokens of one morpheme: itself, or the words of an English phrase. Known entries are remembered."""
    surface, entry = m.surface(), m.word_id()
    known = _SEEN.get(entry)
    if known and known[0] == surface:
        return known[1]
    if surface[0] <= "z" and ENGLISH.fullmatch(surface):
        made = tuple(english(word) for word in surface.split())
    else:
        pos = m.part_of_speech()
        made = (Token(surface, m.normalized_form(), m.dictionary_form(), pos[0], pos[1], pos[2]),)
    if not m.is_oov() and len(_SEEN) < MOST_SEEN:
        _SEEN[entry] = surface, made
    return made


@lru_cache(maxsize=50_000)
def english(word: str) -> Token:
    """An English word: function words as they are; of others the singular, in katakana where Japanese has it.

    Plurals by the three rules of Harman's S-stemmer (1991), so that size, sizes and サイズ are one term.
    """
    lists = default_words()
    form = word if word in lists.stop or word in lists.light or word in lists.synonyms else singular(word)
    if form not in lists.stop and form not in lists.light and form not in lists.synonyms:
        parts = list(tokenizer().tokenize(form))
        joined = parts[0].normalized_form() if len(parts) == 1 else ""
        form = joined if KATAKANA.fullmatch(joined) else form
    return Token(word, form, word, *_english_kind(word, lists))


def _english_kind(word: str, words: Words) -> tuple[str, str]:
    """Verb or adjective by the lists, in their regular forms too (adds, added, milder); any other word is a noun."""
    stems = {word} | {word.removesuffix(end) for end in ("s", "es", "d", "ed", "ing")}
    if word.endswith("ing"):
        stems.add(word.removesuffix("ing") + "e")
    if stems & words.verbs_en:
        return "動詞", "一般"
    degrees = {word.removesuffix(end) + more for end in ("er", "est", "ier", "iest", "r", "st") for more in ("", "y")}
    return ("形容詞", "一般") if degrees & words.adjectives_en else ("名詞", "普通名詞")


def singular(word: str) -> str:
    """boxes → box, bakeries → bakery, sizes → size; glass, bus and this stay."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "'s")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]


def content_terms(found: Iterable[Token], words: Words) -> list[str]:
    """Normalised content words with synonyms joined. Common words stay: their weight is low already."""
    return [words.synonyms.get(t.normal, t.normal).lower() for t in found if t.pos in CONTENT]


def term_lists(
    texts: Sequence[str], words: Words | None = None, found: Sequence[Sequence[Token]] | None = None
) -> list[list[str]]:
    """Terms per text, from Sudachi or, without a dictionary, character 2- and 3-grams. `found`: known tokens."""
    lists = words or default_words()
    if tokenizer() is None:
        return [character_ngrams(text) for text in texts]
    return [content_terms(each, lists) for each in found or map(tokens, texts)]


def character_ngrams(text: str) -> list[str]:
    key = re.sub(r"\s+", " ", key_text(text)).strip()
    return [key[i : i + n] for n in (2, 3) for i in range(len(key) - n + 1)] or ([key] if key else [])
