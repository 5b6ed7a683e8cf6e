"""Coming back as a curve: Kaplan-Meier, and by speed of reply from a fixed landmark day.

Sources: Kaplan and Meier 1958, "Nonparametric Estimation from Incomplete Observations"; Greenwood 1926 on the
log(-log) scale (Kalbfleisch and Prentice); Anderson, Cain, Gelber 1983 (landmark).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from yoriai.measuring.arrays import Bools, Floats
from yoriai.measuring.estimate import Interval, normal_quantile
from yoriai.measuring.proportions import Count, share_interval, square_and_add
from yoriai.measuring.refusal import BadInput


@dataclass(frozen=True, slots=True)
class Step:
    """At time t: people at risk, events, and S(t) = share not yet back, with its interval."""

    t: float
    at_risk: int
    events: int
    share: Interval


@dataclass(frozen=True, slots=True)
class Curve:
    """Steps at each distinct event time; ``n`` people of whom ``censored`` had no event yet."""

    steps: tuple[Step, ...]
    n: int
    censored: int
    longest: float
    durations: Floats = field(repr=False, compare=False)
    happened: Bools = field(repr=False, compare=False)
    level: float = 0.95

    def at(self, t: float) -> Interval | None:
        """S(t); None beyond the longest observation, where nothing is known.

        Before the first event the range is that of "nobody of those observed so long".
        """
        if t > self.longest:
            return None
        before = [step.share for step in self.steps if step.t <= t]
        seen = int((self.durations >= t).sum())
        return before[-1] if before else share_interval(Count(seen, seen), self.level)

    def at_level(self, level: float) -> "Curve":
        """The same people at another level of confidence."""
        return kaplan_meier(self.durations, self.happened, level)

    @property
    def median(self) -> float | None:
        """First t with S(t) strictly below ½: where nine of eighteen answered on day 1, that is not the median."""
        return next((step.t for step in self.steps if step.share.value < 0.5 - 1e-12), None)


def kaplan_meier(durations: Floats, events: Bools, level: float = 0.95) -> Curve:
    """Curve of n people from durations (n,) >= 0 and whether the event happened then (else censored).

    While everybody is watched alike, the range reaches as far as that of a share. Where everybody is back the Greenwood
    formula has no range; that of "nobody left of those seen back" stands in.
    """
    if len(durations) and float(durations.min()) < 0:
        raise BadInput("A duration is negative: the end lies before the start.")
    times, place = np.unique(durations, return_inverse=True)
    died = np.bincount(place, weights=events.astype(float), minlength=len(times))
    leaving = np.bincount(place, minlength=len(times))
    risk = len(durations) - np.cumsum(leaving) + leaving
    steps, survival, greenwood, so_far = [], 1.0, 0.0, 0
    for t, d, left, at_risk in zip(times, died, leaving, risk, strict=True):
        if d == 0:
            continue
        survival *= 1 - d / at_risk
        so_far, still = so_far + int(d), int(at_risk - d)
        greenwood += d / (at_risk * still) if still else np.inf
        share = _log_log(survival, greenwood, level) if still else share_interval(Count(0, so_far), level)
        # Until the first watch ends, or where all the others end together, it is a plain share of all.
        if so_far + still == len(durations) and left - d in (0, still):
            share = share.around(share_interval(Count(still, so_far + still), level))
        steps.append(Step(float(t), int(at_risk), int(d), share))
    longest = float(times[-1]) if len(times) else 0.0
    censored = int(len(durations) - died.sum())
    return Curve(tuple(steps), len(durations), censored, longest, durations, events, level)


def _log_log(survival: float, greenwood: float, level: float) -> Interval:
    log_s = np.log(survival)
    half = normal_quantile(level) * np.sqrt(greenwood) / abs(log_s)
    low, high = survival ** np.exp(half), survival ** np.exp(-half)
    return Interval(float(survival), float(low), float(high), float(survival * np.sqrt(greenwood)))


def returned_at(curve: Curve, t: float) -> Interval | None:
    """Share back by t: 1 - S(t)."""
    s = curve.at(t)
    return None if s is None else Interval(1 - s.value, 1 - s.high, 1 - s.low, s.se)


def difference_at(first: Curve, second: Curve, t: float) -> Interval | None:
    """Difference of the shares back by t, from the two intervals as Newcombe does; None where one is unknown."""
    a, b = returned_at(first, t), returned_at(second, t)
    if a is None or b is None:
        return None
    return square_and_add(a, b)


@dataclass(frozen=True, slots=True)
class Landmarked:
    """Durations from the landmark on, and each person's group by what had happened by then."""

    durations: Floats
    events: Bools
    groups: tuple[str, ...]
    returned_before: int
    not_yet_observed: int


FAST_DAYS = 3


def from_landmark(
    voice: Sequence[int],
    back: Sequence[int | None],
    answered: Sequence[int | None] | None,
    until: int,
    landmark: int = 7,
) -> Landmarked:
    """Start everybody's clock ``landmark`` days after the voice; days are ordinals, None = not happened.

    Groups: answered ``within_3`` days, ``within_<landmark>``, ``not_yet``. An answer after the landmark counts
    as not yet: grouping by later answers would give the quickly answered an advantage that does not exist
    (one must wait unreturned to be answered). Who returned before the landmark, or is not observed until
    then, is left out of every group.
    """
    durations, events, groups, early, unseen = [], [], [], 0, 0
    for i, start in enumerate(voice):
        clock, end = start + landmark, back[i]
        if end is not None and end < start:
            raise BadInput(f"Person {i + 1} returned before the start: check the two dates.")
        if end is not None and end <= min(clock, until):
            early += 1
        elif clock > until:
            unseen += 1
        else:
            last = until if end is None else min(end, until)
            durations.append(float(last - clock))
            events.append(end == last)
            groups.append(_speed(start, answered[i] if answered else None, landmark) if answered else "all")
    return Landmarked(np.array(durations), np.array(events, bool), tuple(groups), early, unseen)


def _speed(start: int, answer: int | None, landmark: int) -> str:
    if answer is None or answer - start > landmark:
        return "not_yet"
    return f"within_{FAST_DAYS}" if answer - start <= min(FAST_DAYS, landmark) else f"within_{landmark}"


def curves_by_group(
    durations: Floats, events: Bools, groups: Sequence[str], level: float = 0.95
) -> Mapping[str, Curve]:
    names = np.array(groups)
    return {name: kaplan_meier(durations[names == name], events[names == name], level) for name in sorted(set(groups))}
