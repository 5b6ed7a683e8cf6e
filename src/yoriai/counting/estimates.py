"""Bradley-Terry told as an outcome: strengths with intervals, and how sure the first place is."""

from typing import Any

import numpy as np

from yoriai.counting.ballots import Refused
from yoriai.counting.bradley_terry import ENOUGH, NORMAL_95, Strengths, fit
from yoriai.counting.contest import Contest
from yoriai.counting.result import Outcome, Round, Sentence, number
from yoriai.counting.ties import groups_by


def count_bradley_terry(contest: Contest) -> Outcome:
    strengths = fitted(contest)
    values = {i: round(float(strengths.theta[p]), 9) for p, i in enumerate(contest.standing)}
    winners, order = contest.ties.places(groups_by(values), contest.seats, "strength")
    best = winners[0]
    chance = number(round(float(strengths.chance()[0][contest.standing.index(best)]) * 100, 1))
    sentence = Sentence(
        f"いちばん選ばれやすいのは{contest.ja([best])}です（平均的な案に勝つ見込み{chance}％）。",
        f"Strongest: {contest.en([best])} (chance to beat an average option {chance} %).",
    )
    extra: dict[str, Any] = {"strengths": _table(contest, strengths)}
    if strengths.order_effect:
        value, se = strengths.order_effect
        extra["order_effect"] = {"value": number(value), "se": number(se)}
    return Outcome(winners, order, [Round(sentence)], _cautions(strengths), extra)


def fitted(contest: Contest) -> Strengths:
    """The fit over the standing options; raises Refused where order or existence fails."""
    rules, sheet = contest.rules, contest.comparisons
    if rules.order_effect and sheet.first is None:
        raise Refused("--order-effect needs to know which option was shown first: columns a,b,a_wins,b_wins (a first).")
    chosen = np.ix_(contest.standing, contest.standing)
    first = sheet.first[chosen] if rules.order_effect and sheet.first is not None else None
    try:
        return fit(sheet.wins[chosen], first, prior=rules.prior)
    except ValueError as problem:
        raise Refused(
            "Some options never won or never lost, so a fit needs a prior (leave out --prior none)."
        ) from problem


def _table(contest: Contest, strengths: Strengths) -> dict[str, Any]:
    chance, low, high = strengths.chance()
    reference = contest.rules.reference
    relative = strengths.relative_to(contest.standing.index(contest.ties.ids.index(reference))) if reference else None
    table: dict[str, Any] = {}
    for p, option in enumerate(contest.standing):
        entry = _interval(float(strengths.theta[p]), float(strengths.se[p]))
        entry["comparisons"] = int(strengths.comparisons[p])
        ends = zip(("percent", "low", "high"), (chance, low, high), strict=True)
        entry["chance"] = {name: number(round(float(end[p]) * 100, 1)) for name, end in ends}
        if relative:
            entry["relative"] = _interval(float(relative[0][p]), float(relative[1][p]))
        table[contest.id(option)] = entry
    return table


def _interval(value: float, se: float) -> dict[str, Any]:
    reach = NORMAL_95 * se
    return {"value": number(value), "se": number(se), "low": number(value - reach), "high": number(value + reach)}


def _cautions(strengths: Strengths) -> list[Sentence]:
    if not strengths.prior:
        return []
    if int(strengths.comparisons.min()) < ENOUGH:
        return [Sentence("比べた数が少ないため、仮の順です。", "Too few comparisons: the order is provisional.")]
    return [
        Sentence(
            "一度も勝たない、または負けない案があるため、仮の順です。",
            "Some options only win or only lose: the order is provisional.",
        )
    ]
