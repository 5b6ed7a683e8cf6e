"""Writing the audit file of a closed contest: what `verify.py` and `yoriai verify` check.

The application keeps salts and commitments while the contest runs; this module only arranges them. Signing
is the caller's: a function from the checkpoint body to a 64-byte Ed25519 signature.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from yoriai.counting.ballots import UNRATED, Ballots, Mark, Option, Refused, rankings, ratings
from yoriai.counting.counted import count
from yoriai.counting.rules import Rules
from yoriai.counting.verifier.chain import checkpoint_body, commitment, key_mark, leaves, merkle_root
from yoriai.counting.verifier.checks import FORMAT


@dataclass(frozen=True)
class Opening:
    """One ballot as cast: 16 random bytes, and a list of ids (or of lists of ids) or a dict of marks."""

    salt: bytes
    ballot: Any
    quarantined: str = ""


@dataclass(frozen=True)
class Signer:
    """A named Ed25519 key; `sign` gets the bytes of a checkpoint body and gives 64 bytes."""

    name: str
    public_key: bytes
    sign: Callable[[bytes], bytes]

    def note(self, body: str) -> str:
        """The signed note of C2SP: body, an empty line, and the signature line."""
        mark = key_mark(self.name, self.public_key) + self.sign(body.encode())
        return f"{body}\n— {self.name} {base64.b64encode(mark).decode()}\n"


def declaration(
    contest: str, origin: str, kind: str, options: Sequence[Option], rules: dict[str, Any], key: bytes
) -> dict[str, Any]:
    """The first entry: what was declared before opening. `rules` has the method and any switch of `Rules`."""
    return {
        "type": "contest",
        "format": FORMAT,
        "contest": contest,
        "origin": origin,
        "kind": kind,
        "options": [{"id": option.id, "name": option.name} for option in options],
        "rules": rules,
        "key": base64.b64encode(key).decode(),
    }


def audit_lines(declared: dict[str, Any], batches: Sequence[Sequence[Opening]], signer: Signer) -> list[str]:
    """The file, one JSON object a line. Batches enter the chain in order, sorted by commitment inside, so
    that the order of voting is not told; openings follow sorted by commitment over all batches."""
    contest, entries, sizes = declared["contest"], list[str](), [1]
    openings: dict[str, Opening] = {}
    for batch in batches:
        made = {commitment(opening.salt, contest, opening.ballot): opening for opening in batch}
        openings |= made
        entries += sorted(made)
        sizes.append(len(entries) + 1)
    result = result_line(declared, list(openings.values()))
    data = leaves(declared, entries, result)
    sizes.append(len(data))
    notes = [signer.note(checkpoint_body(declared["origin"], size, merkle_root(data[:size]))) for size in sizes]
    lines = [
        declared,
        *({"type": "entry", "c": c} for c in entries),
        *(_opening_line(c, openings[c]) for c in sorted(openings)),
        result,
        *({"type": "checkpoint", "note": note} for note in notes),
    ]
    return [json.dumps(line, ensure_ascii=False, sort_keys=True) for line in lines]


def _opening_line(c: str, opening: Opening) -> dict[str, Any]:
    line = {"type": "opening", "c": c, "salt": opening.salt.hex(), "ballot": opening.ballot}
    return line | ({"quarantined": opening.quarantined} if opening.quarantined else {})


def erase(lines: Sequence[str], c: str) -> list[str]:
    """The same file without the opening of `c`: the person's ballot is forgotten, the chain stays whole."""
    kept = [line for line in lines if not (json.loads(line)["type"] == "opening" and json.loads(line)["c"] == c)]
    return [*kept, json.dumps({"type": "erased", "c": c}, sort_keys=True)]


def result_line(declared: dict[str, Any], openings: Sequence[Opening]) -> dict[str, Any]:
    """The published result, with and without the ballots set aside."""
    counted = [opening.ballot for opening in openings if not opening.quarantined]
    everyone = [opening.ballot for opening in openings]
    winners, sheet = recount(declared, counted) if counted else ([], "")
    with_all = recount(declared, everyone)[0] if len(everyone) > len(counted) else winners
    return {
        "type": "result",
        "winners": winners,
        "winners_with_quarantined": with_all,
        "sheet_sha256": sheet,
        "counted": len(counted),
        "quarantined": len(everyone) - len(counted),
    }


def recount(declared: dict[str, Any], ballots: list[Any]) -> tuple[list[str], str]:
    """Winners and fingerprint of the sheet, by this kernel."""
    sheet = ballots_of(declared, ballots)
    return list(count(sheet, rules_of(declared["rules"])).winners), sheet.fingerprint


def rules_of(declared: dict[str, Any]) -> Rules:
    """Rules from their JSON form."""
    known = dict(declared)
    if known.get("quorum") is not None:
        known["quorum"] = Fraction(str(known["quorum"]))
    known["supermajority"] = {o: Fraction(str(r)) for o, r in (known.get("supermajority") or {}).items()}
    return Rules(**known)


def ballots_of(declared: dict[str, Any], ballots: list[Any]) -> Ballots:
    """Opened ballots as a sheet; raises Refused where one names an unknown option."""
    options = [Option(option["id"], option["name"]) for option in declared["options"]]
    place = {option.id: index for index, option in enumerate(options)}
    try:
        if declared["kind"] == "rank":
            return rankings([(_mark(ballot, place), 1) for ballot in ballots], options)
        return _rated(declared["kind"], ballots, options, place)
    except KeyError as problem:
        raise Refused(f"A ballot names the unknown option {problem}.") from problem


def _mark(ballot: list[Any], place: dict[str, int]) -> Mark:
    return tuple(place[cell] if isinstance(cell, str) else tuple(place[o] for o in cell) for cell in ballot)


def _rated(kind: str, ballots: list[Any], options: list[Option], place: dict[str, int]) -> Ballots:
    values = np.full((len(ballots), len(options)), UNRATED, np.int64)
    for row, ballot in zip(values, ballots, strict=True):
        for option, mark in (dict.fromkeys(ballot, 1) if kind == "approval" else ballot).items():
            if not isinstance(mark, int) or mark < 0:
                raise Refused("A mark must be a whole number, 0 or more.")
            row[place[option]] = mark
    ones = np.ones(len(ballots), np.int64)
    return ratings(values, ones, options, kind="approval" if kind == "approval" else "score")
