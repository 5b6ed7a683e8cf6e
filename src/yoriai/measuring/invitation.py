"""Randomised invitation: half of the eligible by lot, compared as invited, not as taken part.

Sources: Fisher 1935; Angrist, Imbens, Rubin 1996, "Identification of Causal Effects Using Instrumental
Variables"; Fieller 1954 (ratio of two means).
"""

from collections.abc import Sequence
from math import hypot, sqrt

import numpy as np

from yoriai.measuring.arrays import Bools, Floats
from yoriai.measuring.estimate import (
    Estimate,
    Interval,
    judge_difference,
    need_for_difference,
    normal_interval,
    normal_quantile,
)
from yoriai.measuring.means import welch
from yoriai.measuring.proportions import power, stratified_difference
from yoriai.measuring.refusal import BadInput
from yoriai.measuring.repurchase import by_stratum
from yoriai.measuring.wording import join, say_difference, say_refusal

FEWEST_PER_ARM = 20
FEWEST_TAKE_UP = 0.20


def draw_invitation(ids: Sequence[str], blocks: Sequence[str], seed: int) -> frozenset[str]:
    """Half of each block by lot: the same ids, blocks and published seed give the same invitation.

    Odd blocks round up or down by the same lot. Raises BadInput on a person listed twice.
    """
    if len(set(ids)) != len(ids):
        raise BadInput("A person is on the list twice: every person may have one lot only.")
    rng = np.random.default_rng(seed)
    invited: set[str] = set()
    for block in sorted(set(blocks)):
        members = sorted(name for name, own in zip(ids, blocks, strict=True) if own == block)
        half = len(members) // 2 + (int(rng.integers(2)) if len(members) % 2 else 0)
        invited.update(members[i] for i in rng.permutation(len(members))[:half])
    return frozenset(invited)


def intention_to_treat(invited: Bools, outcome: Floats, blocks: Sequence[str], level: float = 0.95) -> Interval:
    """Effect of the invitation on the mean outcome (n,), stratified by the blocks of the draw.

    Yes/no outcomes get Newcombe-type limits per block, others Welch's per block; blocks without both arms
    are left out.
    """
    names = np.array(blocks)
    if set(np.unique(outcome)) <= {0.0, 1.0}:
        found = stratified_difference(by_stratum(blocks, invited, outcome > 0), level)
        if found is None:
            raise BadInput("No block holds invited and not invited people.")
        return found.difference
    arms = [(outcome[(names == b) & invited], outcome[(names == b) & ~invited]) for b in sorted(set(blocks))]
    parts = [(len(one) / int(invited.sum()), welch(one, other)) for one, other in arms if min(len(one), len(other)) > 1]
    value = sum(weight * part.value for weight, part in parts)
    return normal_interval(value, hypot(*(weight * (part.se or 0.0) for weight, part in parts)), level)


def effect_on_those_who_came(invited: Bools, took_part: Bools, outcome: Floats, level: float = 0.95) -> Interval | None:
    """Effect per participant: difference of outcome / difference of taking part, interval by Fieller.

    None when the invitation moved participation by less than 20 points, or an arm has fewer than 20 people.
    """
    if min(int(invited.sum()), int((~invited).sum())) < FEWEST_PER_ARM:
        return None
    arms = [(outcome[invited == arm], took_part[invited == arm].astype(float)) for arm in (True, False)]
    dy, dp = (float(arms[0][k].mean() - arms[1][k].mean()) for k in (0, 1))
    if dp < FEWEST_TAKE_UP:
        return None
    covariance = np.sum([np.cov(np.stack(arm), ddof=1) / len(arm[0]) for arm in arms], axis=0)
    vy, vp, both = float(covariance[0, 0]), float(covariance[1, 1]), float(covariance[0, 1])
    z2 = normal_quantile(level) ** 2
    a, b, c = dp * dp - z2 * vp, dy * dp - z2 * both, dy * dy - z2 * vy
    root = b * b - a * c
    if a <= 0 or root < 0:
        return Interval(dy / dp, -np.inf, np.inf)
    return Interval(dy / dp, (b - sqrt(root)) / a, (b + sqrt(root)) / a)


def invitation_estimate(invited: Bools, returned: Bools, blocks: Sequence[str], level: float = 0.95) -> Estimate:
    """Intention to treat of a yes/no outcome as an Estimate; ``few_treated`` below 20 people per arm."""
    n = (int(invited.sum()), int((~invited).sum()))
    refused = ("few_treated",) if min(n) < FEWEST_PER_ARM else ()

    def interval_at(at: float) -> Interval:
        return intention_to_treat(invited, returned.astype(float), blocks, at).scaled(100)

    interval = interval_at(level)
    verdict = "cannot_say" if refused else judge_difference(interval_at, level)
    need = need_for_difference(verdict, sum(n), interval)
    if refused:
        who = (f"招待した{n[0]:,}人と次回の{n[1]:,}人", f"{n[0]:,} people invited and {n[1]:,} next time")
        said = say_refusal(who, refused)
    else:
        names = (("招待した", "invited"), ("次回招待の", "invited next time"))
        said = say_difference(names, n, interval, verdict, need, level)
    counts = {"invited": n[0], "not_invited": n[1]}
    return Estimate(
        interval.value, interval.low, interval.high, counts, "itt_stratified", verdict, *said, refused, need, level
    )  # fmt: skip


def outlook(per_arm: int, first: float, second: float) -> tuple[float, str, str]:
    """Power before starting: 「100人に招待、100人に次回招待：60%と40%の差なら10回に8回見えます」."""
    seen = power((per_arm, first), (per_arm, second))
    times = min(9, round(10 * seen)) if seen < 0.995 else 10
    ja = f"{per_arm}人に招待、{per_arm}人に次回招待：{first:.0%}と{second:.0%}の差なら10回に{times}回見えます。"
    en = f"{per_arm} invited, {per_arm} next time: {first:.0%} against {second:.0%} is seen in {times} of 10 cases."
    return seen, *join((ja, en))
