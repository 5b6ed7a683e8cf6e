"""Opinion groups as the contracted JSON."""

from dataclasses import asdict
from typing import Any

from yoriai.listening.opinions.summary import Opinions


def opinions_json(found: Opinions) -> dict[str, Any]:
    """Keys may be added, never removed or renamed; `text` only where comments were given."""

    def entry(item: Any) -> dict[str, Any]:
        row = asdict(item)
        return row | ({"text": found.texts[row["comment"]]} if row["comment"] in found.texts else {})

    return {
        "groups": [
            {"id": g.id, "people": list(g.people), "representative": [entry(r) for r in g.representative]}
            for g in found.groups
        ],
        "unplaced": list(found.unplaced),
        "provisional": list(found.provisional),
        "consensus": [entry(item) for item in found.consensus],
        "divisive": [entry(item) for item in found.divisive],
        "minority_strong": [entry(item) for item in found.minority_strong],
        "undecided": list(found.undecided),
        "tallies": {
            statement: [{"agree": a, "disagree": d, "seen": n} for a, d, n in rows]
            for statement, rows in found.tallies.items()
        },
        "coordinates": {person: list(point) for person, point in found.coordinates.items()},
        "k": {"chosen": found.chosen, "candidates": [asdict(c) for c in found.candidates]},
        "people": found.people,
        "statements": found.statements,
        "votes": found.votes,
        "warnings": list(found.warnings),
    }
