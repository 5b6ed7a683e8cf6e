"""The checks: what the file says, what its chain and signatures show, and whether the count gives its result."""

import argparse
import base64
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from yoriai.counting.verifier.chain import commitment, leaves, merkle_root, open_note
from yoriai.counting.verifier.plain_count import recount_plainly

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
