"""Small files for the tests, written by the test itself."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from yoriai.measuring.command import main
from yoriai.measuring.tests.simulation import shop


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], encoding: str = "utf-8") -> str:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows([header, *rows])
    return str(path)


def measure(capsys, *arguments: str) -> dict:
    """The answer of a run that must succeed."""
    code = main(list(arguments))
    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    return json.loads(said.out)


def refusal(capsys, *arguments: str) -> str:
    """The one sentence of a run that must be refused."""
    code = main(list(arguments))
    said = capsys.readouterr()
    assert (code, said.out, said.err.count("\n")) == (2, "", 1)
    return said.err


UPLIFT = ["--treated", "joined", "--outcome", "after", "--covariates", "last,second,earliest,score,store"]
BEFORE = ["--before", "last,earliest"]


def shop_rows(n: int, way: str, tau: float, seed: int) -> list[tuple]:
    s = shop(n, way, tau, seed)
    earliest, second, last = s.windows
    columns = (s.joined.astype(int), s.after, last, second, earliest, s.score.round(4), s.store)
    return [(i, *(float(c[i]) for c in columns)) for i in range(n)]


SHOP = ("id", "joined", "after", "last", "second", "earliest", "score", "store")
