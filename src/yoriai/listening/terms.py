"""Sudachi terms of a text and their weights; character n-grams where no dictionary is installed."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

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


@cache
def tokenizer() -> Any:
    """The Sudachi tokenizer in split mode A, or None when no dictionary is installed (core, small, full)."""
    try:
        from sudachipy import Dictionary, SplitMode  # noqa: PLC0415 – paid only when needed
    except ImportError:
        return None
    for name in ("core", "small", "full"):
        try:
            dictionary = Dictionary(dict=name)
        except Exception:  # noqa: S112 – sudachipy raises its own untyped errors; try the next one
            continue
        make = getattr(dictionary, "tokenizer", None) or dictionary.create
        return make(mode=SplitMode.A)
    return None


def tokens(text: str) -> list[Token]:
    """Tokens of the key text, in order. Never fails on long text, emoji or an empty string."""
    tool, key = tokenizer(), key_text(text)
    if tool is None:
        return [Token(word, word, word, "名詞", "普通名詞") for word in re.findall(r"\w+", key)]
    found: list[Token] = []
    for start in range(0, len(key), PIECE):
        for m in tool.tokenize(key[start : start + PIECE]):
            found += _of_morpheme(m)
    return found


_SEEN: dict[int, tuple[str, tuple[Token, ...]]] = {}  # by entry of the dictionary; asking Sudachi again is slow
MOST_SEEN = 60_000


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
        made = (Token(surface, m.normalized_form(), m.dictionary_form(), pos[0], pos[1]),)
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
    return Token(word, form, word, "名詞", "普通名詞")


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


def term_lists(texts: Sequence[str], words: Words | None = None) -> list[list[str]]:
    """Terms per text, from Sudachi or, without a dictionary, character 2- and 3-grams."""
    lists = words or default_words()
    if tokenizer() is None:
        return [character_ngrams(text) for text in texts]
    return [content_terms(tokens(text), lists) for text in texts]


def character_ngrams(text: str) -> list[str]:
    key = re.sub(r"\s+", " ", key_text(text)).strip()
    return [key[i : i + n] for n in (2, 3) for i in range(len(key) - n + 1)] or ([key] if key else [])


def count_matrix(lists: Sequence[Sequence[str]]) -> tuple[sparse.csr_matrix, list[str]]:
    """(n, v) term counts and the sorted vocabulary; the same lists in any order give the same columns."""
    vocabulary = sorted({term for terms in lists for term in terms})
    column = {term: i for i, term in enumerate(vocabulary)}
    indptr, indices, data = [0], [], []
    for terms in lists:
        for index, count in sorted(Counter(column[term] for term in terms).items()):
            indices.append(index)
            data.append(count)
        indptr.append(len(indices))
    shape = (len(lists), len(vocabulary))
    parts = (np.array(data, np.float32), np.array(indices, np.int32), np.array(indptr, np.int32))
    return sparse.csr_matrix(parts, shape=shape), vocabulary


def weigh(counts: sparse.csr_matrix, idf: NDArray[np.float32]) -> sparse.csr_matrix:
    """(1 + ln tf) · idf with rows of unit length; a row without terms stays zero and stays finite."""
    weighed = counts.copy()
    weighed.data = ((1 + np.log(np.maximum(weighed.data, 1))) * idf[weighed.indices]).astype(np.float32)
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    scale = np.divide(1, length, out=np.zeros_like(length), where=length > 0)
    return sparse.csr_matrix(sparse.diags(scale.astype(np.float32)) @ weighed)


def inverse_frequency(counts: sparse.csr_matrix, weights: NDArray[np.float64] | None = None) -> NDArray[np.float32]:
    """idf = ln((1 + N) / (1 + df)) + 1; with `weights` row i counts that many times."""
    each = np.ones(counts.shape[0]) if weights is None else weights
    frequency = np.bincount(counts.indices, np.repeat(each, np.diff(counts.indptr)), minlength=counts.shape[1])
    return np.asarray(np.log((1 + each.sum()) / (1 + frequency)) + 1, np.float32)
