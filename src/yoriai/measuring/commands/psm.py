"""``yoriai measure psm``: the acceptable range of prices."""

from argparse import Namespace

import numpy as np

from yoriai.measuring import psm as kernel
from yoriai.measuring.commands.answer import Answer, Refused, Said, answer
from yoriai.measuring.estimate import FEWEST_SHOWN, Interval, Verdict
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import select
from yoriai.measuring.reasons import Pair
from yoriai.measuring.wording import join

FEWEST = 30
ONE_PRICE_FROM = 100
TOO_MANY_OUT_OF_ORDER = 0.2
STEP = 10
HONEST = (
    "直接きくと低めの答えになります。試し売りのほうが確かです。",
    "People answer low when asked directly; a test sale beats it.",
)


def run(table: Table, o: Namespace) -> Answer:
    names = [o.too_cheap, o.cheap, o.expensive, o.too_expensive]
    rows = select(table, names)
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
        _told(points, n, bool(warnings)),
        n=n,
        method=f"Van Westendorp, {o.range}",
        warnings=warnings,
        curves=kernel.curves(used),
        **(points or dict.fromkeys(kernel.POINTS)),
    )


def _told(points: dict[str, Interval] | None, n: dict[str, int], misunderstood: bool) -> Said | Refused:
    missing = max(0, FEWEST - n["used"])
    crossed = points is not None and all(np.isfinite(point.half_width) for point in points.values())
    rules = (
        ("few_people", missing > 0),
        ("questionable", misunderstood),
        ("no_crossing", points is not None and not crossed),
    )
    refused = [code for code, broken in rules if broken]
    if points is None or refused:
        return Refused(refused, (f"{n['used']:,}人の答え", f"{n['used']:,} answers"), missing or None, note=HONEST)
    verdict: Verdict = "clear" if n["used"] >= ONE_PRICE_FROM else "leaning"
    return Said(verdict, _say(points, n["used"]))


def _say(points: dict[str, Interval], n: int) -> Pair:
    low, high = _step(points["pmc"].value), _step(points["pme"].value)
    said = (
        f"{n:,}人の答えでは、{low}〜{high}円が受け入れられそうです。",
        f"By {n:,} answers, {low} to {high} yen seems acceptable.",
    )
    if n < ONE_PRICE_FROM:
        return join(said, HONEST)
    best = points["opp"]
    one = (
        f"真ん中の目安は{_step(best.value)}円（{_step(best.low)}〜{_step(best.high)}円）です。",
        f"The middle is about {_step(best.value)} yen (range {_step(best.low)} to {_step(best.high)}).",
    )
    return join(said, one, HONEST)


def _step(value: float) -> str:
    return f"{round(value / STEP) * STEP:,}"
