"""Purchases as arrays: one purchase a person and day, refunds netted on their day.

Days are proleptic ordinals (1 = 0001-01-01, as ``datetime.date.toordinal``), amounts yen.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from yoriai.measuring.arrays import Bools, Floats, Ints
from yoriai.measuring.refusal import BadInput

NOTHING = 1e-9  # less than this is left of 0.1 + 0.2 - 0.3


class Purchases(NamedTuple):
    """Purchase days sorted by person and day: ``person`` codes 0..people-1, ``day``, net ``amount`` or None."""

    person: Ints
    day: Ints
    amount: Floats | None
    people: int
    refunded: int  # person-days on which all was given back: no purchase


@dataclass(frozen=True, slots=True)
class Histories:
    """Per person: first and last purchase day, number of purchase days; arrays of shape (people,)."""

    first: Ints
    last: Ints
    days: Ints


def purchase_days(person: Ints, day: Ints, amount: Floats | None, people: int) -> Purchases:
    """Collapse lines of shape (n,) to one purchase a person and day.

    A day on which something was given back and nothing is left to pay is a refund, not a purchase; a day on which
    all was free of charge is a purchase of 0. People whose every day was refunded stay counted in ``people`` and
    have no purchase.
    """
    if not len(person) == len(day) or (amount is not None and len(amount) != len(day)):
        raise BadInput("The columns of the purchases differ in length.")
    if len(day) == 0:
        return Purchases(person, day, amount, people, 0)
    earliest = int(day.min())
    span = int(day.max()) - earliest + 1
    unique, place = np.unique(person * span + (day - earliest), return_inverse=True)
    kept: Bools = np.ones(len(unique), bool)
    net: Floats | None = None
    if amount is not None:
        net = np.bincount(place, weights=amount, minlength=len(unique)).astype(np.float64)
        kept = (net > NOTHING) | (np.bincount(place, weights=amount < 0, minlength=len(unique)) == 0)
    return Purchases(
        unique[kept] // span,
        unique[kept] % span + earliest,
        None if net is None else net[kept],
        people,
        int((~kept).sum()),
    )


def histories(purchases: Purchases) -> Histories:
    """First and last day and number of days; people without a purchase have 0 days (and first = last = 0)."""
    days = np.bincount(purchases.person, minlength=purchases.people)
    first, last = np.zeros(purchases.people, np.int64), np.zeros(purchases.people, np.int64)
    # Rows are sorted by person and day: the first assignment that stays is the last written.
    first[purchases.person[::-1]] = purchases.day[::-1]
    last[purchases.person] = purchases.day
    return Histories(first, last, days.astype(np.int64))


def days_within(purchases: Purchases, start: Ints, after: int, until: int) -> Ints:
    """Purchase days per person with ``after <= day - start <= until``; start of shape (people,)."""
    age = purchases.day - start[purchases.person]
    inside = (age >= after) & (age <= until)
    return np.bincount(purchases.person[inside], minlength=purchases.people).astype(np.int64)
