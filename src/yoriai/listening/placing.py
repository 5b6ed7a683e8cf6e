"""A new voice meets the themes there are: at once, with the three nearest and the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from yoriai.listening.courtesy import plain
from yoriai.listening.embedders import Embedder, encode_texts
from yoriai.listening.grouping import LEAST, group_sums
from yoriai.listening.identity import Theme
from yoriai.listening.space import Space, build_space, centred, halves
from yoriai.listening.terms import term_lists
from yoriai.listening.voices import Voice
from yoriai.listening.weights import weigh
from yoriai.listening.words import Words, default_words


@dataclass(frozen=True)
class Place:
    """One suggestion. `nearest`: up to three voice ids of the theme; `shared`: terms they have in common."""

    theme: str
    similarity: float
    nearest: tuple[str, ...]
    shared: tuple[str, ...]
    words: str


def in_words(similarity: float) -> str:
    """The similarity as people say it."""
    if similarity >= 0.7:
        return "とても近い"
    return "近い" if similarity >= 0.5 else "少し近い"


class Placing:
    """The themes held ready for new voices. Nothing is moved: a person confirms, a rebuild settles."""

    def __init__(
        self, voices: Sequence[Voice], themes: Sequence[Theme], embedder: Embedder, words: Words | None = None
    ) -> None:
        self._voices, self._embedder, self._words = list(voices), embedder, words or default_words()
        texts = [voice.text for voice in voices]
        vectors = encode_texts(embedder, [plain(text, self._words) for text in texts])
        self._space: Space = build_space(vectors, texts, embedder, self._words)
        level = max((theme.level for theme in themes), default=0)
        self._themes = [theme for theme in themes if theme.level == level]
        row_of = {voice.id: i for i, voice in enumerate(voices)}
        self._members = [np.array([row_of[v] for v in theme.voices], np.int64) for theme in self._themes]
        labels = np.full(len(texts), -1, np.int64)
        for number, members in enumerate(self._members):
            labels[members] = number
        self._dense, self._terms, self._sizes = group_sums(self._space, labels)
        self._column = {term: i for i, term in enumerate(self._space.vocabulary)}

    def place(self, text: str, count: int = 3) -> list[Place]:
        """The nearest themes, best first, all at mean similarity ≥ 0.12; none means ひとりの声."""
        if not self._themes or not text.strip():
            return []
        dense, terms = self._row(text)
        means = (dense @ self._dense.T + (terms @ self._terms.T).toarray())[0] / self._sizes
        means = np.round(means, 6)
        order = [int(i) for i in np.lexsort((np.arange(len(means)), -means)) if means[i] >= LEAST][:count]
        return [self._place(i, dense, terms) for i in order]

    def _row(self, text: str) -> tuple[np.ndarray, sparse.csr_matrix]:
        close = centred(encode_texts(self._embedder, [plain(text, self._words)]), self._space.centre)
        known = [term for term in term_lists([text], self._words)[0] if term in self._column]
        columns = sorted({self._column[term] for term in known})
        data = np.array([sum(self._column[t] == c for t in known) for c in columns], np.float32)
        shape = (1, len(self._column))
        counts = sparse.csr_matrix((data, (np.zeros(len(columns), np.int64), columns)), shape=shape)
        return halves(close, weigh(counts, self._space.idf))

    def _place(self, number: int, dense: np.ndarray, terms: sparse.csr_matrix) -> Place:
        members = self._members[number]
        near = self._space.dense[members] @ dense[0] + (self._space.terms[members] @ terms.T).toarray()[:, 0]
        best = members[np.lexsort((members, -np.round(near, 6)))[:3]]
        said = set(self._space.terms[best].indices.tolist())
        shared = tuple(self._space.vocabulary[c] for c in terms.indices.tolist() if c in said)
        top = float(near.max())
        theme = self._themes[number].id
        return Place(theme, round(top, 4), tuple(self._voices[i].id for i in best), shared, in_words(top))
