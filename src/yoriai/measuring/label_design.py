"""Before a label test starts: what it could show at best, what it will probably see, how long it takes."""

from dataclasses import dataclass
from math import comb, exp, sqrt
from statistics import NormalDist

import numpy as np

from yoriai.measuring.arrays import Floats
from yoriai.measuring.refusal import BadInput


@dataclass(frozen=True, slots=True)
class Outlook:
    """Assignments of the design, smallest two-sided p, effect in percent seen in 8 of 10 cases."""

    assignments: int
    smallest_p: float
    visible_percent: float | None
    can_ever_say: bool


def outlook(design: str, stores: int, weeks: int, past_logs: Floats | None = None) -> Outlook:
    """What a planned test of ``stores`` × ``weeks`` can show.

    ``past_logs`` (stores, past weeks): log(sales + 0.5) before, from which the visible effect is computed
    (Murray 1998, detectable difference of a group-randomised design).
    """
    total = {
        "store": comb(stores, stores // 2),
        "week": 2 ** (weeks // 2),
        "store-week": comb(weeks, weeks // 2) ** stores,
    }.get(design)
    if total is None:
        raise BadInput(f"There is no design {design!r}: choose store, week or store-week.")
    # Only an even split has a mirror image that is as extreme.
    units = stores if design == "store" else weeks
    smallest = (2 if units % 2 == 0 else 1) / total
    visible = None if past_logs is None else _visible(design, stores, weeks, past_logs)
    return Outlook(total, min(1.0, smallest), visible, smallest <= 0.05)


def weeks_needed(design: str, stores: int, effect_percent: float, past_logs: Floats, most: int = 104) -> int | None:
    """Fewest even weeks in which ``effect_percent`` is seen in 8 of 10 cases; None beyond two years."""
    for weeks in range(2, most + 1, 2):
        plan = outlook(design, stores, weeks, past_logs)
        if plan.can_ever_say and plan.visible_percent is not None and plan.visible_percent <= effect_percent:
            return weeks
    return None


def _visible(design: str, stores: int, weeks: int, past: Floats) -> float:
    shops, seen = past.shape
    noise, between = past - past.mean(axis=1, keepdims=True), 0.0
    if shops > 1:
        noise, between = noise - noise.mean(axis=0, keepdims=True), float(past.mean(axis=1).var(ddof=1))
    within = float((noise**2).sum()) / max(1, max(1, shops - 1) * (seen - 1))
    if design == "store":
        variance = 4 * (between + within / weeks) / stores
    elif design == "week":
        week_effect = float(past.mean(axis=0).var(ddof=1))
        variance = 4 * week_effect / weeks
    else:
        variance = 4 * within / (stores * weeks)
    normal = NormalDist()
    return float(100 * (exp((normal.inv_cdf(0.975) + normal.inv_cdf(0.8)) * sqrt(variance)) - 1))


def draw_labels(design: str, stores: int, weeks: int, seed: int) -> np.ndarray:
    """The published draw: booleans (stores, weeks), by the seed alone."""
    rng = np.random.default_rng(seed)
    if design == "store":
        chosen = np.isin(np.arange(stores), rng.permutation(stores)[: stores // 2])
        return np.repeat(chosen[:, None], weeks, axis=1)
    if design == "week":
        first = rng.random((weeks + 1) // 2) < 0.5
        by_week = np.stack([first, ~first], axis=1).ravel()[:weeks]
        return np.repeat(by_week[None], stores, axis=0)
    return np.stack([np.isin(np.arange(weeks), rng.permutation(weeks)[: weeks // 2]) for _ in range(stores)])
