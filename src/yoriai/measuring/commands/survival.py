"""``yoriai measure survival``: how soon people come back, and by speed of reply from a landmark."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yoriai.measuring import survival as kernel
from yoriai.measuring.arrays import Bools, Floats
from yoriai.measuring.commands.answer import Answer, Refused, Said, answer, limits
from yoriai.measuring.estimate import Interval, judge_difference, judge_single, need_for_difference
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import last_day, select
from yoriai.measuring.reasons import Pair
from yoriai.measuring.refusal import BadInput, broken
from yoriai.measuring.repurchase import comparison_order
from yoriai.measuring.suppression import hidden_cells
from yoriai.measuring.wording import PEOPLE, WITHIN_15_POINTS, both, counted, join, need_more, quoted, say_difference

FEWEST = 30
FEWEST_PER_GROUP = 10
SPEED = {
    "not_yet": ("まだ返事のない方", "not yet answered"),
    "within_3": ("3日までに返事のあった方", "Answered within 3 days"),
}
NOT_THE_REPLY = ("早い返事のせいとは言い切れません。", "It cannot be said that the quick reply is the cause.")


def run(table: Table, o: Namespace) -> Answer:
    times: list[float] = o.at
    watched = _dated(table, o) if o.start else _ready(table, o)
    whole = kernel.kaplan_meier(watched.durations, watched.events, o.level)
    curves = {"all": whole}
    if watched.groups:
        curves = dict(kernel.curves_by_group(watched.durations, watched.events, watched.groups, o.level))
    n = {"people": whole.n, "censored": whole.censored, "events": whole.n - whole.censored, **watched.n}
    pair = _pair(curves, watched.by_speed)
    t = next((t for t in times if kernel.returned_at(whole, t) is not None), times[0])
    more: Answer = {"difference": None}
    told = _told(whole, t, bool(watched.groups) and len(curves) == 1)
    if pair:
        more["compared"] = {"of": pair[0], "against": pair[1], "at": t}
        more["difference"] = [_difference(curves[pair[0]], curves[pair[1]], time) for time in times]
        told = _pair_told(curves, pair, t, o.level, watched.by_speed)
    return answer(
        "survival",
        told,
        n=n,
        method="Kaplan-Meier, log(-log) Greenwood" + (" from a landmark" if watched.by_speed else ""),
        **_tables(curves, times),
        **more,
    )


def _told(whole: kernel.Curve, t: float, alone: bool) -> Said | Refused:
    """The share back by day t of everybody; refused where a comparison was asked for and there is one group only."""
    share = kernel.returned_at(whole, t)
    missing = max(0, FEWEST_PER_GROUP - whole.n)
    refused = broken(few_people=missing, not_observed_so_long=share is None, one_group=alone)
    if refused or share is None:
        return Refused(refused, counted(whole.n), missing or None)
    verdict, need = judge_single(share.half_width, whole.n)
    return Said(verdict, _say(whole, share, t, need), need)


def _pair_told(
    curves: Mapping[str, kernel.Curve], pair: tuple[str, str], t: float, level: float, by_speed: bool
) -> Said | Refused:
    first, second = (curves[name] for name in pair)
    names = (_name(pair[0]), _name(pair[1]))
    size = (first.n, second.n)
    found = kernel.difference_at(first, second, t)
    missing = max(0, FEWEST - sum(size), *(FEWEST_PER_GROUP - n for n in size))
    refused = broken(few_people=missing, not_observed_so_long=found is None)
    note = NOT_THE_REPLY if by_speed else None
    if refused or found is None:
        return Refused(refused, both(names, size), missing or None, note=note)

    def at(wanted: float) -> Interval:
        return kernel.difference_at(first.at_level(wanted), second.at_level(wanted), t) or found

    verdict = judge_difference(at, level)
    need = need_for_difference(verdict, sum(size), found)
    return Said(verdict, join(say_difference(names, size, found.scaled(100), verdict, need, level), note), need)


def _name(group: str) -> Pair:
    return SPEED.get(group, quoted(group))


def _difference(first: kernel.Curve, second: kernel.Curve, t: float) -> Answer:
    found = kernel.difference_at(first, second, t)
    return {"t": t, **(dict.fromkeys(("value", "low", "high")) if found is None else limits(found))}


@dataclass(frozen=True, slots=True)
class Watched:
    """How long each person (n,) was watched, who came back then, the groups if there are any, and what was counted."""

    durations: Floats
    events: Bools
    groups: Sequence[str] | None
    n: dict[str, int]
    by_speed: bool = False


def _ready(table: Table, o: Namespace) -> Watched:
    if not (o.duration and o.event):
        raise BadInput("Name --duration and --event, or --start and --return.")
    rows = select(table, [o.id, o.duration, o.event, o.group]).once(o.id)
    groups = rows.maybe_texts(o.group)
    return Watched(rows.numbers(o.duration, least=0), rows.flags(o.event), groups, {"excluded": rows.excluded})


def _dated(table: Table, o: Namespace) -> Watched:
    back = getattr(o, "return")
    if not back:
        raise BadInput("Name --return, the column with the day of coming back (empty = not yet).")
    rows = select(table, [o.id, o.start, back, o.answered], may_be_empty=[back, o.answered]).once(o.id)
    start, returned = rows.days(o.start).tolist(), rows.maybe_days(back)
    answered = rows.maybe_days(o.answered) if o.answered else None
    until = last_day(o.until, max([*start, *(d for d in returned if d)]))
    found = kernel.from_landmark(start, returned, answered, until, o.landmark if answered else 0)
    if not len(found.durations):
        raise BadInput("Nobody is left to observe after the landmark: use a later --until or a smaller --landmark.")
    n = {
        "excluded": rows.excluded,
        "returned_before": found.returned_before,
        "not_yet_observed": found.not_yet_observed,
    }
    return Watched(found.durations, found.events, found.groups if answered else None, n, answered is not None)


def _pair(curves: Mapping[str, kernel.Curve], by_speed: bool) -> tuple[str, str] | None:
    if by_speed:
        return ("within_3", "not_yet") if {"within_3", "not_yet"} <= set(curves) else None
    names = comparison_order(sorted(curves))
    return (names[0], names[1]) if len(names) == 2 else None


def _tables(curves: Mapping[str, kernel.Curve], times: list[float]) -> Answer:
    hidden = hidden_cells({name: curve.n for name, curve in curves.items()})
    shown = {name: curve for name, curve in curves.items() if name not in hidden}
    return {
        "curves": {name: [_step(step) for step in curve.steps] for name, curve in shown.items()},
        "median": {name: curve.median for name, curve in shown.items()},
        "longest": {name: curve.longest for name, curve in shown.items()},
        "hidden_groups": len(hidden),
        "at": {
            name: [{"t": t, "returned": kernel.returned_at(curve, t)} for t in times] for name, curve in shown.items()
        },
    }


def _step(step: kernel.Step) -> Answer:
    return {"t": step.t, "at_risk": step.at_risk, "events": step.events, **limits(step.share)}


def _say(curve: kernel.Curve, share: Interval, t: float, need: int | None) -> Pair:
    low, value, high = (f"{limit * curve.n:,.0f}" for limit in (share.low, share.value, share.high))
    said = (
        f"{curve.n:,}人のうち{t:.0f}日までに、およそ{value}人がまた来ました（{low}〜{high}人くらい）。",
        f"Of {curve.n:,} people about {value} came back within {t:.0f} days (likely range {low} to {high}).",
    )
    half = ("半分の方は、まだ戻っていません。", "Half are not back yet.")
    if curve.median is not None:
        half = (f"半分の方が戻るまで{curve.median:.0f}日です。", f"Half were back after {curve.median:.0f} days.")
    return join(said, half, need_more(need, PEOPLE, WITHIN_15_POINTS))
