"""Approval, score and Majority Judgment told as outcomes."""

from fractions import Fraction

import numpy as np

from yoriai.counting.contest import Contest
from yoriai.counting.rated import approvals, histograms, in_levels, judgment_order, lower_median, score_sums
from yoriai.counting.result import Outcome, Round, Sentence, number
from yoriai.counting.ties import groups_by


def count_approval(contest: Contest) -> Outcome:
    sums = approvals(contest.ratings, contest.ballots.counts)
    votes = {i: sums[i] for i in contest.standing}
    winners, order = contest.ties.places(groups_by(votes), contest.seats, "votes")
    tally, most = contest.named(votes), votes[winners[0]]
    ja = f"いちばん多く選ばれたのは{contest.ja(winners)}です（{most}票）。"
    en = f"Chosen most often: {contest.en(winners)} ({most} votes)."
    if contest.seats > 1:
        ja = f"選ばれた数の多い順に、{contest.ja(winners)}です。"
        en = f"By number of approvals: {contest.en(winners)}."
    return Outcome(winners, order, [Round(Sentence(ja, en), {"tally": tally})], extra={"scores": tally})


def count_score(contest: Contest) -> Outcome:
    sheet, counts, ballots = contest.ratings, contest.ballots.counts, contest.ballots.valid
    sums = score_sums(sheet, counts)
    spread = _spread(contest)
    medians = {i: _median(spread[i]) for i in contest.standing}
    groups = [
        group
        for equal in groups_by({i: sums[i] for i in contest.standing})
        for group in groups_by({i: medians[i] for i in equal})
    ]
    winners, order = contest.ties.places(groups, contest.seats, "mean and median")
    facts = {
        "tally": contest.named({i: sums[i] for i in contest.standing}),
        "means": contest.named({i: sums[i] / ballots for i in contest.standing}),
        "distribution": {
            contest.id(i): {str(number(v * sheet.unit)): n for v, n in spread[i].items()} for i in contest.standing
        },
    }
    best, mean = order[0], number(round(sums[winners[0]] / ballots, 2))
    sentence = Sentence(
        f"点の平均がいちばん高いのは{contest.ja(best)}です（{mean}点）。",
        f"Highest mean score: {contest.en(best)} ({mean}).",
    )
    return Outcome(winners, order, [Round(sentence, facts)], extra={"scores": facts["tally"]})


def _spread(contest: Contest) -> dict[int, dict[int, int]]:
    """How often each option got each score (in units), lowest first; unscored counts as 0."""
    values, counts = np.maximum(contest.ratings.values, 0), contest.ballots.counts
    spread = {}
    for i in contest.standing:
        levels, which = np.unique(values[:, i], return_inverse=True)
        sums = np.zeros(len(levels), np.int64)
        np.add.at(sums, which, counts)
        spread[i] = dict(zip(levels.tolist(), sums.tolist(), strict=True))
    return spread


def _median(spread: dict[int, int]) -> Fraction:
    return Fraction(list(spread)[lower_median(list(spread.values()))])


def count_majority_judgment(contest: Contest) -> Outcome:
    sheet = in_levels(contest.ratings)
    names, bars = sheet.grades, histograms(sheet, contest.ballots.counts, len(sheet.grades))
    groups = judgment_order(bars, contest.standing)
    winners, order = contest.ties.places(groups, contest.seats, "grades")
    grades = {
        contest.id(i): {"median": names[lower_median(bars[i])], "counts": dict(zip(names, bars[i], strict=True))}
        for i in contest.standing
    }
    best = winners[0]
    sentence = Sentence(
        f"真ん中の人の評価がいちばん高いのは{contest.ja(order[0])}です（「{grades[contest.id(best)]['median']}」）。",
        f"Highest median grade: {contest.en(order[0])} ({grades[contest.id(best)]['median']}).",
    )
    rounds = [Round(sentence, {"grades": grades})]
    level = lower_median(bars[best])
    same = [best, *(i for i in contest.standing if lower_median(bars[i]) == level and i != best)]
    if len(same) > 1:
        compared = Sentence(
            f"{contest.ja(same)}は真ん中の評価が同じでした。同じ評価を一つずつ除いて比べました。",
            f"{contest.en(same)} share the median grade; one such grade at a time was set aside until they differed.",
        )
        rounds.insert(0, Round(compared, {"compared": contest.ids(same)}))
    return Outcome(winners, order, rounds, extra={"grades": grades})
