"""Vertical Japanese for posters: where columns break and how each cell stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import inf

import budoux

# Two digits share a cell; a Latin word lies on its side; everything else stands.
CELL = re.compile(r"(?<!\d)\d\d(?!\d)|[A-Za-z][A-Za-z'’.-]{3,9}|.")
CLOSING = "、。，．」』）】〕〉》！？!?ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…"
PAUSES = tuple("、。，．！？!?")
PAUSE_WORTH = 14  # a column that ends where the voice pauses may be this much less even
PITCH = 1.5  # em from column to column
FEWER = 0.88  # one column less is worth type this much smaller: tall columns read better than many
RUN_ON = 0.85  # and so is every pause that does not fall inside a column
# how many em a column may have, how many columns, and how long a phrase may be before it is cut
SHAPES = ((12, 5, 12), (18, 8, 12), (24, 9, 8))


@dataclass(frozen=True)
class Cell:
    """What stands in one place of a column."""

    text: str
    kind: str  # 'upright', 'pair' (tate-chu-yoko) or 'lying'

    @property
    def length(self) -> float:
        """Its height in the column, in em."""
        return round(0.58 * len(self.text) + 0.2, 2) if self.kind == "lying" else 1.0


@dataclass(frozen=True)
class Columns:
    """Columns from right to left, and the type size in mm at which they fill their place."""

    cells: tuple[tuple[Cell, ...], ...]
    size: float


Piece = tuple[Cell, ...]


def columns(words: str, *, height: float, width: float, largest: float) -> Columns:
    """Break words into few columns between phrases, in the largest type that fits; lengths in mm."""
    phrases = [tuple(cells(phrase)) for phrase in phrases_of(words)]
    for limit, most, longest in SHAPES:
        pieces = [piece for phrase in phrases for piece in split(phrase, longest)]
        choices = [
            sized(broken, height, width, largest)
            for count in range(min(2, len(pieces)), most + 1)
            if (broken := balanced(pieces, count, limit)) is not None
        ]
        if choices:
            return max(choices, key=worth)
    raise ValueError("too many words for vertical columns")


def column(words: str, *, height: float, largest: float) -> Columns:
    """All words in one column, in type small enough for the height; lengths in mm."""
    return sized((tuple(cells(words)),), height, inf, largest)


def phrases_of(words: str) -> list[str]:
    """Phrases of Japanese that should not be broken inside."""
    return _parser().parse(words)


def cells(phrase: str) -> Iterator[Cell]:
    """The cells of a phrase; a space between Japanese words is a cell of air."""
    for match in CELL.finditer(phrase):
        text = match[0]
        kind = "upright" if len(text) == 1 else "pair" if text.isdigit() else "lying"
        yield Cell(text, kind)


def length(piece: Piece) -> float:
    """The height of cells in em."""
    return sum(cell.length for cell in piece)


def split(phrase: Piece, limit: float) -> Iterator[Piece]:
    """Cut a phrase longer than a column, never right before a mark that closes."""
    piece: list[Cell] = []
    for cell in phrase:
        if piece and length((*piece, cell)) > limit:
            carried = [piece.pop()] if cell.text in CLOSING and len(piece) > 1 else []
            yield tuple(piece)
            piece = carried
        piece.append(cell)
    yield tuple(piece)


def worth(choice: Columns) -> float:
    """How well a choice reads: large type, few columns, pauses at their ends."""
    inside = sum(cell.text in PAUSES for column in choice.cells for cell in column[:-1])
    return choice.size * FEWER ** len(choice.cells) * RUN_ON**inside


def balanced(pieces: list[Piece], count: int, limit: float) -> tuple[Piece, ...] | None:
    """The pieces in exactly `count` even columns of at most `limit` em; None when they do not go in."""

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[Piece, ...]]:
        if left == 0:
            return (0, ()) if start == len(pieces) else (inf, ())
        column: Piece = ()
        found: tuple[float, tuple[Piece, ...]] = (inf, ())
        for end in range(start, len(pieces)):
            column += pieces[end]
            if length(column) > limit:
                break
            pause = PAUSE_WORTH if column[-1].text in PAUSES else 0
            rest, others = best(end + 1, left - 1)
            found = min(found, (rest + length(column) ** 2 - pause, (column, *others)), key=lambda x: x[0])
        return found

    cost, broken = best(0, count)
    return broken if cost < inf else None


def sized(broken: tuple[Piece, ...], height: float, width: float, largest: float) -> Columns:
    """The columns with the largest type that fits height and width."""
    shown = tuple(without_air(column) for column in broken)
    tallest = max(1, *(length(column) for column in shown))
    across = 1 + (len(shown) - 1) * PITCH
    return Columns(shown, round(min(height / tallest, width / across, largest), 2))


def without_air(column: Piece) -> Piece:
    """A column begins and ends with ink."""
    inked = [place for place, cell in enumerate(column) if cell.text != " "]
    return column[inked[0] : inked[-1] + 1] if inked else ()


@cache
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()
