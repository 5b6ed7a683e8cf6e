"""The .blt format of OpaVote and Hill, Wichmann and Woodall."""

import re

from yoriai.counting.ballots import Ballots, Cell, Mark, Option, Refused, rankings
from yoriai.counting.readers.lines import Broken, Reading, lines_of, positive

NAME = re.compile(r'"((?:[^"\\]|\\.|"")*)"')
COMMENT = re.compile(r"""("(?:[^"\\]|\\.|"")*")|\#.*""")
ONE_LINE = re.compile(r"\s*(\d+\s+\d+)((?:\s+-\d+)*)\s+(?=[\d(].*\s0\s+0\s+\")")
IDENTITY = re.compile(r"^\([^)]*\)\s*")


def read_blt(text: str, reading: Reading) -> Ballots:
    """Ballots, seats and withdrawn options; option ids are the numbers of the file."""
    whole = [(n, COMMENT.sub(lambda m: m[1] or "", line)) for n, line in enumerate(lines_of(text), 1)]
    lines = [(n, part.strip()) for n, line in whole for part in _parted(line) if part.strip()]
    if not lines:
        raise Refused("The file is empty.")
    size, seats = _first_line(*lines[0])
    withdrawn: set[int] = set()
    marks: list[tuple[Mark, int]] = []
    broken, end = Broken(), None
    for position, (number, line) in enumerate(lines[1:], 1):
        if line == "0":
            end = position
            break
        if re.fullmatch(r"-\d{1,6}(\s+-\d{1,6})*", line):
            withdrawn |= {_known(-int(word), size, number) - 1 for word in line.split()}
            continue
        _ballot(line, number, size, marks, broken)
    if end is None:
        raise Refused(f"Line {lines[-1][0]}: the ballots do not end, a line with a single 0 is missing.")
    names = _names([line for _, line in lines[end + 1 :]], size)
    if len(names) < size:
        raise Refused(f"Line {lines[0][0]}: {size} options, but only {len(names)} names follow the ballots.")
    options = [Option(str(n), name) for n, name in enumerate(names[:size], 1)]
    title = {"title": names[size] if len(names) > size else ""}
    return rankings(marks, options, seats=seats, withdrawn=frozenset(withdrawn), meta=title, **broken.told())


def _parted(line: str) -> list[str]:
    """A line as several where a file stands in one: the sizes, those withdrawn, each ballot up to its 0, the names."""
    sizes = ONE_LINE.match(line)
    if not sizes:
        return [line]
    ballots, quote, names = line[sizes.end() :].partition('"')
    return [sizes[1], sizes[2], *re.split(r"(?<=\s0)\s+", ballots), quote + names]


def _names(lines: list[str], size: int) -> list[str]:
    """Names and perhaps a title: quoted, or one a line where that fits better (inner quotes, several words)."""
    names = NAME.findall("\n".join(lines))
    if len(names) not in (size, size + 1) and len(lines) in (size, size + 1):
        names = [re.sub(r'"[\s,;]+"', " ", re.sub(r'^"(.*)"$', r"\1", line)) for line in lines]
    return [name.replace('""', '"').replace('\\"', '"') for name in names]


def _first_line(number: int, line: str) -> tuple[int, int]:
    words = line.split()
    if len(words) != 2 or not all(word.isascii() and word.isdigit() and len(word) < 6 for word in words):
        raise Refused(f"Line {number}: expected two numbers, options and seats.")
    size, seats = int(words[0]), int(words[1])
    if size < 1 or seats < 1:
        raise Refused(f"Line {number}: there must be at least one option and one seat.")
    return size, seats


def _known(option: int, size: int, number: int) -> int:
    if not 1 <= option <= size:
        raise Refused(f"Line {number}: there is no option {option}; the options are 1 to {size}.")
    return option


def _ballot(line: str, number: int, size: int, marks: list[tuple[Mark, int]], broken: Broken) -> None:
    words = IDENTITY.sub("", line).split()
    if not words:
        raise Refused(f"Line {number}: a ballot without a count.")
    count = positive(words[0], number)
    cells = [_cell(word, size) for word in words[1:] if word != "0"]
    if len(words) < 2 or "0" in words[:-1] or None in cells:
        broken.add(number, count)
        return
    marks.append((tuple(cell for cell in cells if cell is not None), count))


def _cell(word: str, size: int) -> Cell | None:
    """An option, several, none (`-`), or None if the word is broken."""
    if word == "-":
        return ()
    parts = word.split("=")
    if not all(part.isascii() and part.isdigit() and len(part) < 7 and 1 <= int(part) <= size for part in parts):
        return None
    named = tuple(int(part) - 1 for part in parts)
    return named[0] if len(named) == 1 else named
