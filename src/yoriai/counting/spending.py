"""Equal shares and greedy budgeting told as outcomes."""

import json
from fractions import Fraction
from typing import Any

import numpy as np

from yoriai.counting.ballots import EMPTY, Rankings, Refused
from yoriai.counting.completion import Completion, equal_shares
from yoriai.counting.contest import Contest
from yoriai.counting.equal_shares import Budgeting, Purchase
from yoriai.counting.greedy import greedy
from yoriai.counting.pairwise import rank_matrix
from yoriai.counting.readers.lines import amount
from yoriai.counting.result import Outcome, Round, Sentence, number


def budget_of(contest: Contest) -> Fraction:
    budget = contest.rules.budget if contest.rules.budget is not None else contest.ballots.budget
    assert budget is not None
    return budget


def costs_of(contest: Contest) -> list[Fraction]:
    return [option.cost if option.cost is not None else Fraction(0) for option in contest.ballots.options]


def case_of(contest: Contest) -> Budgeting:
    """Who supports what; a mark above zero or any rank is support."""
    ballots, m = contest.ballots, len(contest.ballots.options)
    if isinstance(ballots.sheet, Rankings):
        supports = np.zeros((len(ballots.counts), m), bool)
        rows, places = np.nonzero((ballots.sheet.cells != EMPTY) & (ballots.sheet.cells < m))
        supports[rows, ballots.sheet.cells[rows, places]] = True
    else:
        supports = contest.ratings.values >= 1
    voters = ballots.valid + ballots.blank
    return Budgeting(
        supports, ballots.counts, tuple(costs_of(contest)), budget_of(contest), voters, contest.rules.utility
    )


def support_of(contest: Contest) -> dict[int, Fraction]:
    """Approvals, points, or Borda points (`max_length` for the first place, one less for each further)."""
    ballots, sums = contest.ballots, [Fraction(0)] * len(contest.ballots.options)
    if isinstance(ballots.sheet, Rankings):
        told, places = ballots.meta.get("max_length", ""), ballots.sheet.cells.shape[1]
        longest = int(told) if told.isascii() and told.isdigit() and len(told) < 7 else places
        for option, ranks in enumerate(rank_matrix(ballots.sheet, len(sums))):
            votes = [int(ballots.counts[ranks == place].sum()) for place in range(places)]
            sums[option] += sum(n * max(longest - place, 0) for place, n in enumerate(votes))
    else:
        values = np.maximum(contest.ratings.values, 0)
        points = [int(n) for n in (values * ballots.counts[:, None]).sum(axis=0)]
        sums = [n * contest.ratings.unit for n in points]
    return {i: sums[i] for i in contest.standing}


def funded_by_shares(contest: Contest, completion: Completion) -> tuple[list[int], list[Purchase], int]:
    """Funded projects, the purchases of equal shares among them, and by how much the share was raised."""
    case = case_of(contest)
    bought, raised = equal_shares(case, completion, lambda tied: contest.ties.by_seed(tied)[0])
    for purchase in bought:
        if len(purchase.tied) > 1:
            contest.ties.note("equal price", purchase.tied, contest.ties.seeded, contest.ties.by_seed(purchase.tied))
    funded = [purchase.project for purchase in bought]
    if completion == "add1u":
        left = case.budget - sum(case.costs[p] for p in funded)
        rest = {p: Fraction(n) for p, n in enumerate(case.backing) if p not in funded}
        funded += greedy(rest, list(case.costs), left, contest.ties)
    return funded, bought, raised


def count_mes(contest: Contest) -> Outcome:
    completion = contest.rules.completion or "add1"
    funded, bought, raised = funded_by_shares(contest, completion)
    rounds = [_purchase_round(contest, purchase) for purchase in bought]
    rounds += [_filled_round(contest, p) for p in funded[len(bought) :]]
    extra = _spending(contest, funded) | {
        "raised": raised,
        "share": number(budget_of(contest) / case_of(contest).voters + raised),
    }
    return _outcome(contest, funded, rounds, extra)


def count_greedy(contest: Contest) -> Outcome:
    support, costs = support_of(contest), costs_of(contest)
    funded = greedy(support, costs, budget_of(contest), contest.ties)
    rounds, left = [], budget_of(contest)
    for p in funded:
        left -= costs[p]
        told = {"support": support[p], "cost": costs[p], "left": left}
        facts = {"project": contest.id(p), **{name: number(value) for name, value in told.items()}}
        sentence = Sentence(
            f"{contest.ja([p])}は支持{number(support[p])}で通りました。残りは{_money(left)}です。",
            f"{contest.en([p])} is funded with support {number(support[p])}; {_money(left)} is left.",
        )
        rounds.append(Round(sentence, facts))
    return _outcome(contest, funded, rounds, _spending(contest, funded) | {"scores": contest.named(support)})


def _outcome(contest: Contest, funded: list[int], rounds: list[Round], extra: dict[str, Any]) -> Outcome:
    rest = [i for i in contest.standing if i not in funded]
    nothing = [Round(Sentence("通った企画はありませんでした。", "No project was funded."))]
    return Outcome(funded, [*([i] for i in funded), rest], rounds or nothing, _compared(contest, funded), extra)


def _compared(contest: Contest, funded: list[int]) -> list[Sentence]:
    """Where the file itself says something else: its words are compared, never used."""
    said, meta = [], contest.ballots.meta
    others = set(contest.ids(funded)).symmetric_difference(json.loads(meta["SELECTED"])) if "SELECTED" in meta else ()
    if others:
        ids = ", ".join(sorted(others)[:10])
        ja = f"ファイルに書かれた採否とちがいます（{ids}）。"
        said.append(Sentence(ja, f"The file marks other projects as selected ({ids})."))
    if "TOLD" in meta and contest.rules.method == "greedy":
        ((kind, tally),) = json.loads(meta["TOLD"]).items()
        votes = {i: Fraction(n) for i, n in enumerate(case_of(contest).backing)}
        support = {contest.id(i): n for i, n in (votes if kind == "votes" else support_of(contest)).items()}
        wrong = sorted(i for i, text in tally.items() if _differs(text, support.get(i)))
        if wrong:
            ids = ", ".join(wrong[:10])
            ja = f"ファイルに書かれた票数が、数えた数とちがいます（{ids}）。"
            said.append(Sentence(ja, f"The tally in the file differs from the votes ({ids})."))
    return said


def _differs(text: str, value: Fraction | None) -> bool:
    try:
        return amount(text, 0) != value
    except Refused:
        return True


def _spending(contest: Contest, funded: list[int]) -> dict[str, Any]:
    costs = costs_of(contest)
    spent = sum((costs[p] for p in funded), Fraction(0))
    shown = contest.named({i: costs[i] for i in contest.standing})
    return {"budget": number(budget_of(contest)), "spent": number(spent), "costs": shown}


def _purchase_round(contest: Contest, purchase: Purchase) -> Round:
    facts = {
        "project": contest.id(purchase.project),
        "rho": number(purchase.rho),
        "payers": purchase.payers,
        "payment": number(purchase.payment),
        "left": number(purchase.left),
    }
    name, english = contest.ja([purchase.project]), contest.en([purchase.project])
    said = Sentence(
        f"{name}の費用を、支持した{purchase.payers}人が一人およそ{_money(purchase.payment)}までで出し合いました。",
        f"{purchase.payers} supporters paid for {english}, at most about {_money(purchase.payment)} each.",
    )
    return Round(said, facts)


def _filled_round(contest: Contest, project: int) -> Round:
    name, english = contest.ja([project]), contest.en([project])
    said = Sentence(f"余った予算で{name}も通りました。", f"{english} fits into what was left.")
    return Round(said, {"project": contest.id(project)})


def _money(amount: Fraction) -> str:
    """For sentences: whole where it is much; the exact amount stands in the facts."""
    return f"{round(amount) if amount > 100 else number(amount):,}"
