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
from yoriai.measuring.refusal import broken
from yoriai.measuring.uplift.balance import TOO_MUCH, WEAK, Balance, Overlap, balances, overlap
from yoriai.measuring.uplift.matching import cem, nearest
from yoriai.measuring.uplift.table import People, model_frame, separates
from yoriai.measuring.uplift.weighting import weighted

FLAG = "比べてはいけない比較です"
FEWEST_TREATED, FEWEST_OTHERS = 10, 20
FEWEST_NEAR = 0.8
MOST_INCOMPLETE = 0.10


@dataclass(frozen=True, slots=True)
class Uplift:
    """The effect on those who took part; intervals are None where a method has nothing to compare.

    ``refused`` holds the rules that forbid telling the figure, ``caps`` those that keep it from being clear. Of two
    groups that are apart from the start only the raw difference is left: whatever is adjusted there is invented.
    """

    n_treated: int
    n_control: int
    matched_treated: int
    naive: Interval
    naive_flag: str | None
    did: Interval | None
    cem: Interval | None
    ipw: Interval | None
    aipw: Interval | None
    se_influence: float | None
    matched: Interval | None
    balance: tuple[Balance, ...]
    overlap: Overlap
    placebo: Interval | None
    placebo_window: str | None
    e_value: float | None
    verdict: Verdict
    refused: tuple[str, ...]
    caps: tuple[str, ...]
    need_n: int | None

    @property
    def bracket(self) -> tuple[float, float] | None:
        """The values of DiD and AIPW, the smaller first; None where one is missing."""
        if self.did is None or self.aipw is None:
            return None
        return min(self.did.value, self.aipw.value), max(self.did.value, self.aipw.value)

    @property
    def reasons(self) -> tuple[str, ...]:
        return (*self.refused, *self.caps)


def uplift(p: People, bins: int = 4, level: float = 0.95, seed: int = 0, incomplete_share: float = 0.0) -> Uplift:
    """Every estimator of section 7.3, its checks and the verdict, for people in canonical order."""
    by_weight = weighted(model_frame(p), p.treated, p.outcome, level, seed)
    by_stratum, by_neighbour = cem(p, bins, level), nearest(p, by_weight.e, level)
    apart = separates(p) or _separated(p, by_weight.e)
    naive = _naive(p, level)
    did, by_cem = (_wide_enough(one, naive, p) for one in (_did(p, level), by_stratum.effect))
    ipw, aipw, by_match = (
        None if apart else _wide_enough(one, naive, p) for one in (by_weight.ipw, by_weight.aipw, by_neighbour.effect)
    )
    placebo, window = (None, None) if apart else _placebo(p, level, seed)
    balance = balances(p, by_weight.weights, by_neighbour.weights)
    shared = overlap(p, by_weight, by_stratum.treated, by_neighbour.treated)
    checks = Checks(shared, balance, placebo, window == p.earlier, apart, incomplete_share)
    refused = _refusals(p, checks, (did, by_cem, ipw, aipw, by_match), aipw)
    caps = _caps(p, checks)
    verdict: Verdict = "cannot_say" if refused or aipw is None else _verdict(aipw, did)
    n_treated = int(p.treated.sum())
    return Uplift(
        n_treated, len(p.treated) - n_treated, by_stratum.treated, naive, _flag(naive, aipw, balance),
        did, by_cem, ipw, aipw, None if apart else by_weight.se_influence, by_match, balance,
        shared, placebo, window, _e_value(p, aipw), at_most("leaning", verdict) if caps else verdict, refused, caps,
        _need(p, aipw, verdict, refused),
    )  # fmt: skip


def _need(p: People, aipw: Interval | None, verdict: Verdict, refused: tuple[str, ...]) -> int | None:
    """More people help a thin figure and a small file; no number of people mends any other refusal."""
    if refused == ("few_treated",):
        n_treated = int(p.treated.sum())
        return max(0, FEWEST_TREATED - n_treated) + max(0, FEWEST_OTHERS - (len(p.treated) - n_treated))
    if refused or aipw is None or verdict == "clear":
        return None
    return still_needed(len(p.outcome), aipw.half_width, abs(aipw.value))


def _wide_enough(interval: Interval | None, naive: Interval, p: People) -> Interval | None:
    """A method that saw no spread at all gets at least the width of the raw comparison."""
    if interval is None or interval.half_width > 1e-9:
        return interval
    half, most = max(naive.value - naive.low, naive.high - naive.value), 1.0 if is_yes_no(p.outcome) else np.inf
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


@dataclass(frozen=True, slots=True)
class Checks:
    """What the rules look at; the placebo of the earlier window is strict, that of the last one is not."""

    overlap: Overlap
    balance: tuple[Balance, ...]
    placebo: Interval | None
    on_earlier: bool
    apart: bool
    incomplete_share: float

    @property
    def differed_before(self) -> bool:
        return self.placebo is not None and self.placebo.side != 0

    def differ_by(self, more_than: float) -> bool:
        return any(row.after > more_than for row in self.balance)


def _refusals(
    p: People, checks: Checks, estimates: tuple[Interval | None, ...], aipw: Interval | None
) -> tuple[str, ...]:
    n_treated, n_control = int(p.treated.sum()), int((~p.treated).sum())
    sides = {estimate.side for estimate in estimates if estimate is not None}
    return broken(
        few_treated=n_treated < FEWEST_TREATED or n_control < FEWEST_OTHERS,
        separation=checks.apart,
        overlap=checks.overlap.near_share < FEWEST_NEAR or checks.overlap.effective_controls < FEWEST_OTHERS,
        placebo=checks.on_earlier and checks.differed_before,
        balance=checks.differ_by(TOO_MUCH),
        disagree={1, -1} <= sides,
        window=checks.incomplete_share > MOST_INCOMPLETE,
        constant_outcome=p.outcome.min() == p.outcome.max(),
        no_variation=aipw is not None and not np.isfinite(aipw.half_width),
    )


def _caps(p: People, checks: Checks) -> tuple[str, ...]:
    return broken(
        no_before=p.before is None,
        placebo_weak=not checks.on_earlier and checks.differed_before,
        balance_weak=checks.differ_by(WEAK) and not checks.differ_by(TOO_MUCH),
    )


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


def _flag(naive: Interval, aipw: Interval | None, balance: tuple[Balance, ...]) -> str | None:
    differ = any(row.before > TOO_MUCH for row in balance)
    return FLAG if differ or aipw is None or abs(naive.value - aipw.value) > aipw.half_width else None


def _e_value(p: People, aipw: Interval | None) -> float | None:
    """Of the adjusted risk ratio of a yes/no outcome; None where a share would be 0."""
    if aipw is None or not is_yes_no(p.outcome):
        return None
    with_it = float(p.outcome[p.treated].mean())
    without = with_it - aipw.value
    return e_value(with_it / without) if with_it > 0 and without > 0 else None
