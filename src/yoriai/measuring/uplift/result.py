"""All answers side by side, and the verdict that needs two of them to agree.

``clear`` only if AIPW and difference-in-differences exclude 0 on the same side: hidden loyalty pushes AIPW up
and leaves DiD right, joining after an unusually good month pushes DiD down and leaves AIPW right (Ding and Li
2019, "A bracketing relationship between difference-in-differences and lagged-dependent-variable adjustment").
"""

from dataclasses import dataclass

import numpy as np

from yoriai.measuring.arrays import Floats
from yoriai.measuring.estimate import Interval, Verdict, at_most, still_needed
from yoriai.measuring.means import welch
from yoriai.measuring.proportions import Count, e_value, newcombe
from yoriai.measuring.uplift.balance import TOO_MUCH, WEAK, Balance, Overlap, balances, overlap
from yoriai.measuring.uplift.matching import cem, nearest
from yoriai.measuring.uplift.table import People, model_frame, separates
from yoriai.measuring.uplift.weighting import Weighted, weighted

FLAG = "比べてはいけない比較です"
FEWEST_TREATED, FEWEST_OTHERS = 10, 20
FEWEST_MATCHED = 0.5
MOST_INCOMPLETE = 0.10


@dataclass(frozen=True, slots=True)
class Uplift:
    """The effect on those who took part; intervals are None where a method could not be computed."""

    n_treated: int
    n_control: int
    matched_treated: int
    naive: Interval
    naive_flag: str | None
    did: Interval | None
    cem: Interval | None
    ipw: Interval
    aipw: Interval
    se_influence: float
    matched: Interval | None
    bracket: tuple[float, float] | None
    balance: tuple[Balance, ...]
    overlap: Overlap
    placebo: Interval | None
    placebo_window: str | None
    e_value: float | None
    verdict: Verdict
    reasons: tuple[str, ...]
    need_n: int | None


def uplift(p: People, bins: int = 4, level: float = 0.95, seed: int = 0, incomplete_share: float = 0.0) -> Uplift:
    """Every estimator of section 7.3, its checks and the verdict, for people in canonical order."""
    frame = model_frame(p)
    by_weight = weighted(frame, p.treated, p.outcome, level, seed)
    by_stratum, by_neighbour = cem(p, bins, level), nearest(p, by_weight.e, level)
    naive = _naive(p, level)
    did, by_cem, ipw, aipw, by_match = (
        _without_false_certainty(interval, naive, is_yes_no(p.outcome))
        for interval in (
            _did(p, level),
            by_stratum.effect,
            by_weight.ipw,
            by_weight.aipw,
            by_neighbour.effect,
        )
    )
    assert ipw is not None
    assert aipw is not None
    placebo, window = _placebo(p, level, seed)
    balance = balances(p, by_weight.weights, by_neighbour.weights)
    shared = overlap(p, by_weight.e, by_weight.weights, by_stratum.treated)
    estimates = [did, by_cem, ipw, aipw, by_match]
    refusals = _refusals(
        p, by_weight, shared, balance, placebo if window == p.earlier else None, estimates, incomplete_share
    )
    caps = _caps(p, balance, placebo if window != p.earlier else None)
    verdict: Verdict = "cannot_say" if refusals else _verdict(aipw, did)
    verdict = at_most("leaning", verdict) if caps else verdict
    n_treated = int(p.treated.sum())
    need = None if verdict == "clear" else still_needed(len(p.outcome), aipw.half_width, abs(aipw.value))
    return Uplift(
        n_treated, len(p.treated) - n_treated, by_stratum.treated, naive, _flag(naive, aipw, balance),
        did, by_cem, ipw, aipw, by_weight.se_influence, by_match, _bracket(did, aipw), balance, shared,
        placebo, window, _e_value(p, aipw), verdict, (*refusals, *caps), need,
    )  # fmt: skip


def _without_false_certainty(interval: Interval | None, naive: Interval, yes_no: bool) -> Interval | None:
    """A method that saw no spread at all gets at least the width of the raw comparison."""
    if interval is None or interval.half_width > 1e-9:
        return interval
    half, most = max(naive.value - naive.low, naive.high - naive.value), 1.0 if yes_no else np.inf
    return Interval(interval.value, max(interval.value - half, -most), min(interval.value + half, most))


def is_yes_no(outcome: Floats) -> bool:
    return bool(np.isin(outcome, (0.0, 1.0)).all())


def _naive(p: People, level: float) -> Interval:
    mine, others = p.outcome[p.treated], p.outcome[~p.treated]
    if is_yes_no(p.outcome):
        return newcombe(Count(int(mine.sum()), len(mine)), Count(int(others.sum()), len(others)), level)
    return welch(mine, others, level)


def _did(p: People, level: float) -> Interval | None:
    """Difference of (after - mean of the before windows), Welch on the changes."""
    windows = [p.numbers[name] for name in (p.before, p.earlier) if name is not None]
    if not windows:
        return None
    change = p.outcome - np.mean(windows, axis=0)
    return welch(change[p.treated], change[~p.treated], level)


def _placebo(p: People, level: float, seed: int) -> tuple[Interval | None, str | None]:
    """An effect before joining must be 0: on the earlier window, adjusted for the later one, if there."""
    window = p.earlier or p.before
    if window is None:
        return None, None
    past = p.without(window).asking(p.numbers[window])
    return weighted(model_frame(past), past.treated, past.outcome, level, seed).aipw, window


def _refusals(
    p: People,
    by_weight: Weighted,
    shared: Overlap,
    balance: tuple[Balance, ...],
    earlier_placebo: Interval | None,
    estimates: list[Interval | None],
    incomplete_share: float,
) -> tuple[str, ...]:
    n_treated, n_control = int(p.treated.sum()), int((~p.treated).sum())
    sides = {estimate.side for estimate in estimates if estimate is not None}
    rules = (
        ("few_treated", n_treated < FEWEST_TREATED or n_control < FEWEST_OTHERS),
        ("separation", separates(p) or _separated(p, by_weight.e)),
        ("overlap", shared.matched_share < FEWEST_MATCHED),
        ("placebo", earlier_placebo is not None and earlier_placebo.side != 0),
        ("balance", any(row.after > TOO_MUCH for row in balance)),
        ("disagree", {1, -1} <= sides),
        ("window", incomplete_share > MOST_INCOMPLETE),
        ("constant_outcome", bool(p.outcome.min() == p.outcome.max())),
    )
    return tuple(code for code, broken in rules if broken)


def _caps(p: People, balance: tuple[Balance, ...], weak_placebo: Interval | None) -> tuple[str, ...]:
    rules = (
        ("no_before", p.before is None),
        ("placebo_weak", weak_placebo is not None and weak_placebo.side != 0),
        ("balance_weak", any(WEAK < row.after <= TOO_MUCH for row in balance)),
    )
    return tuple(code for code, weak in rules if weak)


def _separated(p: People, e: Floats) -> bool:
    return bool(e[p.treated].min() > e[~p.treated].max())


def _verdict(aipw: Interval, did: Interval | None) -> Verdict:
    if did is None:
        return "leaning" if aipw.side else "cannot_say"
    if aipw.side and aipw.side == did.side:
        return "clear"
    if (aipw.side or did.side) and aipw.value * did.value > 0:
        return "leaning"
    return "cannot_say"


def _flag(naive: Interval, aipw: Interval, balance: tuple[Balance, ...]) -> str | None:
    unlike = any(row.before > TOO_MUCH for row in balance)
    return FLAG if unlike or abs(naive.value - aipw.value) > aipw.half_width else None


def _bracket(did: Interval | None, aipw: Interval) -> tuple[float, float] | None:
    return None if did is None else (min(did.value, aipw.value), max(did.value, aipw.value))


def _e_value(p: People, aipw: Interval) -> float | None:
    """Of the adjusted risk ratio of a yes/no outcome; None where a share would be 0."""
    if not is_yes_no(p.outcome):
        return None
    with_it = float(p.outcome[p.treated].mean())
    without = with_it - aipw.value
    return e_value(with_it / without) if with_it > 0 and without > 0 else None
