"""``yoriai measure did``: group-time effects of people, shops or areas that joined at different times."""

from argparse import Namespace
from collections.abc import Callable

import numpy as np

from yoriai.measuring.arrays import Ints
from yoriai.measuring.commands.answer import Answer, Refused, Said, answer, limits
from yoriai.measuring.estimate import Interval, Verdict, at_most, judge_difference, need_for_difference
from yoriai.measuring.reading.cells import clean, is_missing
from yoriai.measuring.reading.dates import parse_period
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import Columns, select
from yoriai.measuring.reasons import REASONS, Pair
from yoriai.measuring.refusal import BadInput, broken
from yoriai.measuring.staggered import Aggregate, Cell, Staggered, balance, staggered
from yoriai.measuring.wording import (
    CANNOT_SAY,
    JOINED_NOTE,
    PEOPLE,
    SELECTION_NOTE,
    counted,
    join,
    need_more,
    one_of,
    span,
)

FEWEST_UNITS = 5
NEVER = frozenset({"0", "0.0", "inf", "infinity", "∞", "never", "なし", "未参加", "不参加"})
SHOPS, UNITS = ("店", "shops"), ("件", "units")
# What a column of ids is called tells what is counted.
CALLED = (
    (SHOPS, ("店", "shop", "store")),
    (PEOPLE, ("会員", "顧客", "客", "人", "member", "customer", "person", "people", "user")),
)


def run(table: Table, o: Namespace) -> Answer:
    rows = select(table, [o.id, o.period, o.outcome, o.treated_from], may_be_empty=[o.treated_from])
    period, first = _times(rows, o)
    panel = balance(rows.texts(o.id), period, rows.numbers(o.outcome), first)
    found = staggered(panel, o.control, o.base, o.level, o.seed)
    n = {
        "units": len(panel.first),
        "joined": int((panel.first > 0).sum()),
        "never": int((panel.first == 0).sum()),
        "periods": len(panel.periods),
        "excluded": rows.excluded,
        "incomplete_units": panel.incomplete_units,
    }
    what = next((unit for unit, words in CALLED if any(word in o.id.lower() for word in words)), UNITS)
    return answer(
        "did",
        _told(found, lambda at: staggered(panel, o.control, o.base, at, o.seed), n, what, o),
        n=n,
        method=f"group-time effects, control {o.control}, base {o.base}",
        att=[_cell(cell) for cell in found.cells],
        simple=_aggregate(found.simple),
        group=_aggregate(found.group),
        dynamic=_aggregate(found.dynamic),
        pretrend=found.pretrend,
    )


def _told(
    found: Staggered, at: Callable[[float], Staggered], n: dict[str, int], what: Pair, o: Namespace
) -> Said | Refused:
    overall, others = found.dynamic.overall, n["units"] - n["joined"]
    few = max(0, FEWEST_UNITS - n["joined"]) + max(0, FEWEST_UNITS - others)
    note = SELECTION_NOTE if what == PEOPLE else JOINED_NOTE
    refused = broken(few_treated=few, no_variation=overall.se is None, placebo=found.pretrend)
    joined = (f"加わった{n['joined']:,}{what[0]}", f"{counted(n['joined'], what)[1]} that joined")
    if refused:
        who = (f"{joined[0]}とほかの{others:,}{what[0]}", f"{joined[1]} and {others:,} others")
        return Refused(refused, who, few or None, what, note)
    caps = broken(lone_unit=any(cell.n == 1 for cell in found.cells))
    verdict = judge_difference(lambda wanted: at(wanted).dynamic.overall, o.level)
    verdict = at_most("leaning", verdict) if caps else verdict
    need = need_for_difference(verdict, n["units"], overall)
    who = (
        f"{joined[0]}と、ほかの{others:,}{what[0]}の「{o.outcome}」をくらべました。",
        f"{joined[1]} against {others:,} others by “{o.outcome}”:",
    )
    why = [REASONS[code] for code in caps]
    said = join(who, _say(n["units"], overall, verdict, what), *why, need_more(need, what), note)
    return Said(verdict, said, need, caps)


def _times(rows: Columns, o: Namespace) -> tuple[Ints, Ints]:
    """Periods are whole numbers, months, quarters or days, of one kind in both columns; never joined is 0."""
    found: dict[str, list[int]] = {}
    kinds: set[str] = set()
    for name in (o.period, o.treated_from):
        found[name] = []
        for line, cell in zip(rows.lines, rows.cells[name], strict=True):
            never = name == o.treated_from and (is_missing(cell) or clean(cell).lower() in NEVER)
            kind, value = ("", 0) if never else parse_period(cell) or ("", None)
            if value is None:
                raise BadInput(f"Line {line}, column {name!r}: {cell!r} is not a whole number, month, quarter or date.")
            found[name].append(value)
            kinds |= {kind} - {""}
    if len(kinds) > 1:
        raise BadInput(f"{o.period!r} and {o.treated_from!r} hold periods of two kinds ({', '.join(sorted(kinds))}).")
    period, first = (np.array(found[name], np.int64) for name in (o.period, o.treated_from))
    if not (first > 0).any():
        raise BadInput(f"No unit ever joined: {o.treated_from!r} is empty or 0 everywhere.")
    return period, first


def _cell(cell: Cell) -> Answer:
    return {"cohort": cell.cohort, "period": cell.period, "n": cell.n, **_limits(cell.effect)}


def _aggregate(found: Aggregate) -> Answer:
    by = [{"key": key, **_limits(part)} for key, part in found.by]
    return {**_limits(found.overall), "by": by, "uniform_critical": found.uniform_critical}


def _limits(found: Interval) -> Answer:
    return {**limits(found), "se": found.se}


def _say(units: int, overall: Interval, verdict: Verdict, what: Pair) -> Pair:
    digits = 2 if units >= 100 else 0
    scale = 1 if digits else 10
    spread = span(*(f"{limit * scale:+.{digits}f}" for limit in (overall.low, overall.high)))
    unit = (f"10{what[0]}あたり", f"per ten {what[1]}")
    if digits:
        unit = (f"1{what[0]}あたり", f"per {one_of(what)}")
    words = {
        "clear": ("はっきり変わりました", "a clear change"),
        "leaning": ("変わったようですが、まだ言い切れません", "there seems to be a change, but it cannot be said yet"),
        "cannot_say": CANNOT_SAY,
    }[verdict]
    return f"{words[0]}（{unit[0]}{spread[0]}）。", f"{words[1]} ({spread[1]} {unit[1]})."
