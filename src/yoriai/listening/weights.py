"""Terms of many voices as a matrix: counts, inverse frequencies, weighed rows."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


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
