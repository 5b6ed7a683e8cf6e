"""``yoriai measure psm``: the acceptable range of prices."""

from argparse import Namespace

import numpy as np

from yoriai.measuring import psm as kernel
from yoriai.measuring.commands.answer import Answer, Refused, Said, answer
from yoriai.measuring.estimate import FEWEST_SHOWN, Interval, Verdict
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import select
from yoriai.measuring.reasons import Pair
from yoriai.measuring.refusal import broken
from yoriai.measuring.wording import counted, join, price

FEWEST = 30
ONE_PRICE_FROM = 100
TOO_MANY_OUT_OF_ORDER = 0.2
OTHER_MONEY = "$€£"
PRICES: Pair = ("人の答え", "answers")
HONEST = (
    "直接きくと低めの答えになります。試し売りのほうが確かです。",
    "People answer low when asked directly; a test sale beats it.",
)


def run(table: Table, o: Namespace) -> Answer:
    names = [o.too_cheap, o.cheap, o.expensive, o.too_expensive]
    rows = select(table, names)
    mark = next((mark for mark in OTHER_MONEY if mark in rows.cells[names[0]][0]), "")
    prices = np.stack([rows.numbers(name, least=0) for name in names], axis=1)
    fits = kernel.in_order(prices)
    used = prices[fits]
    n = {"used": len(used), "out_of_order": int((~fits).sum()), "excluded": rows.excluded}
    points = kernel.price_points(used, o.range == "narrower", o.level, o.seed) if len(used) >= FEWEST_SHOWN else None
    warnings = []
    if n["out_of_order"] > TOO_MANY_OUT_OF_ORDER * len(prices):
        warnings.append("more than 20 % gave prices out of order: the questions were not understood")
    return answer(
        "psm",
        _told(points, n, bool(warnings), mark),
        n=n,
        method=f"Van Westendorp, {o.range}",
        warnings=warnings,
        curves=kernel.curves(used),
        money=mark or "円",
        **(points or dict.fromkeys(kernel.POINTS)),
    )


def _told(points: dict[str, Interval] | None, n: dict[str, int], misunderstood: bool, mark: str) -> Said | Refused:
    missing = max(0, FEWEST - n["used"])
    crossed = points is None or all(np.isfinite(point.half_width) for point in points.values())
    refused = broken(few_people=missing, questionable=misunderstood, no_crossing=not crossed)
    if points is None or refused:
        return Refused(refused, counted(n["used"], PRICES), missing or None, note=HONEST)
    verdict: Verdict = "clear" if n["used"] >= ONE_PRICE_FROM else "leaning"
    return Said(verdict, _say(points, n["used"], mark))


def _say(points: dict[str, Interval], n: int, mark: str) -> Pair:
    fair, best = _prices(n, mark, points["pmc"].value, points["pme"].value), points["opp"]
    said = (f"{n:,}人の答えでは、{fair[0]}が受け入れられそうです。", f"By {n:,} answers, {fair[1]} seems acceptable.")
    if n < ONE_PRICE_FROM:
        return join(said, HONEST)
    middle, around = _prices(n, mark, best.value), _prices(n, mark, best.low, best.high)
    one = (f"真ん中の目安は{middle[0]}（{around[0]}）です。", f"The middle is about {middle[1]} (range {around[1]}).")
    return join(said, one, HONEST)


def _prices(n: int, mark: str, *values: float) -> Pair:
    """One price or the range of two, with the mark that the prices carry; without one they are yen."""
    said = [mark + price(value, n) for value in values]
    unit = ("", "") if mark else ("円", " yen")
    return "〜".join(said) + unit[0], " to ".join(said) + unit[1]
