"""The options of ``yoriai measure``. Nothing heavy is imported here, so that --help answers at once."""

import argparse
import math
import sys
from collections.abc import Callable
from typing import Any, NoReturn


class Parser(argparse.ArgumentParser):
    """Bad usage is one sentence on standard error and exit code 2."""

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"yoriai measure: {message}. Try --help.\n")
        raise SystemExit(2)


def _checked(read: Callable[[str], Any], fits: Callable[[Any], bool], what: str) -> Callable[[str], Any]:
    def parse(text: str) -> Any:
        try:
            value = read(text)
        except ValueError:
            value = None
        if value is None or not fits(value):
            raise argparse.ArgumentTypeError(f"{text!r} is not {what}")
        return value

    return parse


_positive = _checked(int, lambda n: n >= 1, "a whole number of 1 or more")
_level = _checked(float, lambda level: 0.5 <= level < 1, "a level from 0.5 to below 1")
_ahead = _checked(float, lambda time: 0 < time < math.inf, "a time above 0")
_days = _checked(
    lambda text: [float(part) for part in text.split(",")],
    lambda days: all(0 <= day < math.inf for day in days),
    "a list of days of 0 or more, for example 30,60,90",
)
Option = tuple[str, dict[str, Any]]


def _column(name: str, what: str) -> Option:
    return name, {"metavar": "COL", "help": what}


def _needed(name: str, what: str) -> Option:
    return name, {"metavar": "COL", "help": what, "required": True}


def _number(name: str, default: int, metavar: str, what: str) -> Option:
    return name, {"type": _positive, "default": default, "metavar": metavar, "help": f"{what} (default {default})"}


def _choice(name: str, choices: tuple[str, ...], what: str, default: str | None = None) -> Option:
    usual = f" (default {default})" if default else ""
    return name, {"choices": choices, "default": default, "help": what + usual}


ID = _column("id", "the person: one row each, or the same in all rows of a person")
UNTIL: Option = ("until", {"metavar": "DATE", "help": "last day observed (default: the last day in the file)"})
DATE = _column("date", "day of the purchase, one row a purchase")
AMOUNT = _column("amount", "yen paid; negative where something was given back")
MEASURES: dict[str, tuple[str, tuple[Option, ...]]] = {
    "repurchase": ("who came back, groups compared, the cohort curve", (
        ID,
        DATE,
        AMOUNT,
        _column("bought", "instead of --date: yes or no, one row a person"),
        _column("group", "groups to compare; they are not drawn by lot"),
        _column("strata", "compare within these classes only, for example purchases before"),
        _number("window", 60, "DAYS", "days in which to come back"),
        _number("min-purchases", 1, "N", "purchase days within the window that count as coming back"),
        UNTIL,
        _choice("cohort", ("week", "month"), "rows of the cohort table", "month"),
    )),
    "nps": ("would they recommend us, and why", (
        _needed("score", "0 to 10, with or without words beside it"),
        _column("group", "groups to compare"),
        _column("why", "the reason given; empty = none"),
        ID,
    )),
    "uplift": ("what those who took part would have done otherwise", (
        _needed("treated", "took part: yes or no"),
        _needed("outcome", "what is compared, from after joining; empty = window not over"),
        ("covariates", {"metavar": "a,b,c", "required": True, "help": "columns known before joining"}),
        ("before", {"metavar": "COL[,EARLIER]", "help": "the outcome in the one and the two windows before joining"}),
        ID,
        _number("bins", 4, "N", "classes a number is cut into for matching"),
    )),
    "did": ("before and after with several joining dates", (
        _needed("id", "shop, area or person; one row for each period"),
        _needed("period", "year, month, quarter, day or running number"),
        _needed("outcome", "what is compared"),
        _needed("treated-from", "first period after joining; empty, 0 or never = never joined"),
        _choice("control", ("never", "not-yet"), "compare with those that never joined or not yet", "never"),
        _choice("base", ("varying", "universal"), "earlier periods against the one before or the last", "varying"),
    )),
    "lifetime": ("purchases to come, from 300 people", (
        ID,
        DATE,
        AMOUNT,
        _column("frequency", "instead of --date, one row a person: number of repeat purchases"),
        _column("recency", "time from the first to the last purchase"),
        _column("age", "time from the first purchase to the end of observation"),
        _column("monetary", "mean amount of the repeat purchases"),
        _column("count", "how many people the row stands for"),
        _column("opportunities", "chances to buy, instead of --age (model bgbb)"),
        _column("survivors", "people left after each period, the first row all (model sbg)"),
        ("horizon", {"type": _ahead, "metavar": "H", "help": "time to look ahead (default: half of the longest age)"}),
        _choice("unit", ("day", "week"), "unit of time of the parameters and the horizon", "week"),
        UNTIL,
        _choice("model", ("bgnbd", "pareto-nbd", "bgbb", "sbg"), "model of buying", "bgnbd"),
        _choice("prior", ("auto", "none"), "weak prior below 300 people", "auto"),
    )),
    "survival": ("how soon people come back, by speed of reply", (
        _column("duration", "days until coming back, or watched so far"),
        _column("event", "came back: yes or no (still watched)"),
        _column("group", "groups to compare"),
        ID,
        _column("start", "instead of --duration: day of the voice"),
        _column("return", "day of coming back; empty = not yet"),
        _column("answered", "day of the reply; empty = not yet"),
        UNTIL,
        _number("landmark", 7, "DAYS", "days after the voice from which everybody's clock runs"),
        ("at", {"type": _days, "default": "30,60,90", "metavar": "DAYS", "help": "days to tell (default 30,60,90)"}),
    )),
    "label-test": ("does the label sell more", (
        _needed("store", "store or shelf"),
        _needed("week", "week, as a number or a day"),
        _needed("label", "carried the label: yes or no"),
        _needed("sales", "units sold"),
        _column("visitors", "visitors: sales are then taken per visitor"),
        _column("price", "price: it must not change in a store"),
        _column("closed", "closed or sold out: yes or no; left out"),
        _column("day", "one row a day: the first day after a change of label is left out"),
        _choice("design", ("store", "week", "store-week"), "how the label was drawn (default: as the file shows)"),
        _number("draws", 4999, "N", "draws where there are too many assignments for all"),
    )),
    "kano": ("which features delight and which are expected", (
        _needed("functional", "answer if it were there: 1 to 5 or the words"),
        _needed("dysfunctional", "answer if it were not there"),
        _column("feature", "feature the row is about"),
        ID,
    )),
    "psm": ("which prices are acceptable", (
        _needed("too-cheap", "price too cheap to be trusted"),
        _needed("cheap", "price that is cheap"),
        _needed("expensive", "price that is expensive"),
        _needed("too-expensive", "price too expensive to buy"),
        _choice("range", ("original", "narrower"), "which curves bound the range", "original"),
    )),
    "network": ("dialogue between departments", (
        _needed("from", "who spoke, one row a tie"),
        _needed("to", "to whom"),
        _column("weight", "how often; 0 = no tie"),
        ("people", {"metavar": "PEOPLE.csv", "help": "file of the people and their departments"}),
        _column("person", "the person, in PEOPLE.csv"),
        _column("group", "the department, in PEOPLE.csv"),
        ("undirected", {"action": "store_true", "help": "ties have no direction"}),
    )),
}  # fmt: skip
COMMON: tuple[Option, ...] = (
    _column("staff", "column that marks people who work here: their rows are left out"),
    _column("cancelled", "column that marks cancelled orders (or invoices with a C): their rows are left out"),
    ("json", {"metavar": "OUT", "help": "write the same JSON to a file as well"}),
    ("html", {"metavar": "OUT", "help": "write the one-page A4 report"}),
    _choice("lang", ("ja", "en"), "language of the report", "ja"),
    ("title", {"metavar": "TEXT", "help": "title of the report"}),
    ("seed", {"type": int, "default": 0, "metavar": "S", "help": "seed where draws are used (default 0)"}),
    ("level", {"type": _level, "default": 0.95, "metavar": "L", "help": "confidence of the ranges (default 0.95)"}),
    _number("looks", 1, "K", "looks planned beforehand; level becomes 1 - 0.05/k"),
    ("in-between", {"action": "store_true", "help": "a look before the review date: never clear"}),
)


def build_parser() -> Parser:
    parser = Parser(
        prog="yoriai measure",
        description="What came of it, honestly: every figure with its range, its n and a verdict.",
    )
    measures = parser.add_subparsers(dest="measure", metavar="MEASURE", required=True)
    for name, (sentence, own) in MEASURES.items():
        one = measures.add_parser(name, help=sentence, description=sentence)
        one.add_argument("file", metavar="FILE.csv", help="UTF-8, UTF-16, CP932 or EUC-JP; comma, tab or semicolon")
        for option, settings in (*own, *COMMON):
            one.add_argument(f"--{option}", **settings)
    return parser
