#!/usr/bin/env python3
"""Check a published result by yourself: python verify.py FILE [--key BASE64]

One file, standard library only. It recomputes the commitments, the Merkle roots (RFC 6962), the signed
checkpoints (C2SP tlog-checkpoint, Ed25519 of RFC 8032) and the count, and compares them with what was published. Pass
the public key you were given elsewhere with --key: a key read from the file itself only shows that the file fits
together.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

FORMAT = "yoriai-audit/1"


class Unreadable(Exception):
    """The file is no audit file."""


@dataclass
class Report:
    """What was found; `problems` empty means that everything fits."""

    problems: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    def check(self, fits: bool, problem: str) -> bool:
        if not fits:
            self.problems.append(problem)
        return fits


# ── the file


@dataclass
class AuditFile:
    """The lines of a file by their type, each a JSON object."""

    contest: dict[str, Any]
    entries: list[str]
    openings: list[dict[str, Any]]
    erased: list[str]
    checkpoints: list[dict[str, Any]]
    result: dict[str, Any]


def parse(text: str) -> AuditFile:
    """Raises Unreadable with line and reason."""
    found: dict[str, list[dict[str, Any]]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as problem:
            raise Unreadable(f"Line {number} is not JSON.") from problem
        if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
            raise Unreadable(f"Line {number} is no entry of an audit file.")
        found.setdefault(entry["type"], []).append(entry)
    contests, results = found.get("contest", []), found.get("result", [])
    if len(contests) != 1 or contests[0].get("format") != FORMAT:
        raise Unreadable(f"The file has no line that declares a contest in the format {FORMAT}.")
    if len(results) != 1:
        raise Unreadable("The file has no line with the result.")
    erased = [str(entry.get("c")) for entry in found.get("erased", [])]
    entries = [str(entry.get("c")) for entry in found.get("entry", [])]
    return AuditFile(contests[0], entries, found.get("opening", []), erased, found.get("checkpoint", []), results[0])


def canonical(value: Any) -> bytes:
    """The one way to write a value as bytes: JSON, sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def commitment(salt: bytes, contest: str, ballot: Any) -> str:
    """SHA-256 of salt, contest and ballot: tells nothing without the salt, and can mean no other ballot."""
    return hashlib.sha256(salt + contest.encode() + canonical(ballot)).hexdigest()


def leaves(contest: dict[str, Any], entries: Sequence[str], result: dict[str, Any]) -> list[bytes]:
    """What the tree holds: the rules first, then every ballot, then the result."""
    return [canonical(contest), *(entry.encode() for entry in entries), canonical(result)]


def merkle_root(data: Sequence[bytes]) -> bytes:
    """Root of RFC 6962: leaves hashed after 0x00, nodes after 0x01, the left part a power of two."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in data]
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


# ── the signatures: Ed25519, RFC 8032 section 6

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(p: Point) -> Point:
    a, b = p[0] * p[0], p[1] * p[1]
    h, g = a + b, a - b
    e, f = h - (p[0] + p[1]) ** 2, 2 * p[2] * p[2] + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    for bit in bin(scalar)[2:]:
        total = double(total)
        if bit == "1":
            total = add(total, point)
    return total


def recover_x(y: int, sign: int) -> int | None:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def decompress(data: bytes) -> Point | None:
    if len(data) != 32:
        return None
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = decompress(BASE_Y.to_bytes(32, "little"))


def signature_fits(key: bytes, message: bytes, signature: bytes) -> bool:
    """Does the Ed25519 signature (64 bytes) of `message` belong to the public key (32 bytes)?"""
    if len(key) != 32 or len(signature) != 64 or BASE is None:
        return False
    point, mark = decompress(key), decompress(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if point is None or mark is None or scalar >= ORDER:
        return False
    digest = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = multiply(scalar, BASE), add(mark, multiply(digest, point))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def key_mark(name: str, key: bytes) -> bytes:
    """The four bytes that name a key in a signed note."""
    return hashlib.sha256(name.encode() + b"\n\x01" + key).digest()[:4]


def checkpoint_body(origin: str, size: int, root: bytes) -> str:
    """C2SP tlog-checkpoint: origin, size and root, one a line."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def open_note(note: str, key: bytes) -> tuple[str, int, bytes] | None:
    """(origin, size, root) of a signed checkpoint, or None if the signature does not fit."""
    body, blank, signatures = note.partition("\n\n")
    body += "\n"
    lines = body.split("\n")
    if not blank or len(lines) < 4 or not lines[1].isdecimal():
        return None
    for line in signatures.split("\n"):
        words = line.split(" ")
        if len(words) == 3 and words[0] == "—":
            try:
                raw, root = (
                    base64.b64decode(words[2], validate=True),
                    base64.b64decode(lines[2], validate=True),
                )
            except ValueError:
                continue
            if raw[:4] == key_mark(words[1], key) and signature_fits(key, body.encode(), raw[4:]):
                return lines[0], int(lines[1]), root
    return None


# ── the checks

Recount = Callable[[dict[str, Any], list[Any]], tuple[list[str] | None, str]]


def verify(text: str, key: str | None = None, recount: "Recount | None" = None) -> Report:
    """Everything that can be checked; raises Unreadable if the text is no audit file."""
    file, report = parse(text), Report()
    counted, quarantined = check_openings(file, report)
    check_chain(file, report, key)
    if file.erased:
        report.facts.append(f"{len(file.erased)} openings were erased at their authors' wish; the rest is valid.")
    check_result(file, report, counted, quarantined, recount or recount_plainly)
    return report


def check_openings(file: AuditFile, report: Report) -> tuple[list[Any], list[Any]]:
    """Ballots counted and ballots set aside, every one with its commitment in the chain exactly once."""
    contest, known = str(file.contest.get("contest")), Counter(file.entries)
    report.check(max(known.values(), default=1) == 1, "A commitment stands twice in the chain.")
    counted: list[Any] = []
    quarantined: list[Any] = []
    opened = Counter[str]()
    for opening in file.openings:
        c = str(opening.get("c"))
        try:
            salt = bytes.fromhex(str(opening.get("salt")))
        except ValueError:
            salt = b""
        report.check(
            commitment(salt, contest, opening.get("ballot")) == c,
            f"The ballot opened as {c[:16]} is another.",
        )
        opened[c] += 1
        (quarantined if opening.get("quarantined") else counted).append(opening.get("ballot"))
    gone = Counter(file.erased)
    report.check(max((opened + gone).values(), default=1) == 1, "A ballot is opened twice.")
    report.check(not set(opened + gone) - set(known), "A ballot is opened that is not in the chain.")
    missing = set(known) - set(opened) - set(gone)
    report.check(not missing, f"{len(missing)} ballots of the chain are not opened.")
    return counted, quarantined


def check_chain(file: AuditFile, report: Report, key: str | None) -> None:
    """Every checkpoint is signed and fits the entries; the last one covers them all."""
    data = leaves(file.contest, file.entries, file.result)
    try:
        public = base64.b64decode(key if key is not None else str(file.contest.get("key")), validate=True)
    except ValueError:
        public = b""
    sizes = []
    for number, checkpoint in enumerate(file.checkpoints, 1):
        opened = open_note(str(checkpoint.get("note")), public)
        if not report.check(opened is not None, f"The signature of checkpoint {number} does not fit."):
            continue
        assert opened is not None
        origin, size, root = opened
        report.check(origin == file.contest.get("origin"), f"Checkpoint {number} is of another contest.")
        fits = size <= len(data) and merkle_root(data[:size]) == root
        report.check(fits, f"The entries do not fit checkpoint {number} (size {size}).")
        sizes.append(size)
    report.check(bool(sizes) and sizes[0] == 1, "There is no checkpoint of the rules from before the first ballot.")
    report.check(sizes == sorted(sizes), "The checkpoints are not in order.")
    report.check(bool(sizes) and sizes[-1] == len(data), "The last checkpoint does not cover every entry.")
    report.facts.append(f"{len(file.entries)} ballots, {len(file.checkpoints)} checkpoints.")


def check_result(
    file: AuditFile, report: Report, counted: list[Any], quarantined: list[Any], recount: "Recount"
) -> None:
    """Count again, without and with the ballots set aside, and compare."""
    result = file.result
    if not counted:
        report.check(not result.get("winners"), "There is a result, but no ballot was counted.")
        return
    try:
        winners, sheet = recount(file.contest, counted)
        with_all = recount(file.contest, counted + quarantined)[0] if quarantined else winners
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as problem:
        report.problems.append(f"The ballots cannot be counted: {problem}.")
        return
    if winners is None or with_all is None:
        report.facts.append("This way of counting is done again by `yoriai verify` only; the ballots were compared.")
    else:
        report.facts.append(f"Counted again: {', '.join(winners)}.")
    if file.erased:
        return
    report.check(sheet == result.get("sheet_sha256"), "The counted ballots are not those of the result.")
    if winners is not None and with_all is not None:
        report.check(winners == result.get("winners"), f"The count gives {', '.join(winners)}.")
        everyone = "The count together with the ballots set aside differs."
        report.check(with_all == result.get("winners_with_quarantined"), everyone)


# ── counting, plainly


def grouped(kind: str, ballots: list[Any]) -> Counter[str]:
    """Ballots in their written form, with their numbers; blank ones are left out."""
    return Counter(line for line in (written(kind, ballot) for ballot in ballots) if line)


def written(kind: str, ballot: Any) -> str:
    """`A>B=C>>D` for an order, `A=1,B=0` for marks: the same as in the fingerprint of a result."""
    if kind == "rank":
        cells = [[cell] if isinstance(cell, str) else sorted(set(cell)) for cell in ballot]
        while cells and not cells[-1]:
            cells.pop()
        return ">".join("=".join(cell) for cell in cells)
    marks = dict.fromkeys(ballot, 1) if kind == "approval" else dict(ballot)
    return ",".join(f"{option}={marks[option]}" for option in sorted(marks))


def fingerprint(groups: Counter[str]) -> str:
    """SHA-256 of the closed sheet, whatever its order."""
    return hashlib.sha256("\n".join(sorted(f"{n}:{line}" for line, n in groups.items())).encode()).hexdigest()


def by_seed(options: Sequence[str], seed: str) -> list[str]:
    return sorted(options, key=lambda o: (hashlib.sha256(f"{seed}\n{o}".encode()).hexdigest(), o))


def recount_plainly(contest: dict[str, Any], ballots: list[Any]) -> tuple[list[str] | None, str]:
    """Winners and the fingerprint of the sheet, by slow and simple means; None for rules not known here."""
    groups = grouped(contest["kind"], ballots)
    sheet = fingerprint(groups)
    return winners_of(contest["rules"], groups, sorted(option["id"] for option in contest["options"]), sheet), sheet


def winners_of(rules: dict[str, Any], groups: Counter[str], options: list[str], sheet: str) -> list[str] | None:
    method, seed = rules["method"], rules.get("tie_seed")
    if rules.get("default") or rules.get("quorum") or (rules.get("seats") or 1) != 1:
        return None
    if method in ("approval", "score"):
        totals = {o: sum(mark_of(line, o) * n for line, n in groups.items()) for o in options}
        if method == "score" and list(totals.values()).count(max(totals.values())) > 1:
            return None  # equal means go by medians
        return best_of(totals, seed)
    if method in ("schulze", "minimax", "borda"):
        return best_of(standing_scores(method, duels(groups, options), options, rules), seed)
    if method == "irv" and rules.get("overvote", "exhaust") != "split":
        return runoff(groups, options, seed or sheet, seed, rules)
    return None


def mark_of(line: str, option: str) -> int:
    marks = dict(item.rsplit("=", 1) for item in line.split(","))
    return int(marks.get(option, 0))


def best_of(totals: dict[str, int], seed: str | None) -> list[str]:
    tied = [o for o in totals if totals[o] == max(totals.values())]
    return tied if len(tied) == 1 or seed is None else by_seed(tied, seed)[:1]


def places(line: str) -> list[list[str]]:
    return [[o for o in cell.split("=") if o] for cell in line.split(">")]


def duels(groups: Counter[str], options: Sequence[str]) -> dict[tuple[str, str], int]:
    table = {(a, b): 0 for a in options for b in options}
    for line, n in groups.items():
        rank: dict[str, int] = {}
        for place, cell in enumerate(places(line)):
            for option in cell:
                rank.setdefault(option, place)
        last = len(options) + 10**6
        for a in rank:
            for b in options:
                table[a, b] += n if rank[a] < rank.get(b, last) else 0
    return table


def standing_scores(
    method: str, table: dict[tuple[str, str], int], options: Sequence[str], rules: dict[str, Any]
) -> dict[str, int]:
    """A number per option whose largest are the winners."""
    if method == "borda":
        return {a: sum(table[a, b] - table[b, a] for b in options) for a in options}
    votes = rules.get("strength") == "winning-votes" and method == "schulze"
    path = {(a, b): (n if votes else n - table[b, a]) if n > table[b, a] else 0 for (a, b), n in table.items()}
    if method == "minimax":
        return {a: -max(path[b, a] for b in options) for a in options}
    for k in options:
        for a in options:
            for b in options:
                if a != b:
                    path[a, b] = max(path[a, b], min(path[a, k], path[k, b]))
    return {a: int(all(path[a, b] >= path[b, a] for b in options)) for a in options}


def runoff(
    groups: Counter[str], options: Sequence[str], inner: str, seed: str | None, rules: dict[str, Any]
) -> list[str]:
    """Instant runoff; ties inside go by earlier rounds, then by the seed or the sheet."""
    left, rounds = list(options), list[dict[str, int]]()
    while True:
        votes = dict.fromkeys(left, 0)
        for line, n in groups.items():
            option = first_of(places(line), left, rules)
            if option is not None:
                votes[option] += n
        if len(left) <= 2 or 2 * max(votes.values()) > sum(votes.values()):
            return best_of(votes, seed)
        tied = [o for o in left if votes[o] == min(votes.values())]
        for earlier in reversed(rounds):
            tied = [o for o in tied if earlier[o] == min(earlier[t] for t in tied)]
        rounds.append(votes)
        left.remove(by_seed(tied, inner)[-1])


def first_of(cells: list[list[str]], left: Sequence[str], rules: dict[str, Any]) -> str | None:
    limit, run = rules.get("exhaust_after_skips"), 0
    for cell in cells:
        run = run + 1 if not cell else 0
        if limit is not None and run >= limit:
            return None
        if len(cell) > 1 and rules.get("overvote", "exhaust") == "exhaust":
            return None
        if len(cell) == 1 and cell[0] in left:
            return cell[0]
    return None


def run(argv: Sequence[str], recount: "Recount | None" = None) -> int:
    """0 everything fits, 1 something does not, 2 the file cannot be read."""
    parser = argparse.ArgumentParser(prog="verify", description="Check a published result from its audit file.")
    parser.add_argument("file")
    parser.add_argument("--key", help="public key (base64) that you were given elsewhere")
    given = parser.parse_args(argv)
    try:
        with open(given.file, encoding="utf-8") as source:
            report = verify(source.read(), given.key, recount)
    except OSError as problem:
        sys.stderr.write(f"verify: {given.file}: {problem.strerror}.\n")
        return 2
    except (Unreadable, UnicodeDecodeError) as problem:
        sys.stderr.write(f"verify: {problem}\n")
        return 2
    for line in report.facts + [f"DOES NOT FIT: {problem}" for problem in report.problems]:
        sys.stdout.write(line + "\n")
    sys.stdout.write("Everything fits.\n" if not report.problems else "This file does not show its result.\n")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
