"""What the pages of participants ask of the database and put on the wire, with 1, 3 and 300 rows of everything.

`figures` prints the table; `measured` runs inside the installation, where the questions can be counted.
"""

import json

from tests.load.installation import Installation

from .figures import Figure


def figures(installation: Installation) -> list[Figure]:
    lines = json.loads(installation.ask("from bench.rows import measured; print(measured())"))
    print(f"\n{'page, first opening':<26}{'rows':>6}{'queries':>10}{'HTML gz':>12}{'ms':>9}")
    counts: dict[str, list[int]] = {}
    for name, rows, queries, size, milliseconds in lines:
        print(f"{name:<26}{rows:>6}{queries:>10}{size:>10} B{milliseconds:>9.1f}")
        counts.setdefault(name, []).append(queries)
    growing = sum(found[-1] > found[-2] for found in counts.values())  # one voice alone asks for no neighbours
    largest = max(size for _name, _rows, _queries, size, _ms in lines) / 1000
    return [
        Figure("pages that ask more with 300 rows than with 3", growing, "", 0),
        Figure("participants' pages: the largest HTML, gz", largest, "kB", 14),
    ]
