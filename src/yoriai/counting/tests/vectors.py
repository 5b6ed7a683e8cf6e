"""Small sheets with known results, in the notation count: order."""

from yoriai.counting.ballots import Ballots, Option, rankings

CYCLE_OF_FIVE = "5 ACBED, 5 ADECB, 8 BEDAC, 3 CABED, 7 CAEBD, 2 CBADE, 7 DCEBA, 8 EBADC"
COMPROMISE = "42 MNCK, 26 NCKM, 15 CKNM, 17 KCNM"
CENTRE_SQUEEZE = "37 LCR, 24 CLR, 39 RCL"
MARGIN_OR_VOTES = "2 CA, 3 A, 4 BC"
CYCLE = "8 ABC, 7 BCA, 6 CAB"
THREE_SEATS = "24 ABC, 11 BA, 13 CD, 9 DC, 7 EDC, 6 ACB"


def sheet(text: str, options: str | None = None, **more: object) -> Ballots:
    """Ballots from `count ORDER` items; one letter an option, `(AB)` an equal rank, `_` a skipped rank."""
    items = [item.split() for item in text.split(",")]
    letters = options or "".join(sorted({c for _, order in items for c in order if c.isalpha()}))
    marks = [(tuple(_cells(order, letters)), int(count)) for count, order in items]
    return rankings(marks, [Option(letter, letter) for letter in letters], **more)


def _cells(order: str, letters: str) -> list[int | tuple[int, ...]]:
    cells: list[int | tuple[int, ...]] = []
    inside: list[int] | None = None
    for c in order:
        if c == "(":
            inside = []
        elif c == ")":
            cells.append(tuple(inside or ()))
            inside = None
        elif c == "_":
            cells.append(())
        elif inside is not None:
            inside.append(letters.index(c))
        else:
            cells.append(letters.index(c))
    return cells
