"""``yoriai measure psm``: the acceptable range of prices."""

from argparse import Namespace

import numpy as np

from yoriai.measuring import psm as kernel
from yoriai.measuring.commands.answer import Answer, answer
from yoriai.measuring.estimate import Interval, Verdict
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import select
from yoriai.measuring.wording import Pair, join

FEWEST = 30
ONE_PRICE_FROM = 100
TOO_MANY_OUT_OF_ORDER = 0.2
STEP = 10


def run(table: Table, o: Namespace) -> Answer:
    names = [o.too_cheap, o.cheap, o.expensive, o.too_expensive]
    rows = select(table, names)
    prices = np.stack([rows.numbers(name, least=0) for name in names], axis=1)
    fits = kernel.in_order(prices)
    used = prices[fits]
    n = {"used": len(used), "out_of_order": int((~fits).sum()), "excluded": rows.excluded}
    curves = kernel.curves(used)
    points = kernel.price_points(used, o.range == "narrower", o.level, o.seed)
    crossed = all(np.isfinite(point.value) for point in points.values())
    reasons = ["few_people"] if len(used) < FEWEST else []
    reasons += [] if crossed else ["no_crossing"]
    warnings = []
    if n["out_of_order"] > TOO_MANY_OUT_OF_ORDER * len(prices):
        warnings.append("more than 20 % gave prices out of order: the questions were not understood")
    verdict: Verdict = (
        "cannot_say" if reasons else "clear" if len(used) >= ONE_PRICE_FROM and not warnings else "leaning"
    )
    need = max(0, FEWEST - len(used)) or None
    return answer(
        "psm", n=n, method=f"Van Westendorp, {o.range}", verdict=verdict, reasons=reasons, need_n=need,
        warnings=warnings, sentence=_say(points, len(used), reasons), curves=curves, **points,
    )  # fmt: skip


def _say(points: dict[str, Interval], n: int, reasons: list[str]) -> Pair:
    if "no_crossing" in reasons:
        return (
            f"{n}人の答えでは線が交わらず、値段の幅は出せません。",
            f"With {n} answers the curves never cross; there is no range of prices.",
        )
    low, high = _step(points["pmc"].value), _step(points["pme"].value)
    honest = (
        "直接きくと低めの答えになります。試し売りのほうが確かです。",
        "People answer low when asked directly; a test sale beats it.",
    )
    if reasons:
        return join(
            (
                f"まだ分かりません。{n}人の答えでは{low}〜{high}円あたりです。",
                f"We cannot say yet; {n} answers point to {low} to {high} yen.",
            ),
            (f"{FEWEST}人の答えから出します。", f"Figures start at {FEWEST} answers."),
            honest,
        )
    said = (
        f"{n:,}人の答えでは、{low}〜{high}円が受け入れられそうです。",
        f"By {n:,} answers, {low} to {high} yen seems acceptable.",
    )
    if n < ONE_PRICE_FROM:
        return join(said, honest)
    best = points["opp"]
    one = (
        f"真ん中の目安は{_step(best.value)}円（{_step(best.low)}〜{_step(best.high)}円）です。",
        f"The middle is about {_step(best.value)} yen (range {_step(best.low)} to {_step(best.high)}).",
    )
    return join(said, one, honest)


def _step(value: float) -> str:
    return f"{round(value / STEP) * STEP:,}"
