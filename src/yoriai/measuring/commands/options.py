"""The options of ``yoriai measure``. Nothing heavy is imported here, so that --help answers at once."""

import argparse
import sys
from collections.abc import Callable
from typing import NoReturn

MEASURES = {
    "repurchase": "who came back, groups compared, the cohort curve",
    "nps": "would they recommend us, and why",
    "uplift": "what those who took part would have done otherwise",
    "did": "before and after with several joining dates",
    "lifetime": "purchases to come, from 300 people",
    "survival": "how soon people come back, by speed of reply",
    "label-test": "does the label sell more",
    "kano": "which features delight and which are expected",
    "psm": "which prices are acceptable",
    "network": "dialogue between departments",
}


class Parser(argparse.ArgumentParser):
    """Bad usage is one sentence on standard error and exit code 2."""

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"yoriai measure: {message}. Try --help.\n")
        raise SystemExit(2)


def build_parser() -> Parser:
    parser = Parser(
        prog="yoriai measure",
        description="What came of it, honestly: every figure with its range, its n and a verdict.",
    )
    measures = parser.add_subparsers(dest="measure", metavar="MEASURE", required=True)
    for name, sentence in MEASURES.items():
        one = measures.add_parser(name, help=sentence, description=sentence)
        one.add_argument("file", metavar="FILE.csv", help="UTF-8, UTF-16, CP932 or EUC-JP; comma, tab or semicolon")
        OPTIONS[name](one)
        _common(one)
    return parser


def _common(one: argparse.ArgumentParser) -> None:
    one.add_argument("--staff", metavar="COL", help="column that marks people who work here: their rows are left out")
    one.add_argument("--cancelled", metavar="COL", help="column that marks cancelled orders: their rows are left out")
    one.add_argument("--json", metavar="OUT", help="write the same JSON to a file as well")
    one.add_argument("--html", metavar="OUT", help="write the one-page A4 report")
    one.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of the report (default ja)")
    one.add_argument("--title", help="title of the report")
    one.add_argument("--seed", type=int, default=0, help="seed where draws are used (default 0)")
    one.add_argument("--level", type=_level, default=0.95, help="confidence of the ranges (default 0.95)")
    one.add_argument("--looks", type=_positive, default=1, help="looks planned beforehand; level becomes 1 - 0.05/k")
    one.add_argument("--in-between", action="store_true", help="a look before the review date: never clear")


def _columns(one: argparse.ArgumentParser, *names: str, required: bool = False) -> None:
    for name in names:
        one.add_argument(f"--{name}", metavar="COL", required=required)


def _repurchase(one: argparse.ArgumentParser) -> None:
    _columns(one, "id", "date", "amount", "bought", "group", "strata")
    one.add_argument("--window", type=_positive, default=60, metavar="DAYS")
    one.add_argument("--min-purchases", type=_positive, default=1, metavar="N")
    one.add_argument("--until", metavar="DATE")
    one.add_argument("--cohort", choices=("week", "month"), default="month")


def _nps(one: argparse.ArgumentParser) -> None:
    _columns(one, "score", required=True)
    _columns(one, "group", "why", "id")


def _uplift(one: argparse.ArgumentParser) -> None:
    _columns(one, "treated", "outcome", required=True)
    one.add_argument("--covariates", metavar="a,b,c", required=True)
    one.add_argument("--before", metavar="COL[,EARLIER]")
    _columns(one, "id")
    one.add_argument("--bins", type=_positive, default=4, metavar="N")


def _did(one: argparse.ArgumentParser) -> None:
    _columns(one, "id", "period", "outcome", "treated-from", required=True)
    one.add_argument("--control", choices=("never", "not-yet"), default="never")
    one.add_argument("--base", choices=("varying", "universal"), default="varying")


def _lifetime(one: argparse.ArgumentParser) -> None:
    _columns(one, "id", "frequency", "recency", "age", "monetary", "count", "date", "amount")
    _columns(one, "opportunities", "survivors")
    one.add_argument("--horizon", type=float, metavar="H")
    one.add_argument("--unit", choices=("day", "week"), default="week")
    one.add_argument("--until", metavar="DATE")
    one.add_argument("--model", choices=("bgnbd", "pareto-nbd", "bgbb", "sbg"), default="bgnbd")
    one.add_argument("--prior", choices=("auto", "none"), default="auto")


def _survival(one: argparse.ArgumentParser) -> None:
    _columns(one, "duration", "event", "group", "id", "start", "return", "answered")
    one.add_argument("--until", metavar="DATE")
    one.add_argument("--landmark", type=_positive, default=7, metavar="DAYS")
    one.add_argument("--at", default="30,60,90", metavar="DAYS")


def _label_test(one: argparse.ArgumentParser) -> None:
    _columns(one, "store", "week", "label", "sales", required=True)
    _columns(one, "visitors", "price", "closed")
    one.add_argument("--day", metavar="COL", help="one row a day: the first day after a change of label is left out")
    one.add_argument("--design", choices=("store", "week", "store-week"))
    one.add_argument("--draws", type=_positive, default=4999, metavar="N")


def _kano(one: argparse.ArgumentParser) -> None:
    _columns(one, "functional", "dysfunctional", required=True)
    _columns(one, "feature", "id")


def _psm(one: argparse.ArgumentParser) -> None:
    _columns(one, "too-cheap", "cheap", "expensive", "too-expensive", required=True)
    one.add_argument("--range", choices=("original", "narrower"), default="original")


def _network(one: argparse.ArgumentParser) -> None:
    _columns(one, "from", "to", required=True)
    _columns(one, "weight", "person", "group")
    one.add_argument("--people", metavar="PEOPLE.csv")
    one.add_argument("--undirected", action="store_true")


OPTIONS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "repurchase": _repurchase,
    "nps": _nps,
    "uplift": _uplift,
    "did": _did,
    "lifetime": _lifetime,
    "survival": _survival,
    "label-test": _label_test,
    "kano": _kano,
    "psm": _psm,
    "network": _network,
}


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def _level(text: str) -> float:
    value = float(text)
    if not 0.5 <= value < 1:
        raise argparse.ArgumentTypeError("must lie between 0.5 and 1")
    return value
