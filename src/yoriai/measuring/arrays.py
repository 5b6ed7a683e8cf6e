"""Names for the array types, and the order of rows that does not depend on the order of the file."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def canonical_order(columns: Sequence[Sequence[object]]) -> Ints:
    """Order of rows by the hash of their content, shape (n,).

    A shuffled file then draws the same bootstrap samples and breaks ties alike. The hash, not the content,
    decides: sorting by an outcome would hand ties to the better one.
    """
    keys = [
        blake2b("\x1f".join(map(repr, row)).encode(), digest_size=12).digest() for row in zip(*columns, strict=True)
    ]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)
