"""Every forecast is tried on the past: fit on the first two thirds of the time, compare with the last third."""

import numpy as np

from yoriai.measuring.lifetime.bgnbd import expected_purchases, fit_bgnbd, weak_prior
from yoriai.measuring.lifetime.history import UNIT_DAYS, from_purchases
from yoriai.measuring.purchases import Purchases

FEWEST = 30
PRIOR_BELOW = 300


def backtest(purchases: Purchases, until: int, unit: str = "week") -> float | None:
    """Relative error (forecast - happened) / happened over the last third; None where it cannot be tried."""
    first = int(purchases.day.min())
    cut = first + (until - first) * 2 // 3
    known = from_purchases(purchases, cut, unit)
    if known.people < FEWEST or not (known.x > 0).any() or cut <= first:
        return None
    found = fit_bgnbd(known, weak_prior(UNIT_DAYS[unit]) if known.people < PRIOR_BELOW else None)
    horizon = (until - cut) / UNIT_DAYS[unit]
    rows = known.grouped()
    expected = float(rows.count @ expected_purchases(found.parameters, rows, horizon))
    began = np.zeros(purchases.people, bool)
    began[purchases.person[purchases.day <= cut]] = True
    later = (purchases.day > cut) & (purchases.day <= until) & began[purchases.person]
    happened = int(later.sum())
    return (expected - happened) / happened if happened else None
