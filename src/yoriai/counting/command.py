"""`yoriai count FILE --method M`: read a file of ballots, print its result as JSON."""

import argparse
import json
import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from yoriai.counting import METHODS

AS_GIVEN = (
    "seats", "strength", "overvote", "exhaust_after_skips", "tie_seed", "utility", "completion", "order_effect"
)  # fmt: skip


class Complaint(Exception):
    """What is wrong with the command line, in one sentence."""


class Parser(argparse.ArgumentParser):
    """An argument parser that answers in one sentence."""

    def error(self, message: str) -> Any:
        raise Complaint(message[:1].upper() + message[1:] + ".")


def skips(text: str) -> int | None:
    """0 is refused with the rules."""
    return None if text == "none" else int(text) if text.isdecimal() else 0


def parser() -> argparse.ArgumentParser:
    """All switches of the command."""
    p = Parser(prog="yoriai count", description="Count a file of ballots and explain the result.")
    p.add_argument("file", metavar="FILE", help=".soc .soi .toc .toi .cat .blt .pb .csv")
    p.add_argument("--method", required=True, choices=METHODS)
    p.add_argument("--seats", type=int, metavar="N")
    p.add_argument("--default", metavar="OPTION", help="the option that stands for 'none of these' or 'as it is'")
    p.add_argument("--quorum", metavar="Q", help="a number of ballots, may be a fraction")
    p.add_argument("--supermajority", metavar="OPTION=3:1", action="append", default=[])
    p.add_argument("--exhaust-after-skips", metavar="N|none", type=skips)
    p.add_argument("--overvote", choices=["exhaust", "skip", "split"], default="exhaust")
    p.add_argument("--tie-seed", metavar="S")
    p.add_argument("--strength", choices=["margin", "winning-votes"], default="margin")
    p.add_argument("--utility", choices=["cost", "cardinality"], default="cost")
    p.add_argument("--completion", choices=["add1", "add1u", "none"])
    p.add_argument("--budget", metavar="AMOUNT")
    p.add_argument("--prior", choices=["auto", "weak", "none"], default="auto")
    p.add_argument("--reference", metavar="OPTION")
    p.add_argument("--order-effect", action="store_true")
    p.add_argument("--approve-categories", metavar="1,2", default="1")
    p.add_argument("--grades", metavar="WORST,…,BEST", help="names of the grades, worst first")
    p.add_argument("--json", metavar="OUT", help="write the same bytes to a file as well")
    p.add_argument("--html", metavar="OUT", help="write a page that shows this result")
    p.add_argument("--lang", choices=["ja", "en"], default="ja", help="language of the page")
    return p


def main(argv: list[str]) -> int:
    """Exit 0 with JSON on standard output, or 2 with one clear sentence on standard error."""
    try:
        given = parser().parse_args(argv)
        result = counted(given)
        text = json.dumps(result, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
        if given.json:
            Path(given.json).write_text(text, encoding="utf-8")
        if given.html:
            from yoriai.counting.report import page  # noqa: PLC0415

            Path(given.html).write_text(page(result, given.lang), encoding="utf-8")
    except OSError as problem:
        return _complain(f"{problem.filename}: {problem.strerror}.")
    except (Complaint, ValueError) as problem:
        return _complain(str(problem))
    except (MemoryError, OverflowError):
        return _complain("The numbers of this file are too large to be counted.")
    sys.stdout.buffer.write(text.encode())
    return 0


def _complain(sentence: str) -> int:
    sys.stderr.write(f"yoriai count: {sentence}\n")
    return 2


def counted(given: argparse.Namespace) -> dict[str, Any]:
    """The result of the file, as plain JSON values."""
    # NumPy is needed from here on only, so that --help answers at once
    from yoriai.counting.counted import count  # noqa: PLC0415
    from yoriai.counting.readers import FORMS, read  # noqa: PLC0415
    from yoriai.counting.readers.lines import Reading  # noqa: PLC0415

    categories = _numbers(given.approve_categories)
    grades = tuple(given.grades.split(",")) if given.grades else ()
    reading = Reading(FORMS.get(given.method, "rank"), categories, grades)
    path = Path(given.file)
    ballots = read(path.read_bytes(), path.suffix, reading)
    ids = {option.name: option.id for option in ballots.options} | {o.id: o.id for o in ballots.options}
    return count(
        ballots,
        given.method,
        default=ids.get(given.default, given.default),  # what is no option is refused where ballots and rules meet
        quorum=None if given.quorum is None else _fraction(given.quorum, "--quorum"),
        supermajority=dict(_supermajority(text, ids) for text in given.supermajority),
        budget=None if given.budget is None else _fraction(given.budget, "--budget"),
        prior={"auto": None, "weak": True, "none": False}[given.prior],
        reference=ids.get(given.reference, given.reference),
        **{name: getattr(given, name) for name in AS_GIVEN},
    ).as_json()


def _fraction(text: str, switch: str) -> Fraction:
    if not re.fullmatch(r"\s*-?\d{1,18}(\.\d{0,18})?(\s*/\s*0*[1-9]\d{0,17})?\s*", text):
        raise Complaint(f"{switch} must be a number, not {text!r}.")
    top, _, bottom = text.partition("/")
    return Fraction(top.strip()) / Fraction(bottom.strip() or 1)


def _numbers(text: str) -> tuple[int, ...]:
    words = text.split(",")
    if not all(word.strip().isdecimal() for word in words):
        raise Complaint("--approve-categories must be numbers like 1,2.")
    return tuple(int(word) for word in words)


def _supermajority(text: str, ids: dict[str, str]) -> tuple[str, Fraction]:
    """`A=3:1`, `A=3/1` and `A=3` are ratios; `A=2/3` is a share of all, that is the ratio 2."""
    name, mark, ratio = text.rpartition("=")
    if not mark:
        raise Complaint(f"--supermajority must look like OPTION=3:1, not {text!r}.")
    value = _fraction(ratio.replace(":", "/"), "--supermajority")
    if ":" not in ratio and 0 < value < 1:
        value = value / (1 - value)
    return ids.get(name, name), value
