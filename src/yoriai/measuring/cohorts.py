"""The cohort curve: of those who first came in a month (or week), who came again one, two, three months later."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from yoriai.measuring.arrays import Ints
from yoriai.measuring.estimate import Interval
from yoriai.measuring.proportions import Count, share_interval
from yoriai.measuring.purchases import Purchases, histories
from yoriai.measuring.suppression import hidden_cells


@dataclass(frozen=True, slots=True)
class Cell:
    """Share who bought ``since`` periods after their first; only complete periods."""

    since: int
    share: Interval


@dataclass(frozen=True, slots=True)
class Cohort:
    """``start`` = first day of the period; a hidden cohort has n None and no cells."""

    start: date
    n: int | None
    cells: tuple[Cell, ...]


def cohorts(purchases: Purchases, until: int, by: str = "month", level: float = 0.95) -> list[Cohort]:
    """Rows by period of first purchase, up to the last period that is over by ``until``.

    Cohorts below five people are hidden, and a second one where the total would tell the first.
    """
    if not len(purchases.day):
        return []
    period = _periods(purchases.day, by)
    past = histories(purchases)
    bought = past.days > 0
    cohort_of = np.full(purchases.people, -1, np.int64)
    cohort_of[bought] = _periods(past.first[bought], by)
    last = int(_periods(np.array([until + 1]), by)[0]) - 1
    base, width = int(period.min()), max(last - int(period.min()) + 1, 1)
    seen = _people_per_cell(purchases, period, cohort_of, base, width)
    sizes = {c: int((cohort_of == c).sum()) for c in range(base, int(period.max()) + 1)}
    hidden = hidden_cells({str(c): n for c, n in sizes.items()})
    rows = []
    for c, n in sizes.items():
        if not n:
            continue
        shown = str(c) not in hidden
        later = range(1, last - c + 1) if shown else range(0)
        cells = tuple(Cell(k, share_interval(Count(int(seen[c - base, c - base + k]), n), level)) for k in later)
        rows.append(Cohort(_first_day(c, by), n if shown else None, cells))
    return rows


def _people_per_cell(purchases: Purchases, period: Ints, cohort_of: Ints, base: int, width: int) -> Ints:
    """People per (cohort, period); each person counts once a period."""
    inside = period - base < width
    once = np.unique(purchases.person[inside] * width + (period[inside] - base))
    person, column = once // width, once % width
    flat = (cohort_of[person] - base) * width + column
    return np.bincount(flat, minlength=width * width).reshape(width, width).astype(np.int64)


def _periods(days: Ints, by: str) -> Ints:
    if by == "week":
        return (days - 1) // 7  # ordinal 1 was a Monday
    unique, place = np.unique(days, return_inverse=True)
    months = np.array([d.year * 12 + d.month - 1 for d in map(date.fromordinal, unique.tolist())], np.int64)
    return months[place]


def _first_day(period: int, by: str) -> date:
    if by == "week":
        return date.fromordinal(1) + timedelta(weeks=period)
    return date(period // 12, period % 12 + 1, 1)
