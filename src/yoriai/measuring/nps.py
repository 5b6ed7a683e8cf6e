"""Net promoter score, always with its range and its reasons.

Source: Rocks 2016, "Interval Estimation for the Net Promoter Score" (adjusted Wald: ¾, 3/2, ¾ answers added).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot, sqrt

from yoriai.measuring.estimate import Interval, normal_interval
from yoriai.measuring.proportions import Count, newcombe
from yoriai.measuring.refusal import BadInput


@dataclass(frozen=True, slots=True)
class Answers:
    """How many answered 9-10 (promoters), 7-8 (passives), 0-6 (detractors)."""

    promoters: int
    passives: int
    detractors: int

    @property
    def n(self) -> int:
        return self.promoters + self.passives + self.detractors


def kind_of(score: int) -> str:
    """``promoters`` (9-10), ``passives`` (7-8) or ``detractors`` (0-6)."""
    if not 0 <= score <= 10:
        raise BadInput(f"A score of {score} is outside 0 to 10: correct the cell or leave it empty.")
    return "promoters" if score >= 9 else "passives" if score >= 7 else "detractors"


def count_answers(scores: Iterable[int]) -> Answers:
    kinds = [kind_of(score) for score in scores]
    return Answers(*(kinds.count(kind) for kind in ("promoters", "passives", "detractors")))


def nps(answers: Answers, level: float = 0.95) -> Interval:
    """The score in points (-100 to 100) with the adjusted-Wald interval.

    Where promoters or detractors are absent the adjusted limits fall a fraction short of scores near ±100
    (exact coverage 0.92 at +94 with ten answers), so there they are widened to Newcombe's limits of the
    difference of the two shares.
    """
    if answers.n == 0:
        return Interval(0.0, -100.0, 100.0)
    value = (answers.promoters - answers.detractors) / answers.n
    found = normal_interval(*_adjusted(answers), level)
    if 0 in (answers.promoters, answers.detractors):
        found = found.around(newcombe(Count(answers.promoters, answers.n), Count(answers.detractors, answers.n), level))
    return Interval(100 * value, max(-100.0, 100 * found.low), min(100.0, 100 * found.high))


def nps_difference(first: Answers, second: Answers, level: float = 0.95) -> Interval:
    """Difference of two scores in points; the adjusted variances are added."""
    (centre_1, se_1), (centre_2, se_2) = _adjusted(first), _adjusted(second)
    value = nps(first).value - nps(second).value
    found = normal_interval(100 * (centre_1 - centre_2), 100 * hypot(se_1, se_2), level)
    return Interval(value, max(-200.0, found.low), min(200.0, found.high))


def _adjusted(answers: Answers) -> tuple[float, float]:
    total = answers.n + 3
    p, d = (answers.promoters + 0.75) / total, (answers.detractors + 0.75) / total
    return p - d, sqrt((p + d - (p - d) ** 2) / total)
