"""``yoriai measure label-test``: does the label sell more, by randomisation inference."""

import re
from argparse import Namespace
from collections.abc import Callable
from typing import Any

import numpy as np

from yoriai.measuring import label_test as kernel
from yoriai.measuring.arrays import Bools, Floats, Ints
from yoriai.measuring.commands.answer import Answer, Refused, Said, answer
from yoriai.measuring.commands.label_days import store_weeks
from yoriai.measuring.estimate import Interval, Verdict
from yoriai.measuring.reading.dates import parse_dates
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import Columns, select
from yoriai.measuring.reasons import Pair
from yoriai.measuring.refusal import BadInput, broken
from yoriai.measuring.wording import CANNOT_SAY, LEANING, join, span

FEWEST_UNITS = 6
LEANING_P = 0.20
WEEKS_ONLY = "the first day after a change of label is counted: give one row a day and --day to leave it out"
WITHOUT_YEAR = re.compile(r"(\d{1,2})\s*[月/.-]\s*\d{1,2}日?$")


def run(table: Table, o: Namespace) -> Answer:
    rows = select(table, [o.store, o.week, o.label, o.sales, o.visitors, o.price, o.closed, o.day])
    changed = o.price is not None and _price_changed(rows, o)
    rows, left_out = store_weeks(rows, o) if o.day else (_open_weeks(rows, o), 0)
    store, week = _codes(rows.texts(o.store), _natural), _weeks(rows.texts(o.week))
    rows, store, week = _once_a_cell(rows, store, week, o)
    label, y = rows.flags(o.label), _outcome(rows, o)
    if label.all() or not label.any():
        raise BadInput("The label never varies: some store-weeks must have it and some not.")
    design = o.design or _design(store, week, label)
    first = _first_week(week, label, store, design)
    before, during = week < first, week >= first
    panel = _panel(y, label, store, week, during, before, design)
    found = kernel.label_test(panel, design, o.level, o.draws, o.seed)
    percent = _percent(found.effect)
    n = {
        "store_weeks": int(during.sum()),
        "stores": len(set(store.tolist())),
        "weeks": len(set(week[during].tolist())),
        "labelled": int(label[during].sum()),
        "excluded": rows.excluded,
        "days_left_out": left_out,
    }
    return answer(
        "label-test",
        _told(n, percent, found, changed, 1 - o.level),
        n=n,
        method=f"randomisation inference, design {design}",
        effect_percent=percent,
        effect_log=found.effect,
        p=found.p,
        smallest_p=found.smallest_p,
        assignments=str(found.assignments) if found.assignments > 2**53 else found.assignments,
        draws=found.draws,
        exact=found.exact,
        units=found.units,
        design=design,
        warnings=[] if o.day or design == "store" else [WEEKS_ONLY],
        balance_before=_before(y, label, store, week, before, during) if before.any() else None,
    )


def _told(n: dict[str, int], percent: Interval, found: kernel.LabelTest, changed: bool, alpha: float) -> Said | Refused:
    refused = broken(
        price_changed=changed,
        few_units=found.units < FEWEST_UNITS,
        smallest_p=found.smallest_p > alpha,
        no_variation=not np.isfinite(found.effect.half_width) and found.smallest_p <= alpha,
    )
    if refused:
        return Refused(refused, (f"{n['stores']}店・{n['weeks']}週", f"{n['stores']} stores and {n['weeks']} weeks"))
    verdict: Verdict = "clear" if found.p <= alpha else "leaning" if found.p <= LEANING_P else "cannot_say"
    return Said(verdict, _say(n, percent, verdict))


def _outcome(rows: Columns, o: Namespace) -> Floats:
    sales = rows.numbers(o.sales, least=0)
    if not o.visitors:
        return np.asarray(np.log(sales + 0.5))
    visitors = rows.numbers(o.visitors, least=1)
    return np.asarray(np.log((sales + 0.5) / visitors))


def _open_weeks(rows: Columns, o: Namespace) -> Columns:
    """Closed or out-of-stock store-weeks are left out in both arms and counted."""
    if not o.closed:
        return rows
    return rows.keep(np.flatnonzero(~rows.flags(o.closed)).tolist())


def _codes(texts: list[str], key: Callable[[str], Any]) -> Ints:
    place = {text: i for i, text in enumerate(sorted(set(texts), key=key))}
    return np.array([place[text] for text in texts], np.int64)


def _weeks(texts: list[str]) -> Ints:
    """In the order people mean: days by the calendar, else week 10 after week 9."""
    names = sorted(set(texts))
    days = dict(zip(names, parse_dates(names), strict=True))
    if None not in days.values():
        return _codes(texts, days.__getitem__)
    months = {int(found[1]) for found in map(WITHOUT_YEAR.match, names) if found}
    if {1, 12} <= months:
        raise BadInput("The weeks run over the new year and do not name it: write the year too (2026-01-05).")
    return _codes(texts, _natural)


def _natural(text: str) -> list[tuple[int, float, str]]:
    parts = re.split(r"(\d+(?:\.\d+)?)", text)
    return [(1, float(part), "") if k % 2 else (2, 0.0, part) for k, part in enumerate(parts) if part]


def _once_a_cell(rows: Columns, store: Ints, week: Ints, o: Namespace) -> tuple[Columns, Ints, Ints]:
    """Canonical order by store and week; the same cell twice must agree."""
    order = sorted(range(len(store)), key=lambda i: (store[i], week[i], rows.cells[o.sales][i]))
    kept: list[int] = []
    for i in order:
        if kept and (store[kept[-1]], week[kept[-1]]) == (store[i], week[i]):
            if any(column[kept[-1]] != column[i] for column in rows.cells.values()):
                raise BadInput(
                    f"Lines {rows.lines[kept[-1]]} and {rows.lines[i]} are the same store and week with different values."  # noqa: E501
                )
            continue
        kept.append(i)
    return rows.keep(kept), store[kept], week[kept]


def _design(store: Ints, week: Ints, label: Bools) -> str:
    """What the pattern of labels can have been drawn by."""
    started = week >= week[label].min()

    def constant(code: Ints) -> bool:
        return all(len(set(label[started & (code == c)].tolist())) <= 1 for c in np.unique(code))

    if constant(store):
        return "store"
    return "week" if constant(week) else "store-week"


def _first_week(week: Ints, label: Bools, store: Ints, design: str) -> int:
    """First week of the test. Weeks without any label belong to it when the draw then comes out even."""
    labelled_from = int(week[label].min())
    if design == "store":
        return labelled_from
    for start in range(int(week.min()), labelled_from):
        inside = week >= start
        if design == "week" and kernel.in_pairs(week[inside] - start, label[inside]):
            return start
        halves = [label[inside & (store == s)] for s in np.unique(store)]
        if design == "store-week" and all(abs(2 * int(own.sum()) - len(own)) <= 1 for own in halves):
            return start
    return labelled_from


def _panel(y: Floats, label: Bools, store: Ints, week: Ints, during: Bools, before: Bools, design: str) -> kernel.Panel:
    """The weeks of the test; in the store design each store's level before is taken off first."""
    if design == "store" and before.any():
        level = {s: y[before & (store == s)].mean() for s in np.unique(store) if (before & (store == s)).any()}
        during = during & np.isin(store, list(level))
        if not during.any():
            raise BadInput("No store was seen both before the first label and after it: leave the weeks before out.")
        y = y - np.array([level.get(s, 0.0) for s in store])
    places = [np.unique(code[during], return_inverse=True)[1] for code in (store, week)]
    return kernel.Panel(y[during], label[during], places[0], places[1])


def _before(y: Floats, label: Bools, store: Ints, week: Ints, before: Bools, during: Bools) -> dict[str, float] | None:
    """Mean log outcome before, stores labelled most against the rest."""
    share = {s: label[during & (store == s)].mean() for s in np.unique(store) if (during & (store == s)).any()}
    middle = float(np.mean(list(share.values())))
    more = np.array([share.get(s, middle) > middle for s in store])
    if not (before & more).any() or not (before & ~more).any():
        return None
    return {"labelled": float(y[before & more].mean()), "other": float(y[before & ~more].mean())}


def _price_changed(rows: Columns, o: Namespace) -> bool:
    price, store = rows.numbers(o.price), np.array(rows.texts(o.store))
    return any(len(np.unique(price[store == s])) > 1 for s in np.unique(store))


def _percent(effect: Interval) -> Interval:
    with np.errstate(over="ignore"):
        value, low, high = (100 * (float(np.exp(v)) - 1) for v in (effect.value, effect.low, effect.high))
    return Interval(value, low if np.isfinite(effect.low) else -np.inf, high if np.isfinite(effect.high) else np.inf)


def _say(n: dict[str, int], percent: Interval, verdict: Verdict) -> Pair:
    counted = f"{n['stores']}店・{n['weeks']}週（売場と週で{n['store_weeks']}件）をくらべました。"
    counted_en = f"{n['stores']} stores and {n['weeks']} weeks ({n['store_weeks']} store-weeks):"
    spread = span(f"{percent.low:+.0f}", f"{percent.high:+.0f}%")
    words = {
        "clear": ("札で売れ方がはっきりちがいます", "the label clearly changes sales"),
        "leaning": LEANING,
        "cannot_say": CANNOT_SAY,
    }[verdict]
    return join((counted, counted_en), (f"{words[0]}（{spread[0]}）。", f"{words[1]} (range {spread[1]})."))
