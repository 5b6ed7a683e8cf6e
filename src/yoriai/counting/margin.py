"""How many ballots would have had to be different for another result."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from yoriai.counting.condorcet import condorcet_winner
from yoriai.counting.contest import Contest
from yoriai.counting.rated import approvals, compare_judgments, histograms, in_levels, score_sums
from yoriai.counting.result import Margin, Outcome, Sentence

CLOSE_BALLOTS, CLOSE_SHARE = 3, Fraction(2, 100)


def margin_of(contest: Contest, outcome: Outcome) -> Margin:
    """The margin and its kind: exact, lower_bound, upper_bound or unknown."""
    ballots, kind = _ballots(contest, outcome)
    if ballots is None:
        ja = "何票ちがえば結果が変わるかは、計算していません。"
        return Margin(None, "unknown", Sentence(ja, "How many ballots would change the result is not known."))
    ballots = max(ballots, 1)
    close = ballots <= CLOSE_BALLOTS or ballots <= CLOSE_SHARE * contest.ballots.valid
    ja = f"{ballots}票ちがえば、結果は変わっていたかもしれません。"
    en = f"{ballots} different ballot{'s' if ballots > 1 else ''} might have changed the result."
    if close:
        ja += "きわどい結果です。どう決めるかを、言葉にしておきましょう。"
        en += " This is close: say how the decision is made."
    return Margin(ballots, kind, Sentence(ja, en), close)


def _ballots(contest: Contest, outcome: Outcome) -> tuple[int | None, str]:
    losers = [i for i in contest.standing if i not in outcome.winners]
    if not losers:
        return (None, "unknown") if len(outcome.winners) == 1 else (1, "exact")
    method = contest.rules.method
    if method == "approval":
        votes = approvals(contest.ratings, contest.ballots.counts)
        return _half(min(votes[i] for i in outcome.winners) - max(votes[i] for i in losers)), "exact"
    if method == "score":
        return _score_ballots(contest, outcome, losers)
    if method == "majority-judgment":
        return _judgment_ballots(contest, outcome.winners[-1], losers), "lower_bound"
    if method in ("irv", "stv-scottish"):
        return _last_round(contest, outcome), "upper_bound"
    if method in ("schulze", "ranked-pairs", "minimax") and contest.seats == 1:
        return _duel_ballots(contest)
    return None, "unknown"


def _half(difference: int | Fraction) -> int:
    """Ballots needed to level a difference when one ballot moves it by two; a tie counts as another
    result.
    """
    return -int(-difference // 2)


def _score_ballots(contest: Contest, outcome: Outcome, losers: list[int]) -> tuple[int, str]:
    sheet = contest.ratings
    sums = score_sums(sheet, contest.ballots.counts)
    gap = (min(sums[i] for i in outcome.winners) - max(sums[i] for i in losers)) / sheet.unit
    most = int(sheet.values.max(initial=1))
    return _half(Fraction(gap) / most), "exact" if most == 1 else "lower_bound"


def _judgment_ballots(contest: Contest, winner: int, losers: list[int]) -> int:
    """Fewest ballots that could help a loser if each gave it the best grade and the winner the worst."""
    sheet = in_levels(contest.ratings)
    bars = histograms(sheet, contest.ballots.counts, len(sheet.grades))
    low, high = 0, contest.ballots.valid
    while low < high:
        half = (low + high) // 2
        lowered = _lowered(bars[winner], half)
        if any(compare_judgments(lowered, _lowered(bars[i][::-1], half)[::-1]) <= 0 for i in losers):
            high = half
        else:
            low = half + 1
    return low


def _lowered(histogram: list[int], ballots: int) -> list[int]:
    """The histogram with that many of its highest marks moved to the lowest level."""
    changed, left = list(histogram), ballots
    for level in range(len(changed) - 1, 0, -1):
        moved = min(changed[level], left)
        changed[level] -= moved
        changed[0] += moved
        left -= moved
    return changed


def _duel_ballots(contest: Contest) -> tuple[int | None, str]:
    table = contest.duel_table
    best = condorcet_winner(table)
    if best is None:
        return None, "unknown"
    gaps = np.delete(table[best] - table[:, best], best)
    return _half(int(gaps.min())), "lower_bound"


def _last_round(contest: Contest, outcome: Outcome) -> int | None:
    """Half the gap of the last round between those who won and the best who did not."""
    if contest.rules.method == "stv-scottish":
        return _last_stv(outcome)
    tally: Mapping[int, Any] = outcome.extra["stages"][-1].tally
    won = [tally[i] for i in outcome.winners if i in tally]
    lost = [n for i, n in tally.items() if i not in outcome.winners]
    if not lost:
        return 1
    return _half(Fraction(min(won)) - Fraction(max(lost)))


def _last_stv(outcome: Outcome) -> int | None:
    unit, stages = outcome.extra["unit"], outcome.extra["stages"]
    for stage in reversed(stages):
        lost = [n for i, n in stage.tally.items() if i not in outcome.winners]
        won = [stage.tally[i] for i in stage.elected]
        if lost and won:
            return _half(Fraction(min(won) - max(lost), unit))
    return None
