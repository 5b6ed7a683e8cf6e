#!/usr/bin/env python3
"""Check a published result by yourself: python verify.py FILE [--key BASE64]

One file, standard library only. It recomputes the commitments, the Merkle roots (RFC 6962), the signed
checkpoints (C2SP tlog-checkpoint, Ed25519 of RFC 8032) and the count, and compares them with what was published. Pass
the public key you were given elsewhere with --key: a key read from the file itself only shows that the file fits
together.

Three chapters follow: the chain of commitments and signatures, the plain count, and the checks that use both.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from typing import Any


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


def checkpoint_body(origin: str, size: int, root: bytes) -> str:
    """What is signed: origin, size and root, one a line."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def key_mark(name: str, key: bytes) -> bytes:
    """The four bytes that name a key in a signed note."""
    return hashlib.sha256(name.encode() + b"\n\x01" + key).digest()[:4]


def open_note(note: str, key: bytes) -> tuple[str, int, bytes] | None:
    """(origin, size, root) of a signed checkpoint, or None if the signature does not fit."""
    body, _, signatures = note.partition("\n\n")
    try:
        origin, size, told = body.split("\n")[:3]
        root, length = base64.b64decode(told, validate=True), int(size)
    except ValueError:
        return None
    for line in signatures.split("\n"):
        mark, _, rest = line.partition(" ")
        name, _, coded = rest.partition(" ")
        try:
            raw = base64.b64decode(coded, validate=True)
        except ValueError:
            continue
        if mark == "—" and raw[:4] == key_mark(name, key) and signature_fits(key, f"{body}\n".encode(), raw[4:]):
            return origin, length, root
    return None


# Signatures: Ed25519, RFC 8032 section 6. A point is (X, Y, Z, T) with x = X/Z, y = Y/Z and T = XY/Z.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while scalar:
        total = add(total, point) if scalar & 1 else total
        point, scalar = add(point, point), scalar >> 1
    return total


def decompress(data: bytes) -> Point | None:
    """The point that 32 bytes name by y and the lowest bit of x; None where there is no such point."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if len(data) != 32 or y >= P or x * x % P != square or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


BASE = decompress(bytes.fromhex("58" + 31 * "66"))  # y = 4/5


def signature_fits(key: bytes, message: bytes, signature: bytes) -> bool:
    """Does the Ed25519 signature (64 bytes) of `message` belong to the public key (32 bytes)?"""
    point, mark = decompress(key), decompress(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if point is None or mark is None or BASE is None or len(signature) != 64 or scalar >= ORDER:
        return False
    digest = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = multiply(scalar, BASE), add(mark, multiply(digest, point))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


"""The count, plainly: slow and simple, to be read beside the rules."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Any

Cells = list[list[str]]  # one rank after another, each naming one option, several or none
Duel = tuple[str, str]
Relation = frozenset[Duel]
Tally = dict[str, Any]  # votes by option: whole numbers, or fractions where ballots are shared
UNIT = 100_000  # transfer values have five decimal places
MOST_STEPS, MOST_EQUAL = 20_000, 40  # equal victories tried in all, and at once


def recount_plainly(contest: dict[str, Any], ballots: list[Any]) -> tuple[list[str] | None, str]:
    """Winners and the fingerprint of the sheet; None for winners where only the kernel counts."""
    kind = contest["kind"]
    groups = Counter(written(kind, ballot) for ballot in ballots)
    del groups[""]  # the blank ones
    sheet = fingerprint(groups)
    if not groups:
        return [], sheet
    examples = {written(kind, ballot): ballot for ballot in ballots}
    cast = [(examples[line], n) for line, n in groups.items()]
    options = sorted(option["id"] for option in contest["options"])
    return PlainCount(kind, cast, contest["rules"], options, sheet).winners(), sheet


def written(kind: str, ballot: Any) -> str:
    """`A>B=C>>D` for an order, `A=1,B=0` for marks: the same as in the fingerprint of a result."""
    if kind == "rank":
        return ">".join("=".join(cell) for cell in ranks(ballot)).rstrip(">")
    return ",".join(f"{option}={mark}" for option, mark in sorted(marks(kind, ballot).items()))


def ranks(ballot: Any) -> Cells:
    return [[cell] if isinstance(cell, str) else sorted(set(cell)) for cell in ballot]


def marks(kind: str, ballot: Any) -> dict[str, int]:
    found: dict[str, int] = dict.fromkeys(ballot, 1) if kind == "approval" else dict(ballot)
    if not all(isinstance(mark, int) and mark >= 0 for mark in found.values()):
        raise ValueError("a mark is no whole number from 0 up")
    return found


def fingerprint(groups: Counter[str]) -> str:
    """SHA-256 of the closed sheet, whatever its order."""
    return hashlib.sha256("\n".join(sorted(f"{n}:{line}" for line, n in groups.items())).encode()).hexdigest()


def by_seed(options: Iterable[str], seed: str) -> list[str]:
    return sorted(options, key=lambda o: (hashlib.sha256(f"{seed}\n{o}".encode()).hexdigest(), o))


class PlainCount:
    """One count: ballots with their numbers, the rules declared for them, and the options still standing."""

    def __init__(
        self, kind: str, cast: list[tuple[Any, int]], rules: dict[str, Any], options: list[str], sheet: str
    ) -> None:
        self.rules, self.standing, self.valid = rules, options, sum(n for _, n in cast)
        self.method, self.seats, self.seed = rules["method"], rules.get("seats") or 1, rules.get("tie_seed")
        self.inner: str = sheet if self.seed is None else self.seed
        self.marks = [] if kind == "rank" else [(marks(kind, ballot), n) for ballot, n in cast]
        self.orders = [(ranks(ballot) if kind == "rank" else equals(marks(kind, ballot)), n) for ballot, n in cast]

    def winners(self) -> list[str] | None:
        quorum, default = Fraction(str(self.rules.get("quorum") or 0)), self.rules.get("default")
        if default is not None:
            self.keep_those_far_enough_ahead(default, quorum)
        elif self.valid < quorum:
            return []
        if self.method == "stv-scottish":
            return None if self.rules.get("overvote") == "split" else self.scottish()
        ways = {
            "approval": self.by_points, "score": self.by_score, "majority-judgment": self.by_grades,
            "schulze": self.by_paths, "minimax": self.by_worst_defeat, "ranked-pairs": self.by_strongest_victories,
            "borda": self.by_places, "irv": self.by_runoff,
        }  # fmt: skip
        return self.places(ways[self.method]()) if self.method in ways else None

    def keep_those_far_enough_ahead(self, default: str, quorum: Fraction) -> None:
        """Quorum and supermajority, both against the default option."""
        ahead, points = self.duels(), self.points()
        if self.method in ("approval", "score", "majority-judgment"):
            ahead = {(a, b): points[a] for a, b in ahead}
        ratios = {o: Fraction(str(ratio)) for o, ratio in (self.rules.get("supermajority") or {}).items()}
        self.standing = [
            o for o in self.standing if o == default
            or (ahead[o, default] >= quorum and ahead[o, default] > ratios.get(o, 1) * ahead[default, o])
        ]  # fmt: skip

    def places(self, groups: Iterable[list[str]]) -> list[str]:
        """The winners from groups of equals, best first; a tie for the last place is kept if there is no seed."""
        won: list[str] = []
        for group in groups:
            free = self.seats - len(won)
            if 0 < free < len(group) and self.seed is not None:
                won += by_seed(group, self.seed)[:free]
            elif free > 0:
                won += sorted(group)
        return won

    def settle(self, tied: list[str], earlier: list[Tally], lowest: bool) -> str:
        """Who goes first (or out): by the latest earlier stage that differs, then by the seed or the sheet."""
        for tally in reversed(earlier):
            extreme = (min if lowest else max)(tally.get(o, 0) for o in tied)
            tied = [o for o in tied if tally.get(o, 0) == extreme]
        return by_seed(tied, self.inner)[-1 if lowest else 0]

    # marks

    def points(self) -> dict[str, int]:
        return {o: sum(given.get(o, 0) * n for given, n in self.marks) for o in self.standing}

    def by_points(self) -> list[list[str]]:
        return equals(self.points())

    def from_the_middle(self, option: str) -> tuple[int, ...]:
        """Its marks (0 where nothing was said), one after another taken from the middle, the lower of two."""
        left = sorted(mark for given, n in self.marks for mark in [given.get(option, 0)] * n)
        return tuple(left.pop((len(left) + 1) // 2 - 1) for _ in range(self.valid))

    def by_score(self) -> list[list[str]]:
        """Largest mean first; equal means by the median."""
        points = self.points()
        return equals({o: (points[o], self.from_the_middle(o)[0]) for o in self.standing})

    def by_grades(self) -> list[list[str]]:
        """Majority Judgment: best median first, then the medians that follow when it is taken away."""
        return equals({o: self.from_the_middle(o) for o in self.standing})

    # one-on-one

    def duels(self) -> dict[Duel, int]:
        """Ballots that rank the first option of a pair strictly above the second."""
        table = {(a, b): 0 for a in self.standing for b in self.standing}
        for cells, n in self.orders:
            rank = {o: place for place, cell in reversed(list(enumerate(cells))) for o in cell}
            for a in set(rank) & set(self.standing):
                for b in self.standing:
                    table[a, b] += n if rank[a] < rank.get(b, len(cells)) else 0
        return table

    def victories(self, strength: str) -> dict[Duel, int]:
        """How strong each is, 0 where there is none: the margin, or the votes of the winning side."""
        table, less = self.duels(), int(strength == "margin")
        return {(a, b): (n - less * table[b, a]) * (n > table[b, a]) for (a, b), n in table.items()}

    def by_paths(self) -> list[list[str]]:
        """Schulze: a path is as strong as its weakest victory."""
        path = self.victories(self.rules.get("strength", "margin"))
        for k, a, b in product(self.standing, repeat=3):
            if a != b:
                path[a, b] = max(path[a, b], min(path[a, k], path[k, b]))
        return peeled(self.standing, {(a, b) for a, b in path if path[a, b] > path[b, a]})

    def by_worst_defeat(self) -> list[list[str]]:
        defeat = self.victories("margin")
        return equals({b: -max(defeat[a, b] for a in self.standing) for b in self.standing})

    def by_places(self) -> list[list[str]]:
        """Borda: the sum of all margins orders like the points for places."""
        table = self.duels()
        return equals({a: sum(table[a, b] - table[b, a] for b in self.standing) for a in self.standing})

    def by_strongest_victories(self) -> list[list[str]]:
        """Ranked pairs. Equal victories in every order if there is no seed: who wins in one of them, wins."""
        strength = self.victories(self.rules.get("strength", "margin"))
        found = every_relation(strength)
        if found is None or (len(found) > 1 and self.seed is not None):
            place = {o: n for n, o in enumerate(by_seed(self.standing, self.inner))}
            pairs = [pair for pair in strength if strength[pair]]
            pairs.sort(key=lambda pair: (-strength[pair], place[pair[0]], place[pair[1]]))
            relation = Relation()
            for pair in pairs:
                relation = relation if pair[::-1] in relation else joined(relation, pair)
            found = {relation}
        first = sorted({o for relation in found for o in peeled(self.standing, relation)[0]})
        rest = [o for o in self.standing if o not in first]
        return [first, *peeled(rest, frozenset.intersection(*found))]

    # rank by rank

    def choices(self, cells: Cells) -> Cells:
        """The ranks that can count, by the declared reading of skipped ranks and overvotes."""
        limit, overvote = self.rules.get("exhaust_after_skips"), self.rules.get("overvote", "exhaust")
        kept, run = Cells(), 0
        for cell in cells:
            run = 0 if cell else run + 1
            if (limit is not None and run >= limit) or (len(cell) > 1 and overvote == "exhaust"):
                break
            if len(cell) == 1 or (cell and overvote == "split"):
                kept.append(cell)
        return kept

    def by_runoff(self) -> list[list[str]]:
        """Instant runoff: the last one goes out until one has more than half or two are left."""
        papers = [(self.choices(cells), n) for cells, n in self.orders]
        left, rounds, out = list(self.standing), list[Tally](), list[list[str]]()
        while True:
            votes: Tally = dict.fromkeys(left, 0)
            for cells, n in papers:
                here = next((racing for cell in cells if (racing := [o for o in cell if o in left])), [])
                for option in here:
                    votes[option] += Fraction(n, len(here))
            if len(left) <= 2 or 2 * max(votes.values()) > sum(votes.values()):
                return equals(votes) + out
            tied = [o for o in left if votes[o] == min(votes.values())]
            last = self.settle(tied, rounds, lowest=True)
            left.remove(last)
            out.insert(0, [last])
            rounds.append(votes)

    def scottish(self) -> list[str]:
        """Scottish STV: surpluses first, the largest before; values cut off after five decimals."""
        hopeful, elected, surplus, stages = list(self.standing), list[str](), list[str](), list[Tally]()
        piles: dict[str, list[list[Any]]] = {o: [] for o in hopeful}  # papers: [next choices, number, value]
        votes: Tally = dict.fromkeys(hopeful, 0)

        def deal(papers: list[list[Any]]) -> None:
            for choices, n, value in papers:
                here = next((o for o in choices if o in hopeful), None)
                if here is not None:
                    piles[here].append([choices[choices.index(here) + 1 :], n, value])
                    votes[here] += n * value

        deal([[[o for (o,) in self.choices(cells)], n, UNIT] for cells, n in self.orders])
        quota = (sum(votes.values()) // UNIT // (self.seats + 1) + 1) * UNIT
        while True:
            ahead = [o for o in hopeful if votes[o] >= quota]
            newly = hopeful if len(hopeful) <= self.seats - len(elected) else ahead
            for option in sorted(newly, key=lambda o: (-votes[o], o)):
                hopeful = [o for o in hopeful if o != option]
                elected.append(option)
                surplus += [option] if votes[option] > quota else []
            stages.append({o: n for o, n in votes.items() if o in hopeful or o in elected})
            if len(elected) >= self.seats or not hopeful:
                return elected
            pool, best = surplus or hopeful, (max if surplus else min)(votes[o] for o in surplus or hopeful)
            moving = self.settle([o for o in pool if votes[o] == best], stages[:-1], lowest=not surplus)
            pool.remove(moving)
            over = votes[moving] - quota
            papers = [[c, n, over * v // votes[moving] if over > 0 else v] for c, n, v in piles.pop(moving)]
            votes[moving] = quota if over > 0 else 0
            deal(papers)


def best_first(points: dict[Any, Any]) -> list[Any]:
    return sorted(set(points.values()), reverse=True)


def equals(points: dict[str, Any]) -> list[list[str]]:
    """Options in groups of equal points, most first."""
    return [[o for o in points if points[o] == level] for level in best_first(points)]


def peeled(options: Iterable[str], beats: Iterable[Duel]) -> list[list[str]]:
    """Those nobody beats, then those only they beat, and so on."""
    left, order = list(options), list[list[str]]()
    while left:
        beaten = {b for a, b in beats if a in left}
        order.append([o for o in left if o not in beaten])
        left = [o for o in left if o in beaten]
    return order


def joined(relation: Relation, pair: Duel) -> Relation:
    """The relation with one pair more, and all that follows: with a above b and b above c, a is above c."""
    above = {pair[0]} | {a for a, b in relation if b == pair[0]}
    below = {pair[1]} | {b for a, b in relation if a == pair[1]}
    return relation | {(a, b) for a in above for b in below}


def every_relation(strength: dict[Duel, int]) -> set[Relation] | None:
    """What fixing victories from the strongest down can lead to, equal ones in every order; None if too many."""
    states, steps = {Relation()}, 0
    for value in best_first({pair: n for pair, n in strength.items() if n}):
        equal, found = frozenset(pair for pair in strength if strength[pair] == value), set[Relation]()
        for state in states:
            stack = [settled(state, equal)]
            seen = set(stack)
            while stack:
                now, rest = stack.pop()
                found |= set() if rest else {now}
                steps += len(rest)
                if steps > MOST_STEPS or len(rest) > MOST_EQUAL:
                    return None
                follow = {settled(joined(now, pair), rest - {pair}) for pair in rest} - seen
                seen |= follow
                stack += follow
        states = found
    return states


def settled(state: Relation, rest: Relation) -> tuple[Relation, Relation]:
    """Leave out the pairs that are decided, and fix those that close a circle in no order."""
    while True:
        rest = frozenset(pair for pair in rest if pair not in state and pair[::-1] not in state)
        together = reduce(joined, rest, state)
        safe = frozenset(pair for pair in rest if pair[::-1] not in together)
        if not safe:
            return state, rest
        state, rest = reduce(joined, safe, state), rest - safe


"""The checks: what the file says, what its chain and signatures show, and whether the count gives its result."""

import argparse
import base64
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


FORMAT = "yoriai-audit/1"
Entry = dict[str, Any]
Recount = Callable[[Entry, list[Any]], tuple[list[str] | None, str]]


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


def parse(text: str) -> dict[str, list[Entry]]:
    """The lines of a file by their type, each a JSON object; raises Unreadable with line and reason."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as problem:
            raise Unreadable(f"Line {number} is not JSON.") from problem
        if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
            raise Unreadable(f"Line {number} is no entry of an audit file.")
        found[entry["type"]].append(entry)
    if [contest.get("format") for contest in found["contest"]] != [FORMAT]:
        raise Unreadable(f"The file has no line that declares a contest in the format {FORMAT}.")
    if len(found["result"]) != 1:
        raise Unreadable("The file has no line with the result.")
    return found


def verify(text: str, key: str | None = None, recount: Recount = recount_plainly) -> Report:
    """Everything that can be checked; raises Unreadable if the text is no audit file."""
    file, report = parse(text), Report()
    check_openings(file, report)
    check_chain(file, report, key)
    if file["erased"]:
        report.facts.append(f"{len(file['erased'])} openings were erased at their authors' wish; the rest is valid.")
    check_result(file, report, recount)
    return report


def commitments(entries: list[Entry]) -> Counter[str]:
    return Counter(str(entry.get("c")) for entry in entries)


def check_openings(file: dict[str, list[Entry]], report: Report) -> None:
    """Every ballot, counted or set aside, has its commitment in the chain exactly once."""
    contest = str(file["contest"][0].get("contest"))
    for opening in file["opening"]:
        c, salt = str(opening.get("c")), str(opening.get("salt"))
        try:
            fits = commitment(bytes.fromhex(salt), contest, opening.get("ballot")) == c
        except ValueError:
            fits = False
        report.check(fits, f"The ballot opened as {c[:16]} is another.")
    known, opened = commitments(file["entry"]), commitments(file["opening"] + file["erased"])
    report.check(max(known.values(), default=1) == 1, "A commitment stands twice in the chain.")
    report.check(max(opened.values(), default=1) == 1, "A ballot is opened twice.")
    report.check(not set(opened) - set(known), "A ballot is opened that is not in the chain.")
    missing = set(known) - set(opened)
    report.check(not missing, f"{len(missing)} ballots of the chain are not opened.")


def check_chain(file: dict[str, list[Entry]], report: Report, key: str | None) -> None:
    """Every checkpoint is signed and fits the entries; the last one covers them all."""
    contest, sizes = file["contest"][0], list[int]()
    data = leaves(contest, [str(entry.get("c")) for entry in file["entry"]], file["result"][0])
    try:
        public = base64.b64decode(str(contest.get("key")) if key is None else key, validate=True)
    except ValueError:
        public = b""
    for number, checkpoint in enumerate(file["checkpoint"], 1):
        opened = open_note(str(checkpoint.get("note")), public)
        if opened is None:
            report.problems.append(f"The signature of checkpoint {number} does not fit.")
            continue
        origin, size, root = opened
        report.check(origin == contest.get("origin"), f"Checkpoint {number} is of another contest.")
        fits = size <= len(data) and merkle_root(data[:size]) == root
        report.check(fits, f"The entries do not fit checkpoint {number} (size {size}).")
        sizes.append(size)
    report.check(sizes[:1] == [1], "There is no checkpoint of the rules from before the first ballot.")
    report.check(sizes == sorted(sizes), "The checkpoints are not in order.")
    report.check(sizes[-1:] == [len(data)], "The last checkpoint does not cover every entry.")
    report.facts.append(f"{len(file['entry'])} ballots, {len(file['checkpoint'])} checkpoints.")


def check_result(file: dict[str, list[Entry]], report: Report, recount: Recount) -> None:
    """Count again, without and with the ballots set aside, and compare."""
    contest, result, openings = file["contest"][0], file["result"][0], file["opening"]
    everyone = [opening.get("ballot") for opening in openings]
    counted = [opening.get("ballot") for opening in openings if not opening.get("quarantined")]
    try:
        whole = result.get("counted", 0) + result.get("quarantined", 0) == len(file["entry"])
        report.check(whole, "The result speaks of another number of ballots than the chain holds.")
        if not counted:
            report.check(not result.get("winners"), "There is a result, but no ballot was counted.")
            return
        winners, sheet = recount(contest, counted)
        with_all = recount(contest, everyone)[0] if len(everyone) > len(counted) else winners
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as problem:
        report.problems.append(f"The ballots cannot be counted: {problem}.")
        return
    if winners is None or with_all is None:
        report.facts.append("This way of counting is done again by `yoriai verify` only; the ballots were compared.")
    else:
        report.facts.append(f"Counted again: {', '.join(winners)}.")
    if file["erased"]:
        return
    report.check(sheet == result.get("sheet_sha256"), "The counted ballots are not those of the result.")
    if winners is not None and with_all is not None:
        report.check(winners == result.get("winners"), f"The count gives {', '.join(winners)}.")
        apart = "The count together with the ballots set aside differs."
        report.check(with_all == result.get("winners_with_quarantined"), apart)


def run(argv: Sequence[str], recount: Recount = recount_plainly) -> int:
    """0 everything fits, 1 something does not, 2 the file cannot be read."""
    parser = argparse.ArgumentParser(prog="verify", description="Check a published result from its audit file.")
    parser.add_argument("file")
    parser.add_argument("--key", help="public key (base64) that you were given elsewhere")
    given = parser.parse_args(argv)
    try:
        with open(given.file, encoding="utf-8-sig") as source:
            report = verify(source.read(), given.key, recount)
    except OSError as problem:
        sys.stderr.write(f"verify: {given.file}: {problem.strerror}.\n")
        return 2
    except (Unreadable, UnicodeDecodeError) as problem:
        sys.stderr.write(f"verify: {problem}\n")
        return 2
    for line in report.facts + [f"DOES NOT FIT: {problem}" for problem in report.problems]:
        sys.stdout.write(line + "\n")
    sys.stdout.write("This file does not show its result.\n" if report.problems else "Everything fits.\n")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
