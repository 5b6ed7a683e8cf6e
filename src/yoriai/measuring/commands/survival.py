"""``yoriai measure survival``: how soon people come back, and by speed of reply from a landmark."""

from argparse import Namespace
from collections.abc import Mapping

from yoriai.measuring import survival as kernel
from yoriai.measuring.arrays import Bools, Floats
from yoriai.measuring.commands.answer import Answer, Refused, Said, answer
from yoriai.measuring.estimate import Interval, judge_difference, judge_single, still_needed
from yoriai.measuring.reading.dates import parse_date
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import select
from yoriai.measuring.reasons import Pair
from yoriai.measuring.refusal import BadInput
from yoriai.measuring.repurchase import comparison_order
from yoriai.measuring.suppression import hidden_cells
from yoriai.measuring.wording import join, need_more, say_difference

FEWEST = 30
FEWEST_PER_GROUP = 10
SPEED = {
    "not_yet": ("まだ返事のない方", "not yet answered"),
    "within_3": ("3日までに返事のあった方", "Answered within 3 days"),
}


NOT_THE_REPLY = ("早い返事のせいとは言い切れません。", "It cannot be said that the quick reply is the cause.")


def run(table: Table, o: Namespace) -> Answer:
    times = _times(o.at)
    durations, events, groups, n, by_speed = _dated(table, o) if o.start else _ready(table, o)
    whole = kernel.kaplan_meier(durations, events, o.level)
    curves = kernel.curves_by_group(durations, events, groups, o.level) if groups else {"all": whole}
    hidden = hidden_cells({name: curve.n for name, curve in curves.items()})
    n = {"people": whole.n, "censored": whole.censored, "events": whole.n - whole.censored, **n}
    pair = _pair(curves, by_speed)
    t = next((t for t in times if kernel.returned_at(whole, t) is not None), times[0])
    more: Answer = {"difference": None}
    if pair:
        more["compared"] = {"of": pair[0], "against": pair[1], "at": t}
        more["difference"] = [_difference(curves[pair[0]], curves[pair[1]], time) for time in times]
    return answer(
        "survival",
        _pair_told(curves, pair, t, o.level, by_speed) if pair else _told(whole, t, bool(groups) and len(curves) == 1),
        n=n,
        method="Kaplan-Meier, log(-log) Greenwood" + (" from a landmark" if by_speed else ""),
        **_tables(curves, hidden, times),
        **more,
    )


def _told(whole: kernel.Curve, t: float, alone: bool) -> Said | Refused:
    """The share back by day t of everybody; refused where a comparison was asked for and there is one group only."""
    share = kernel.returned_at(whole, t)
    missing = max(0, FEWEST_PER_GROUP - whole.n)
    rules = (("few_people", missing > 0), ("not_observed_so_long", share is None), ("one_group", alone))
    refused = [code for code, broken in rules if broken]
    if refused or share is None:
        return Refused(refused, (f"{whole.n:,}人", f"{whole.n:,} people"), missing or None)
    verdict = judge_single(share.half_width, whole.n)
    need = None if verdict == "clear" else still_needed(whole.n, share.half_width, 0.15)
    return Said(verdict, _say(whole, share, t, need), need)


def _pair_told(
    curves: Mapping[str, kernel.Curve], pair: tuple[str, str], t: float, level: float, by_speed: bool
) -> Said | Refused:
    first, second = (curves[name] for name in pair)
    names = [SPEED.get(name, (name, name)) for name in pair]
    found = kernel.difference_at(first, second, t)
    missing = max(0, FEWEST - first.n - second.n, *(FEWEST_PER_GROUP - curve.n for curve in (first, second)))
    rules = (("few_people", missing > 0), ("not_observed_so_long", found is None))
    refused = [code for code, broken in rules if broken]
    note = NOT_THE_REPLY if by_speed else None
    if refused or found is None:
        counted = (
            f"{names[0][0]}{first.n:,}人と{names[1][0]}{second.n:,}人",
            f"{names[0][1]} ({first.n:,} people) and {names[1][1]} ({second.n:,} people)",
        )
        return Refused(refused, counted, missing or None, note=note)

    def at(wanted: float) -> Interval:
        return kernel.difference_at(first.at_level(wanted), second.at_level(wanted), t) or found

    verdict, size = judge_difference(at, level), (first.n, second.n)
    need = None if verdict == "clear" else still_needed(sum(size), found.half_width, abs(found.value))
    ja, en = (say_difference((names[0][k], names[1][k]), size, found.scaled(100), verdict, need)[k] for k in (0, 1))
    return Said(verdict, join((ja, en), note), need)


def _difference(first: kernel.Curve, second: kernel.Curve, t: float) -> Answer:
    found = kernel.difference_at(first, second, t)
    limits = (None, None, None) if found is None else (found.value, found.low, found.high)
    return {"t": t, **dict(zip(("value", "low", "high"), limits, strict=True))}


def _ready(table: Table, o: Namespace) -> tuple[Floats, Bools, list[str] | None, dict[str, int], bool]:
    if not (o.duration and o.event):
        raise BadInput("Name --duration and --event, or --start and --return.")
    rows = select(table, [name for name in (o.id, o.duration, o.event, o.group) if name])
    rows = rows.once(o.id) if o.id else rows
    groups = rows.texts(o.group) if o.group else None
    return rows.numbers(o.duration, least=0), rows.flags(o.event), groups, {"excluded": rows.excluded}, False


def _dated(table: Table, o: Namespace) -> tuple[Floats, Bools, list[str] | None, dict[str, int], bool]:
    back = getattr(o, "return")
    if not back:
        raise BadInput("Name --return, the column with the day of coming back (empty = not yet).")
    optional = [name for name in (back, o.answered) if name]
    rows = select(table, [name for name in (o.id, o.start, *optional) if name], may_be_empty=optional)
    rows = rows.once(o.id) if o.id else rows
    start, returned = rows.days(o.start).tolist(), rows.maybe_days(back)
    answered = rows.maybe_days(o.answered) if o.answered else None
    until = parse_date(o.until) if o.until else max([*start, *(d for d in returned if d)])
    if until is None:
        raise BadInput(f"--until {o.until!r} is not a date that can be read (for example 2026-01-05).")
    landmark = o.landmark if answered else 0
    found = kernel.from_landmark(start, returned, answered, until, landmark)
    if not len(found.durations):
        raise BadInput("Nobody is left to observe after the landmark: use a later --until or a smaller --landmark.")
    n = {
        "excluded": rows.excluded,
        "returned_before": found.returned_before,
        "not_yet_observed": found.not_yet_observed,
    }
    return found.durations, found.events, list(found.groups) if answered else None, n, answered is not None


def _pair(curves: Mapping[str, kernel.Curve], by_speed: bool) -> tuple[str, str] | None:
    if by_speed:
        return ("within_3", "not_yet") if {"within_3", "not_yet"} <= set(curves) else None
    names = comparison_order(sorted(curves))
    return (names[0], names[1]) if len(names) == 2 else None


def _tables(curves: Mapping[str, kernel.Curve], hidden: set[str], times: list[float]) -> Answer:
    shown = {name: curve for name, curve in curves.items() if name not in hidden}
    return {
        "curves": {
            name: [
                {
                    "t": s.t,
                    "at_risk": s.at_risk,
                    "events": s.events,
                    "value": s.share.value,
                    "low": s.share.low,
                    "high": s.share.high,
                }
                for s in curve.steps
            ]
            for name, curve in shown.items()
        },
        "median": {name: curve.median for name, curve in shown.items()},
        "longest": {name: curve.longest for name, curve in shown.items()},
        "hidden_groups": len(hidden),
        "at": {
            name: [{"t": t, "returned": kernel.returned_at(curve, t)} for t in times] for name, curve in shown.items()
        },
    }


def _say(curve: kernel.Curve, share: Interval, t: float, need: int | None) -> Pair:
    low, high = round(share.low * curve.n), round(share.high * curve.n)
    said = (
        f"{curve.n:,}人のうち{t:.0f}日までに、およそ{share.value * curve.n:,.0f}人がまた来ました（{low:,}〜{high:,}人くらい）。",  # noqa: E501
        f"Of {curve.n:,} people about {share.value * curve.n:,.0f} came back within {t:.0f} days (likely range {low:,} to {high:,}).",  # noqa: E501
    )
    middle = curve.median
    half = (
        (f"半分の方が戻るまで{middle:.0f}日です。", f"Half were back after {middle:.0f} days.")
        if middle is not None
        else ("半分の方は、まだ戻っていません。", "Half are not back yet.")
    )
    return join(
        said,
        half,
        need_more(need, ("人", "people"), ("幅が±15ポイントになります", "the range would be ±15 points")),
    )


def _times(text: str) -> list[float]:
    try:
        times = [float(part) for part in text.split(",")]
    except ValueError as error:
        raise BadInput(f"--at {text!r} must be days separated by commas, for example 30,60,90.") from error
    if not times or min(times) < 0:
        raise BadInput("--at must be days of 0 or more.")
    return times
