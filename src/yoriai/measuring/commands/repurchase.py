"""``yoriai measure repurchase``: the rate, groups compared, the cohort curve."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from yoriai.measuring import cohorts, repurchase
from yoriai.measuring.arrays import Bools
from yoriai.measuring.commands.answer import Answer, Refused, Said, answer, limits
from yoriai.measuring.estimate import (
    FEWEST_SHOWN,
    Interval,
    at_most,
    judge_difference,
    judge_single,
    need_for_difference,
)
from yoriai.measuring.proportions import Count, share_interval
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import last_day, read_purchases, select
from yoriai.measuring.refusal import BadInput, broken
from yoriai.measuring.suppression import hidden_cells
from yoriai.measuring.wording import SELECTION_NOTE, both, counted, join, quoted, say_difference, say_rate

METHOD = "wilson (wider for few people)"
NOT_AN_EFFECT = ("効果かどうかは、まだ分かりません。", "Whether it is an effect we cannot say yet.")


@dataclass(frozen=True, slots=True)
class PeopleSeen:
    """Who came back (n,), with group and stratum, and what else is told."""

    returned: Bools
    groups: Sequence[str] | None
    strata: Sequence[str] | None
    n: dict[str, int]
    cohorts: list[cohorts.Cohort] | None
    method: str


def run(table: Table, o: Namespace) -> Answer:
    seen = _one_row_a_person(table, o) if o.bought else _from_purchases(table, o)
    count = Count(int(seen.returned.sum()), len(seen.returned))
    rate = share_interval(count, o.level)
    n = {"people": count.n, "returned": count.x, **seen.n}
    more: Answer = {"rate": rate if count.n >= FEWEST_SHOWN else None}
    if seen.cohorts is not None:
        more |= {"cohorts": [_cohort(row) for row in seen.cohorts], "cohort_unit": o.cohort}
    if seen.groups is not None:
        return compared(seen, n, more, o.level)
    return answer("repurchase", _told(count, rate), n=n, method=seen.method, **more)


def _told(count: Count, rate: Interval) -> Said | Refused:
    if count.n < FEWEST_SHOWN:
        return Refused(["few_people"], counted(count.n), FEWEST_SHOWN - count.n)
    verdict, need = judge_single(rate.half_width, count.n)
    return Said(verdict, say_rate(count.x, count.n, rate, need=need), need)


def _cohort(row: cohorts.Cohort) -> Answer:
    cells = [{"since": cell.since, **limits(cell.share)} for cell in row.cells]
    return {"start": row.start, "n": row.n, "cells": cells}


def compared(seen: PeopleSeen, n: dict[str, int], more: Answer, level: float) -> Answer:
    groups = seen.groups or ()

    def at(wanted: float) -> repurchase.Comparison:
        return repurchase.compare(groups, seen.returned, seen.strata, wanted)

    found, told = at(level), _difference_told(at, len(set(seen.returned.tolist())) == 1, seen.strata is not None, level)
    few = isinstance(told, Refused) and "few_people" in told.reasons
    stratified = None if few or found.stratified is None else {
        **limits(found.stratified.difference),
        "without_comparison": list(found.stratified.without_comparison),
        "left_out": found.stratified.left_out_people,
    }  # fmt: skip
    return answer(
        "repurchase", told, n=n, method=f"{seen.method}+newcombe", **more,
        warnings=["the groups were not drawn by lot: a difference is not yet an effect"],
        compared={"of": found.of, "against": found.against, "n": [found.first.n, found.second.n]},
        groups=_groups(repurchase.rates(groups, seen.returned), level),
        difference=None if few else found.difference, stratified=stratified,
    )  # fmt: skip


def _difference_told(
    at: Callable[[float], repurchase.Comparison], all_alike: bool, by_strata: bool, level: float
) -> Said | Refused:
    found = at(level)
    names, sizes, strata = (quoted(found.of), quoted(found.against)), (found.first.n, found.second.n), found.stratified
    missing = sum(max(0, FEWEST_SHOWN - size) for size in sizes)
    alone = by_strata and (strata is None or strata.left_out_people > found.first.n / 2)
    refused = broken(few_people=missing, all_alike=all_alike, overlap=alone)
    if refused:
        return Refused(refused, both(names, sizes), missing or None, note=SELECTION_NOTE)
    verdict = judge_difference(lambda wanted: at(wanted).difference, level)
    if strata is not None:
        # The comparison within strata decides: the raw one may only show who was loyal already. What nobody wrote down
        # remains (simulated: a good quarter of such differences is nothing but loyalty), so by strata nothing is clear.
        within = judge_difference(lambda wanted: _stratified(at(wanted)), level)
        same_side = strata.difference.value * found.difference.value > 0
        verdict = at_most("leaning", at_most(within, verdict)) if same_side else "cannot_say"
    difference = (found.difference if strata is None else strata.difference).scaled(100)
    need = need_for_difference(verdict, sum(sizes), difference)
    said = say_difference(names, sizes, difference, verdict, need, level)
    held_back = [] if strata is None else ["not_by_lot"]
    held_back += ["strata_without_comparison"] if strata is not None and strata.without_comparison else []
    return Said(verdict, join(said, NOT_AN_EFFECT if verdict == "clear" else None, SELECTION_NOTE), need, held_back)


def _stratified(found: repurchase.Comparison) -> Interval:
    return found.difference if found.stratified is None else found.stratified.difference


def _groups(rates: dict[str, Count], level: float) -> Answer:
    hidden = hidden_cells({name: count.n for name, count in rates.items()})
    return {
        name: {
            "n": None if name in hidden else count.n,
            "rate": share_interval(count, level) if count.n >= FEWEST_SHOWN and name not in hidden else None,
            "hidden": name in hidden,
        }
        for name, count in rates.items()
    }


def _one_row_a_person(table: Table, o: Namespace) -> PeopleSeen:
    rows = select(table, [o.id, o.bought, o.group, o.strata]).once(o.id)
    n = {"excluded": rows.excluded, "waiting": 0}
    groups, strata = rows.maybe_texts(o.group), rows.maybe_texts(o.strata)
    return PeopleSeen(rows.flags(o.bought), groups, strata, n, None, METHOD)


def _from_purchases(table: Table, o: Namespace) -> PeopleSeen:
    if not (o.id and o.date):
        raise BadInput("Name --id and --date for purchases, or --bought for one row a person.")
    file = read_purchases(table, o.id, o.date, o.amount, [name for name in (o.group, o.strata) if name])
    until = last_day(o.until, file.days)
    base = repurchase.returning(file.purchases, until, o.window, o.min_purchases)
    inside = np.flatnonzero(base.complete)
    pick = {name: [column[i] for i in inside] for name, column in file.extra.items()}
    return PeopleSeen(
        base.returned[base.complete],
        pick.get(o.group),
        pick.get(o.strata),
        {
            "excluded": file.excluded,
            "waiting": base.waiting,
            "refunded_days": file.purchases.refunded,
            "purchases": len(file.purchases.day),
            "window_days": o.window,
        },
        cohorts.cohorts(file.purchases, until, o.cohort, o.level),
        f"{METHOD}, {o.min_purchases} or more within {o.window} days",
    )
