"""RFM in plain words: はじめて, よく来る, 久しぶり, しばらく来ていない, by the shop's own quantiles."""

from dataclasses import dataclass

import numpy as np

from yoriai.measuring.arrays import Ints
from yoriai.measuring.purchases import Purchases, histories

WORDS = {
    "first": ("はじめて", "first visit"),
    "often": ("よく来る", "comes often"),
    "now_and_then": ("ときどき来る", "comes now and then"),
    "long_ago": ("久しぶり", "not for a while"),
    "gone": ("しばらく来ていない", "not for a long time"),
}


@dataclass(frozen=True, slots=True)
class Habits:
    """Each person's word (people,) and the shop's own limits in days and purchases."""

    words: tuple[str, ...]
    while_days: float
    long_days: float
    often: float


def habits(purchases: Purchases, until: int) -> Habits:
    """Words by the shop's own quantiles.

    ``while_days`` = three quarters of all gaps between a person's purchases are shorter, ``long_days`` =
    95 % are; ``often`` = the upper third of purchase days among those who came twice. People without any
    purchase are ``gone``.
    """
    past = histories(purchases)
    gaps = _gaps(purchases)
    while_days, long_days = (float(np.quantile(gaps, q)) if len(gaps) else d for q, d in ((0.75, 30), (0.95, 90)))
    repeat = past.days[past.days >= 2]
    often = max(2.0, float(np.quantile(repeat, 2 / 3))) if len(repeat) else 2.0
    away = until - past.last
    words = [_word(int(d), int(a), while_days, long_days, often) for d, a in zip(past.days, away, strict=True)]
    return Habits(tuple(words), while_days, long_days, often)


def _word(days: int, away: int, while_days: float, long_days: float, often: float) -> str:
    if days == 0 or away > long_days:
        return "gone"
    if days == 1:
        return "first"
    if away > while_days:
        return "long_ago"
    return "often" if days >= often else "now_and_then"


def _gaps(purchases: Purchases) -> Ints:
    same = np.diff(purchases.person) == 0
    return np.asarray(np.diff(purchases.day)[same], dtype=np.int64)
