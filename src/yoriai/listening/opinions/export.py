"""Polis exports: long `votes.csv`, wide `participants-votes.csv`, `comments.csv`."""

from collections.abc import Sequence
from pathlib import Path

from yoriai.listening.opinions.votes import Comment, Votes
from yoriai.listening.reading import BadInput, column, read_table

VALUES = {"1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-1.0": -1}


def read_votes(path: Path) -> Votes:
    """Either form, recognised by the column `participant`. A `group-id` column is never used."""
    header, rows = read_table(path)
    if not rows:
        raise BadInput(f"The file {path} has a header but no votes.")
    return _wide(header, rows) if "participant" in header else _long(header, rows)


def _long(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Votes:
    """A person may vote again: the latest timestamp wins, without timestamps the later row."""
    voter, statement, vote = (column(header, name) for name in ("voter-id", "comment-id", "vote"))
    when = header.index("timestamp") if "timestamp" in header else None
    latest: dict[str, dict[str, tuple[float, int]]] = {}
    for number, row in enumerate(rows, 1):
        time = _time(row[when], number) if when is not None else float(number)
        value = _value(row[vote], number)
        mine = latest.setdefault(row[voter], {})
        before = mine.get(row[statement])
        # two votes at the very same moment: the value decides, so that row order cannot
        if before is None or (time, value) > before:
            mine[row[statement]] = (time, value)
    values = {person: {s: vote for s, (_, vote) in mine.items()} for person, mine in latest.items()}
    return Votes(values, ())


def _wide(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Votes:
    person = column(header, "participant")
    places = {name: i for i, name in enumerate(header) if name.isdigit()}
    if not places:
        raise BadInput("There is no statement column: their names are numbers.")
    values: dict[str, dict[str, int]] = {}
    for number, row in enumerate(rows, 1):
        if row[person] in values:
            raise BadInput(f"The participant {row[person]!r} stands in more than one row.")
        values[row[person]] = {s: _value(row[i], number) for s, i in places.items() if row[i].strip()}
    _check_sign(header, rows, values)
    return Votes(values, tuple(places))


def _check_sign(header: Sequence[str], rows: Sequence[Sequence[str]], values: dict[str, dict[str, int]]) -> None:
    """Raw server data may store agree as −1; the column `n-agree` gives it away."""
    if "n-agree" not in header:
        return
    place, person = header.index("n-agree"), header.index("participant")
    stated = [int(float(row[place])) if row[place].strip() else 0 for row in rows]
    mine = [list(values[row[person]].values()) for row in rows]
    agree = [votes.count(1) for votes in mine]
    against = [votes.count(-1) for votes in mine]
    if sum(agree) != sum(stated) and sum(against) == sum(stated):
        raise BadInput("The votes look inverted: n-agree equals the number of −1. Give the file with agree as 1.")


def read_comments(path: Path) -> list[Comment]:
    """Statements with text and moderation; both columns may be missing."""
    header, rows = read_table(path)
    identity = column(header, "comment-id")
    text = next((header.index(name) for name in ("comment-body", "text") if name in header), None)
    moderated = header.index("moderated") if "moderated" in header else None
    return [Comment(row[identity], row[text] if text is not None else "", _moderation(row, moderated)) for row in rows]


def _moderation(row: Sequence[str], place: int | None) -> int:
    return VALUES.get(row[place].strip(), 0) if place is not None else 0


def _value(cell: str, number: int) -> int:
    try:
        return VALUES[cell.strip()]
    except KeyError:
        raise BadInput(f"Row {number} has the vote {cell!r}. A vote is 1, 0 or -1.") from None


def _time(cell: str, number: int) -> float:
    try:
        return float(cell)
    except ValueError:
        raise BadInput(f"Row {number} has the timestamp {cell!r}, which is not a number.") from None
