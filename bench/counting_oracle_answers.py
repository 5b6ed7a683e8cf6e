# ruff: noqa: PLC0415 - each library is loaded only where it is asked
"""Answers of independent libraries, run in .oracles/counting only: JSON in, JSON out, one case a line.

See counting_oracles.py, which writes the questions. A library that would draw lots is asked again for every lot.
"""

import json
import sys
import warnings
from collections.abc import Callable

warnings.filterwarnings("ignore")

MOST_LOTS = 64


def ranked(case: dict) -> dict:
    from pref_voting.iterative_methods import instant_runoff_put
    from pref_voting.margin_based_methods import beat_path, minimax, ranked_pairs
    from pref_voting.profiles_with_ties import ProfileWithTies
    from pref_voting.scoring_methods import borda_for_profile_with_ties

    options = list(range(case["options"]))
    ranks = [{option: place + 1 for place, cell in enumerate(order) for option in cell} for order, _ in case["ballots"]]
    counts = [count for _, count in case["ballots"]]
    profile = ProfileWithTies(ranks, rcounts=counts, candidates=options)
    profile.use_extended_strict_preference()
    plain = ProfileWithTies(ranks, rcounts=counts, candidates=options)
    found = {
        "schulze": list(beat_path(profile)),
        "schulze winning-votes": list(beat_path(profile, strength_function=profile.support)),
        "minimax": list(minimax(profile)),
        "ranked-pairs": list(ranked_pairs(profile, algorithm="from_stacks")),
        "borda": list(borda_for_profile_with_ties(profile)),
    }
    if case["strict"]:
        found["irv"] = list(instant_runoff_put(plain))
    else:
        found["irv split"] = list(instant_runoff_put(plain, score_method="split"))
    return {name: sorted(int(option) for option in who) for name, who in found.items()}


class Lots:
    """Stands in for a random generator: takes the lots of `path`, then always the first."""

    def __init__(self, path: list[int]) -> None:
        self.path, self.sizes = path, list[int]()

    def choice(self, tied: list) -> object:
        self.sizes.append(len(tied))
        return tied[self.path[len(self.sizes) - 1] if len(self.sizes) <= len(self.path) else 0]


def every_lot(count: Callable[[Lots], list[int]]) -> list[list[int]] | None:
    """The results under every way the lots can fall, or None if there are too many."""
    results, paths, tried = set[tuple[int, ...]](), [list[int]()], 0
    while paths:
        tried += 1
        if tried > MOST_LOTS:
            return None
        path = paths.pop()
        lots = Lots(path)
        results.add(tuple(sorted(count(lots))))
        for place in range(len(path), len(lots.sizes)):
            head = path + [0] * (place - len(path))
            paths += [[*head, other] for other in range(1, lots.sizes[place])]
    return [list(result) for result in sorted(results)]


def seated(case: dict) -> dict:
    from pref_voting.profiles_with_ties import ProfileWithTies
    from pref_voting.proportional_methods import stv_scottish

    # options from 1, because the library takes an option 0 for "not decided"
    ranks = [{cell[0] + 1: place + 1 for place, cell in enumerate(order)} for order, _ in case["ballots"]]
    counts = [count for _, count in case["ballots"]]
    profile = ProfileWithTies(ranks, rcounts=counts, candidates=list(range(1, case["options"] + 1)))

    def count(lots: Lots) -> list[int]:
        return [int(option) - 1 for option in stv_scottish(profile, num_seats=case["seats"], rng=lots)]

    return {"stv-scottish": every_lot(count)}


def graded(case: dict) -> dict:
    from pref_voting.grade_methods import approval, majority_judgement, score_voting
    from pref_voting.grade_profiles import GradeProfile

    maps = [{o: mark for o, mark in enumerate(row) if mark >= 0} for row, _ in case["ballots"]]
    counts = [count for _, count in case["ballots"]]
    options = list(range(len(case["ballots"][0][0])))
    zeros = [{o: max(mark, 0) for o, mark in enumerate(row)} for row, _ in case["ballots"]]
    yes = [{o: 1 for o, mark in enumerate(row) if mark > 0} for row, _ in case["ballots"]]
    found = {
        "score": score_voting(
            GradeProfile(maps, list(range(case["levels"])), gcounts=counts, candidates=options), ungraded_score=0
        ),
        "majority-judgment": majority_judgement(GradeProfile(zeros, list(range(case["levels"])), gcounts=counts)),
        "approval": approval(GradeProfile(yes, [0, 1], gcounts=counts, candidates=options)),
    }
    return {name: sorted(int(option) for option in who) for name, who in found.items()}


def proportional(case: dict) -> dict:
    """Reweighted range voting with marks of 0 and 1 is sequential proportional approval."""
    import starvote

    ballots = [
        {str(o): int(mark > 0) for o, mark in enumerate(row)} for row, count in case["ballots"] for _ in range(count)
    ]
    found = starvote.election(
        starvote.Reweighted_Range_Voting,
        ballots,
        seats=case["seats"],
        maximum_score=1,
        tiebreaker=starvote.predefined_permutation_tiebreaker([str(o) for o in case["lots"]]),
        verbosity=0,
    )
    return {"sequential-proportional": sorted(int(option) for option in found)}


def shared(case: dict) -> dict:
    from pabutools.election import ApprovalBallot, ApprovalProfile, Cardinality_Sat, Cost_Sat, Instance, Project
    from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
    from pabutools.tiebreaking import TieBreakingRule

    projects = [Project(str(number), cost) for number, cost in enumerate(case["costs"])]
    instance = Instance(projects, budget_limit=case["budget"])
    profile = ApprovalProfile([ApprovalBallot([projects[p] for p in ballot]) for ballot in case["voters"]])
    place = {str(p): n for n, p in enumerate(case["lots"])}
    ties = TieBreakingRule(lambda _, votes, project: (-votes.approval_score(project), place[project.name]))
    sat = Cost_Sat if case["utility"] == "cost" else Cardinality_Sat
    extra = {"voter_budget_increment": 1} if case["completion"] == "add1" else {}
    mes = method_of_equal_shares(instance, profile, sat_class=sat, tie_breaking=ties, **extra)
    greedy = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat, tie_breaking=ties)
    found = {f"mes {case['utility']} {case['completion']}": mes, "greedy": greedy}
    return {name: sorted(int(project.name) for project in who) for name, who in found.items()}


def paired(case: dict) -> dict:
    import choix
    import numpy as np

    strengths = choix.ilsr_pairwise_dense(np.array(case["wins"], float), tol=1e-12, max_iter=10_000)
    return {"bradley-terry": list(strengths - strengths.mean())}


ANSWERS = {
    "rank": ranked,
    "seats": seated,
    "marks": graded,
    "proportional": proportional,
    "shares": shared,
    "pairs": paired,
}

if __name__ == "__main__":
    for line in sys.stdin:
        case = json.loads(line)
        print(json.dumps(ANSWERS[case["kind"]](case)), flush=True)
