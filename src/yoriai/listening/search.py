"""Similar voices: exact scores for a file, and a fast index for looking while someone types."""

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from yoriai.listening.embedders import Embedder, Vectors, encode_texts
from yoriai.listening.terms import character_ngrams, term_lists
from yoriai.listening.voices import Voice, key_text
from yoriai.listening.weights import count_matrix, inverse_frequency, weigh
from yoriai.listening.words import Words, default_words

TERM_SHARE = 0.15
SHORTLIST = 400


@dataclass(frozen=True)
class Similar:
    """One hit: `similarity` = closeness of the raw texts, `score` = that + 0.15 × share of terms found."""

    voice: str
    text: str
    similarity: float
    score: float
    terms: tuple[str, ...]


class SimilarIndex:
    """Voices held ready for queries; grows by `add`, forgets by `remove`. 2 kB of vector per voice.

    A query is answered by the vectors of all voices and an inverted list of terms and character pairs, so a
    word of two signs, another spelling (ｶﾚｰﾊﾟﾝ) and a synonym (でかい) all find their voice.
    """

    def __init__(
        self,
        voices: Sequence[Voice],
        embedder: Embedder,
        vectors: Vectors | None = None,
        words: Words | None = None,
    ) -> None:
        self._embedder, self._words = embedder, words or default_words()
        self._voices: list[Voice | None] = []
        self._terms: list[frozenset[str]] = []
        self._keys: list[str] = []
        self._postings: dict[str, array[int]] = defaultdict(lambda: array("i"))
        self._rows = np.zeros((1024, embedder.dim), np.float32)
        self.add(voices, vectors)

    def add(self, voices: Sequence[Voice], vectors: Vectors | None = None) -> None:
        """Take new voices in; `vectors` may be given when they are stored already."""
        rows = encode_texts(self._embedder, [v.text for v in voices]) if vectors is None else vectors
        for voice, terms in zip(voices, term_lists([v.text for v in voices], self._words), strict=True):
            number = len(self._voices)
            self._voices.append(voice)
            self._terms.append(frozenset(terms))
            self._keys.append(key_text(voice.text))
            for part in {*terms, *character_ngrams(voice.text)}:
                self._postings[part].append(number)
        self._keep(rows)

    def _keep(self, rows: Vectors) -> None:
        """Put the newest vectors at the end; room is doubled so that one more voice costs no copy of all."""
        used, needed = len(self._voices) - len(rows), len(self._voices)
        if needed > len(self._rows):
            room = np.zeros((max(needed, 2 * len(self._rows)), self._rows.shape[1]), np.float32)
            room[:used] = self._rows[:used]
            self._rows = room
        self._rows[used:needed] = rows

    def remove(self, person: str) -> int:
        """Forget every voice of a person, vectors and words included; returns how many there were."""
        gone = [i for i, voice in enumerate(self._voices) if voice and voice.person == person]
        for number in gone:
            for part in {*self._terms[number], *character_ngrams(self._keys[number])}:
                self._postings[part].remove(number)
            self._voices[number], self._terms[number], self._keys[number] = None, frozenset(), ""
            self._rows[number] = 0
        return len(gone)

    def search(self, query: str, count: int = 5) -> list[Similar]:
        """The `count` most similar voices, best first; equal scores in order of arrival."""
        if not self._voices or not query.strip():
            return []
        terms = frozenset(term_lists([query], self._words)[0]) - self._words.stop
        near = self._similarities(query)
        pool = self._pool(query, terms, near)
        hits = [self._hit(number, terms, float(near[number])) for number in pool if self._voices[number]]
        order = sorted(range(len(hits)), key=lambda i: (-hits[i].score, pool[i]))
        return [hits[i] for i in order[:count]]

    def _similarities(self, query: str) -> NDArray[np.float32]:
        if not self._embedder.dim:
            return self._term_similarities(query)
        vector = encode_texts(self._embedder, [query])[0]
        return np.asarray(self._rows[: len(self._voices)] @ vector, np.float32)

    def _term_similarities(self, query: str) -> NDArray[np.float32]:
        lists = [sorted(terms) for terms in self._terms]
        counts, _ = count_matrix([*lists, term_lists([query], self._words)[0]])
        weighed = weigh(counts, inverse_frequency(counts))
        return np.asarray((weighed[:-1] @ sparse.csr_matrix(weighed[-1]).T).toarray().ravel(), np.float32)

    def _pool(self, query: str, terms: frozenset[str], near: NDArray[np.float32]) -> list[int]:
        top = np.argpartition(-near, min(SHORTLIST, len(near)) - 1)[:SHORTLIST].tolist()
        points = np.zeros(len(self._voices))
        for part in sorted({*terms, *character_ngrams(query)}):
            if part in self._postings:
                found = np.array(self._postings[part])
                points[found] += np.log1p(len(points) / max(len(found), 1))
        worded = np.argsort(-points, kind="stable")[:SHORTLIST]
        return sorted({*top, *worded[points[worded] > 0].tolist()})

    def _hit(self, number: int, terms: frozenset[str], near: float) -> Similar:
        voice = self._voices[number]
        assert voice is not None
        key = self._keys[number]
        found = tuple(sorted(term for term in terms if term in self._terms[number] or term in key))
        share = len(found) / len(terms) if terms else 0.0
        return Similar(voice.id, voice.text, round(near, 4), round(near + TERM_SHARE * share, 4), found)


def similar(
    query: str, voices: Sequence[Voice], embedder: Embedder, count: int = 5, words: Words | None = None
) -> list[Similar]:
    """The most similar voices of a list, for one question."""
    return SimilarIndex(voices, embedder, words=words).search(query, count)
