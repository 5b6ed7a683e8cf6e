"""Files to ballots: PrefLib, .blt, Pabulib and our CSV. Readers take bytes and open nothing."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from yoriai.counting.ballots import Ballots, Refused
from yoriai.counting.readers.blt import read_blt
from yoriai.counting.readers.csv_layouts import read_csv
from yoriai.counting.readers.lines import Reading, decoded
from yoriai.counting.readers.pabulib import read_pabulib
from yoriai.counting.readers.preflib import read_categories, read_orders

READERS: dict[str, Callable[[str, Reading], Ballots]] = {
    ".soc": read_orders,
    ".soi": read_orders,
    ".toc": read_orders,
    ".toi": read_orders,
    ".cat": read_categories,
    ".blt": read_blt,
    ".pb": read_pabulib,
    ".csv": read_csv,
}
FORMS = {
    "approval": "approval",
    "score": "score",
    "majority-judgment": "grades",
    "bradley-terry": "pairs",
    "mes": "projects",
    "greedy": "projects",
}


def read(data: bytes, suffix: str, reading: Reading) -> Ballots:
    """Ballots from the bytes of a file whose name ends in `suffix`; raises Refused with line and reason."""
    reader = READERS.get(suffix.lower())
    if reader is None:
        raise Refused(f"Files ending in {suffix or 'nothing'!r} cannot be read; known: {' '.join(READERS)}.")
    text = decoded(data, only_ours=suffix.lower() == ".csv")
    if not text.strip():  # of the text: a byte order mark alone is nothing, too
        raise Refused("The file is empty.")
    return replace(reader(text, reading), source_sha256=hashlib.sha256(data).hexdigest())
