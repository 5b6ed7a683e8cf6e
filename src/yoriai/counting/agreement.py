"""Would another way of counting have chosen someone else? Information after the close, never the decision."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from yoriai.counting.ballots import Comparisons, Rankings, Ratings
from yoriai.counting.completion import equal_shares
from yoriai.counting.contest import Contest
from yoriai.counting.equal_shares import Budgeting
from yoriai.counting.greedy import greedy
from yoriai.counting.methods import COUNTS
from yoriai.counting.proportional import sequential_proportional
from yoriai.counting.rated import approvals
from yoriai.counting.result import Agreement, Number, Outcome, Sentence
from yoriai.counting.rules import BUDGETED
from yoriai.counting.spending import funded_by_shares
from yoriai.counting.ties import groups_by

Opinion = Callable[[Contest], Sequence[int]]


def agreement_of(contest: Contest, outcome: Outcome) -> Agreement:
    """Winners under the other rules these ballots allow, over the options that still stood."""
    opinions = _opinions(contest)
    winning = contest.rules.method == "schulze" and contest.rules.strength == "winning-votes"
    skipped = {"schulze-winning-votes" if winning else contest.rules.method}
    winners = {name: say(contest.apart()) for name, say in opinions.items() if name not in skipped}
    same = all(set(who) == set(outcome.winners) for who in winners.values())
    sentence = Sentence("どの数え方でも同じ結果でした。", "Every way of counting gives the same result.")
    if not winners:
        sentence = Sentence("この票では、ほかの数え方はできません。", "These ballots allow no other way of counting.")
    elif not same:
        sentence = Sentence(
            f"数え方で結果が変わります。{_where_to_look(contest)}", "Another way of counting gives another result."
        )
    named = {name: tuple(contest.ids(who)) for name, who in winners.items()}
    return Agreement(named, same if winners else None, sentence)


def _where_to_look(contest: Contest) -> str:
    if isinstance(contest.ballots.sheet, Rankings) and contest.seats == 1:
        return "くわしくは一対一の表をご覧ください。"
    return "くわしくは数え方ごとの結果をご覧ください。"


def _opinions(contest: Contest) -> Mapping[str, Opinion]:
    sheet = contest.ballots.sheet
    if contest.rules.method in BUDGETED:
        return {"mes": _shares, "greedy": _by("greedy")}
    if isinstance(sheet, Comparisons):
        return {"bradley-terry": _by("bradley-terry"), "win-rate": _win_rate}
    if isinstance(sheet, Ratings):
        return _rated_opinions(contest)
    if contest.seats > 1:
        return {"borda": _by("borda"), "first-choices": _first_choices}
    return {
        **{name: _by(name) for name in ("ranked-pairs", "minimax", "irv", "borda")},
        "schulze": _by("schulze", strength="margin"),
        "schulze-winning-votes": _by("schulze", strength="winning-votes"),
        "first-choices": _first_choices,
    }


def _rated_opinions(contest: Contest) -> Mapping[str, Opinion]:
    if contest.rules.method == "approval":
        several = {"sequential-proportional": _proportional, "equal-shares": _committee_shares}
        return several if contest.seats > 1 else {}
    return {"score": _by("score"), "majority-judgment": _by("majority-judgment"), "upper-grades": _upper_grades}


def _by(method: str, **rules: object) -> Opinion:
    return lambda contest: COUNTS[method](contest.apart(method=method, **rules)).winners


def _most(contest: Contest, points: Mapping[int, Number]) -> Sequence[int]:
    return contest.ties.places(groups_by(points), contest.seats, "points")[0]


def _first_choices(contest: Contest) -> Sequence[int]:
    first = contest.rankings.cells[:, 0]
    return _most(contest, {i: int(contest.ballots.counts[first == i].sum()) for i in contest.standing})


def _win_rate(contest: Contest) -> Sequence[int]:
    wins = contest.duel_table
    games = wins.sum(axis=1) + wins.sum(axis=0)
    rates = {
        option: Fraction(int(wins[p].sum()), int(games[p])) if games[p] else Fraction(0)
        for p, option in enumerate(contest.standing)
    }
    return _most(contest, rates)


def _upper_grades(contest: Contest) -> Sequence[int]:
    """Approvals, an upper grade (above the middle of the scale) counting as one."""
    sheet = contest.ratings
    levels = len(sheet.grades) or int(sheet.values.max(initial=0)) + 1
    votes = approvals(sheet, contest.ballots.counts, levels // 2 + 1 if levels > 2 else 1)
    return _most(contest, {i: votes[i] for i in contest.standing})


def _proportional(contest: Contest) -> Sequence[int]:
    sheet, counts = contest.ratings, contest.ballots.counts
    found = sequential_proportional(sheet, counts, contest.standing, contest.seats, contest.ties)
    return [option for option, _ in found]


def _committee_shares(contest: Contest) -> Sequence[int]:
    """Equal shares with seats of equal price; seats nobody can pay for go by approvals."""
    supports = np.zeros_like(contest.ratings.values, bool)
    supports[:, contest.standing] = contest.ratings.values[:, contest.standing] >= 1
    costs = (Fraction(1),) * supports.shape[1]
    ballots, seats = contest.ballots, Fraction(contest.seats)
    case = Budgeting(supports, ballots.counts, costs, seats, ballots.valid, "cardinality")
    bought, _ = equal_shares(case, "none", lambda tied: contest.ties.by_seed(tied)[0])
    chosen = [purchase.project for purchase in bought]
    votes = approvals(contest.ratings, ballots.counts)
    rest = {i: votes[i] for i in contest.standing if i not in chosen}
    return [*chosen, *greedy(rest, list(costs), seats - len(chosen), contest.ties)]


def _shares(contest: Contest) -> Sequence[int]:
    return funded_by_shares(contest.apart(), contest.rules.completion or "add1")[0]
