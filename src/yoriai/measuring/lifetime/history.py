"""What the models need of a person: x repeat purchases, time of the last, length of observation."""

from dataclasses import dataclass

import numpy as np

from yoriai.measuring.arrays import Floats, Ints
from yoriai.measuring.purchases import Purchases, histories
from yoriai.measuring.refusal import BadInput

UNIT_DAYS = {"day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class Customers:
    """Arrays of shape (n,): frequency x, recency t_x, age T, how many people share the row, mean amount or None."""

    x: Floats
    recency: Floats
    age: Floats
    count: Floats
    amount: Floats | None = None

    @property
    def people(self) -> int:
        return int(self.count.sum())

    def sorted(self) -> "Customers":
        """The same people in an order of their own, so that a shuffled file draws the same chances."""
        amount = np.zeros(len(self.x)) if self.amount is None else self.amount
        order = np.lexsort((self.count, amount, self.age, self.recency, self.x))
        x, recency, age, count = (c[order] for c in (self.x, self.recency, self.age, self.count))
        return Customers(x, recency, age, count, None if self.amount is None else self.amount[order])

    def grouped(self) -> "Customers":
        """Equal (x, t_x, T) rows once, with their number: the likelihood is the same and much cheaper."""
        rows = np.stack([self.x, self.recency, self.age], axis=1)
        unique, place = np.unique(rows, axis=0, return_inverse=True)
        count = np.bincount(place.ravel(), weights=self.count, minlength=len(unique)).astype(np.float64)
        return Customers(unique[:, 0], unique[:, 1], unique[:, 2], count)


def check(customers: Customers) -> None:
    """BadInput with the row number for negative or impossible times."""
    broken = (
        (customers.x < 0, "a negative frequency"),
        (customers.recency < 0, "a negative recency"),
        (customers.age < 0, "a negative age"),
        (customers.recency > customers.age + 1e-9, "a recency above its age"),
        ((customers.x == 0) & (customers.recency > 0), "a recency although there was no repeat purchase"),
        (customers.count < 0, "a negative count"),
    )
    for wrong, what in broken:
        if wrong.any():
            raise BadInput(f"Row {int(np.flatnonzero(wrong)[0]) + 1} has {what}: correct it or leave the row out.")


def from_purchases(purchases: Purchases, until: int, unit: str = "week") -> Customers:
    """Histories of everybody whose first purchase lies on or before ``until``."""
    per = UNIT_DAYS[unit]
    inside = purchases.day <= until
    known = Purchases(purchases.person[inside], purchases.day[inside], None, purchases.people, 0)
    past = histories(known)
    has = past.days > 0
    amount = None
    if purchases.amount is not None:
        amount = _repeat_mean(known, purchases.amount[inside], past.days, past.first)[has]
    return Customers(
        (past.days[has] - 1).astype(float),
        (past.last[has] - past.first[has]) / per,
        (until - past.first[has]) / per,
        np.ones(int(has.sum())),
        amount,
    )


def _repeat_mean(known: Purchases, amount: Floats, days: Ints, first: Ints) -> Floats:
    repeat = known.day != first[known.person]
    total = np.bincount(known.person[repeat], weights=amount[repeat], minlength=known.people)
    return np.asarray(total / np.maximum(days - 1, 1), dtype=np.float64)
