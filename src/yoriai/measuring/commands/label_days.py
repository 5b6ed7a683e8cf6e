"""Days of a label test as store-weeks: days that cannot be counted in one store are counted in none."""

from argparse import Namespace

import numpy as np

from yoriai.measuring.arrays import Ints
from yoriai.measuring.reading.typed import Columns
from yoriai.measuring.refusal import BadInput


def store_weeks(rows: Columns, o: Namespace) -> tuple[Columns, int]:
    """Mean sales (and visitors) a counted day of each store and week, and the rows of days left out.

    Left out everywhere: the first day after a label came or went in any store (people still act by what they saw the
    day before), and days on which a store was closed or sold out. Means a day make weeks of unequal length alike.
    """
    day, keep = rows.days(o.day), np.ones(len(rows.lines), bool)
    keep &= ~np.isin(day, _first_days(rows, o, day))
    if o.closed:
        keep &= ~np.isin(day, day[rows.flags(o.closed)])
    if not keep.any():
        raise BadInput("Every day is the first after a change of label, or a store is closed: no day is left to count.")
    groups: dict[tuple[str, str], list[int]] = {}
    for i in np.flatnonzero(keep).tolist():
        groups.setdefault((rows.texts(o.store)[i], rows.texts(o.week)[i]), []).append(i)
    return _means(rows, o, groups), int((~keep).sum())


def _first_days(rows: Columns, o: Namespace, day: Ints) -> list[int]:
    label, store = rows.flags(o.label), np.array(rows.texts(o.store))
    changed: list[int] = []
    for name in np.unique(store):
        own = np.flatnonzero(store == name)
        own = own[np.argsort(day[own], kind="stable")]
        changed += day[own[1:][label[own[1:]] != label[own[:-1]]]].tolist()
    return changed


def _means(rows: Columns, o: Namespace, groups: dict[tuple[str, str], list[int]]) -> Columns:
    label = rows.flags(o.label)
    measured = {name: rows.numbers(name, least=0) for name in (o.sales, o.visitors) if name}
    cells: dict[str, list[str]] = {name: [] for name in (o.store, o.week, o.label, *measured)}
    for (store, week), days in groups.items():
        if len(set(label[days].tolist())) > 1:
            raise BadInput(f"Store {store} has the label on a part of week {week}: let weeks begin with the label.")
        named = {o.store: store, o.week: week, o.label: str(int(label[days[0]]))}
        means = {name: repr(float(column[days].mean())) for name, column in measured.items()}
        for name, cell in (named | means).items():
            cells[name].append(cell)
    return Columns(tuple(rows.lines[days[0]] for days in groups.values()), cells, rows.excluded)
