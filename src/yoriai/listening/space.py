"""The hybrid space: ½ centred encoder + ½ terms, so that a dot product is a theme similarity."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from yoriai.listening.embedders import Embedder, Vectors, encode_texts, unit_rows
from yoriai.listening.terms import term_lists
from yoriai.listening.weights import count_matrix, inverse_frequency, weigh
from yoriai.listening.words import Words, everyday_sentences

Weights = NDArray[np.float64]
KAPPA = 20.0
STEEP = 1.5  # steeper than for a search: what all speak of tells no theme from another (docs/decisions/0012)
_CENTRES: dict[tuple[str, str], Vectors] = {}


@dataclass(frozen=True)
class Space:
    """n voices. `close`: (n, d) centred unit rows for echoes. `dense` and `terms`: the two halves, scaled."""

    close: Vectors
    dense: Vectors
    terms: sparse.csr_matrix
    centre: Vectors
    idf: NDArray[np.float32]
    vocabulary: tuple[str, ...]

    def rows(self, pick: NDArray[np.int64]) -> "Space":
        parts = (self.close[pick], self.dense[pick], sparse.csr_matrix(self.terms[pick]))
        return Space(*parts, self.centre, self.idf, self.vocabulary)

    def folded(self, groups: NDArray[np.int64]) -> "Space":
        """One row for each group 0, 1, …: the mean of its members, scaled to unit length."""
        shape = (int(groups.max(initial=-1)) + 1, len(groups))
        member = sparse.csr_matrix((np.ones(len(groups), np.float32), (groups, np.arange(len(groups)))), shape=shape)
        dense, terms = np.asarray(member @ self.dense, np.float32), sparse.csr_matrix(member @ self.terms)
        square = np.einsum("ij,ij->i", dense, dense) + np.asarray(terms.multiply(terms).sum(axis=1)).ravel()
        scale = np.divide(1, np.sqrt(square), out=np.zeros(shape[0], np.float32), where=square > 0)
        parts = (dense * scale[:, None], sparse.csr_matrix(sparse.diags(scale) @ terms))
        return Space(np.zeros((shape[0], 0), np.float32), *parts, self.centre, self.idf, self.vocabulary)


def build_space(vectors: Vectors, texts: Sequence[str], embedder: Embedder, words: Words | None = None) -> Space:
    """The space of n texts. A voice without terms rests on the encoder alone and the reverse."""
    counts, vocabulary = count_matrix(term_lists(texts, words))
    return weighed_space(vectors, counts, vocabulary, embedder, np.ones(len(texts)))


def weighed_space(
    vectors: Vectors, counts: sparse.csr_matrix, vocabulary: Sequence[str], embedder: Embedder, weights: Weights
) -> Space:
    """The space whose centre and term frequencies count row i `weights[i]` times: a campaign bends neither."""
    idf = inverse_frequency(counts, weights) ** STEEP
    centre = shrunk_centre(vectors, embedder, weights)
    close = centred(vectors, centre)
    dense, terms = halves(close, weigh(counts, idf))
    return Space(close, dense, terms, centre, idf, tuple(vocabulary))


def halves(close: Vectors, terms: sparse.csr_matrix) -> tuple[Vectors, sparse.csr_matrix]:
    """Scale both parts so that a row has length 1 (√½ each, or 1 where the other part is empty)."""
    has_terms = np.diff(terms.indptr) > 0
    has_dense = np.any(close != 0, axis=1) if close.shape[1] else np.zeros(close.shape[0], bool)
    half = np.float32(np.sqrt(0.5))
    dense_scale = np.where(has_terms, half, np.float32(1))[:, None]
    terms_scale = np.where(has_dense, half, np.float32(1))
    return (close * dense_scale).astype(np.float32), sparse.csr_matrix(sparse.diags(terms_scale) @ terms)


def shrunk_centre(vectors: Vectors, embedder: Embedder, weights: Weights | None = None) -> Vectors:
    """μ = (n · mean + κ · μ0) / (n + κ): three voices do not become opposite poles of each other."""
    if not vectors.shape[1]:
        return np.zeros(0, np.float32)
    each = np.any(vectors != 0, axis=1) * (np.ones(len(vectors)) if weights is None else weights)
    total = each @ vectors + KAPPA * everyday_centre(embedder)
    return np.asarray(total / (each.sum() + KAPPA), np.float32)


def everyday_centre(embedder: Embedder) -> Vectors:
    """Mean vector of the everyday sentences, computed once per embedder and version."""
    key = (embedder.name, embedder.version)
    if key not in _CENTRES:
        rows = encode_texts(embedder, everyday_sentences())
        _CENTRES[key] = np.asarray(rows.mean(axis=0, dtype=np.float64), np.float32)
    return _CENTRES[key]


def centred(vectors: Vectors, centre: Vectors) -> Vectors:
    """Rows minus the centre, unit length; the zero row of a blank voice stays zero."""
    if not vectors.shape[1]:
        return vectors
    spoken = np.any(vectors != 0, axis=1)[:, None]
    return unit_rows(np.where(spoken, vectors - centre, np.float32(0)))
