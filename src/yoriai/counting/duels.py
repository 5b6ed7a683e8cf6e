"""Schulze, ranked pairs, minimax and Borda told as outcomes: the one-on-one table first."""

from collections.abc import Sequence
from functools import reduce
from operator import and_

from yoriai.counting.borda import borda_points
from yoriai.counting.condorcet import Strength, condorcet_winner, minimax, schulze, smith_set
from yoriai.counting.contest import Contest
from yoriai.counting.ranked_pairs import Pair, Reach, TooManyOrders, order_of, ranked_pairs, undefeated
from yoriai.counting.result import Outcome, Round, Sentence
from yoriai.counting.ties import groups_by

STRENGTHS: tuple[Strength, ...] = ("margin", "winning-votes")


def count_schulze(contest: Contest) -> Outcome:
    found = {how: contest.back(schulze(contest.duel_table, how)) for how in STRENGTHS}
    groups = found.pop(contest.rules.strength)
    others = [other[0] for other in found.values() if set(other[0]) != set(groups[0])]
    return _outcome(contest, groups, [_strengths_differ(contest, other) for other in others])


def count_minimax(contest: Contest) -> Outcome:
    return _outcome(contest, contest.back(minimax(contest.duel_table)), [])


def count_ranked_pairs(contest: Contest) -> Outcome:
    table, strength = contest.duel_table, contest.rules.strength
    try:
        results = ranked_pairs(table, strength)
    except TooManyOrders:
        results = []
    if len(results) != 1 and (contest.rules.tie_seed is not None or not results):
        fixed = ranked_pairs(table, strength, lambda pairs: seeded_pairs(contest, pairs))
        _note_pairs(contest, results, contest.ties.seeded)
        results = fixed
    return _outcome(contest, contest.back(_merged(results)), [])


def seeded_pairs(contest: Contest, pairs: Sequence[Pair]) -> list[Pair]:
    """Equal victories in the order of the tie seed: by the winning option, then by the losing one."""
    ranked = contest.ties.by_seed(contest.standing)
    place = {contest.standing.index(option): n for n, option in enumerate(ranked)}
    return sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]]))


def _note_pairs(contest: Contest, results: list[Reach], how: str) -> None:
    every = range(len(contest.standing))
    tied = sorted({i for reach in results for i in undefeated(reach, every)}) or list(every)
    options = [contest.standing[i] for i in tied]
    contest.ties.note("equal victories", options, how, contest.ties.by_seed(options))


def _merged(results: list[Reach]) -> list[list[int]]:
    """One order from several possible relations: everyone undefeated in one of them wins."""
    every = range(len(results[0]))
    winners = sorted({i for reach in results for i in undefeated(reach, every)})
    common = tuple(reduce(and_, rows) for rows in zip(*results, strict=True))
    return [winners, *order_of(common, set(every) - set(winners))]


def count_borda(contest: Contest) -> Outcome:
    points = borda_points(contest.duel_table, contest.ballots.valid)
    scores = dict(zip(contest.standing, points, strict=True))
    winners, order = contest.ties.places(groups_by(scores), contest.seats, "points")
    facts = {"points": contest.named(scores)}
    sentence = Sentence(
        f"順位の点の合計は、{contest.ja(winners)}がいちばん高くなりました。",
        f"The largest sum of points for places: {contest.en(winners)}.",
    )
    return Outcome(winners, order, [Round(sentence, facts)], extra={"scores": facts["points"]})


def _outcome(contest: Contest, groups: list[list[int]], warnings: list[Sentence]) -> Outcome:
    winners, order = contest.ties.places(groups, contest.seats, "final order")
    table = contest.duel_table
    best, smith = condorcet_winner(table), [contest.standing[i] for i in smith_set(table)]
    extra = {
        "condorcet_winner": None if best is None else contest.id(contest.standing[best]),
        "smith_set": contest.ids(smith),
    }
    rows, ids = (
        [best] if best is not None else [contest.standing.index(i) for i in winners],
        contest.ids(contest.standing),
    )
    duels = [[ids[a], ids[b], int(table[a, b]), int(table[b, a])] for a in rows for b in range(len(ids)) if b != a]
    told = Round(_duel_sentence(contest, winners, best, smith), {"comparisons": duels})
    return Outcome(winners, order, [told], warnings, extra)


def _duel_sentence(contest: Contest, winners: list[int], best: int | None, smith: list[int]) -> Sentence:
    if best is not None:
        option = [contest.standing[best]]
        return Sentence(
            f"{contest.ja(option)}は、ほかのどの候補と一対一で比べても勝ちました。",
            f"{contest.en(option)} beats every other option one-on-one.",
        )
    rings = {2: f"{contest.ja(smith)}は、一対一では同数でした", 3: f"{contest.ja(smith)}の三すくみになりました"}
    ring = rings.get(len(smith), f"{len(smith)}件の候補の勝ち負けが、輪になりました")
    if len(winners) > contest.seats:
        return Sentence(f"{ring}。差の強さでも決まりません。", f"No option beats every other: {contest.en(smith)}.")
    return Sentence(
        f"{ring}。勝ち負けの差の強さから{contest.ja(winners)}が選ばれました。",
        f"No option beats every other ({contest.en(smith)}). By the strength of the victories: {contest.en(winners)}.",
    )


def _strengths_differ(contest: Contest, others: list[int]) -> Sentence:
    return Sentence(
        f"勝ちの強さの測り方を変えると、{contest.ja(others)}が選ばれます。",
        f"Measuring victories the other way (margin or winning votes) gives {contest.en(others)}.",
    )
