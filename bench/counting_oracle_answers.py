# ruff: noqa: PLC0415, S311 - each library is loaded only where it is asked; a bench prints
"""Answers of independent libraries, run in .oracles/counting only: JSON in, JSON out, one case a line.

A case is {"kind": "rank"|"grades"|"shares"|"pairs", …}; see counting_oracles.py, which writes the questions.
"""

import json
import random
import sys
import warnings

warnings.filterwarnings("ignore")


def ranked(case: dict) -> dict:
    from pref_voting.iterative_methods import instant_runoff_put
    from pref_voting.margin_based_methods import beat_path, minimax, ranked_pairs
    from pref_voting.profiles_with_ties import ProfileWithTies
    from pref_voting.proportional_methods import stv_scottish

    options = list(range(case["options"]))
    ranks = [{option: place + 1 for place, cell in enumerate(order) for option in cell} for order, _ in case["ballots"]]
    counts = [count for _, count in case["ballots"]]
    profile = ProfileWithTies(ranks, rcounts=counts, candidates=options)
    profile.use_extended_strict_preference()
    found = {
        "schulze": list(beat_path(profile)),
        "minimax": list(minimax(profile)),
        "ranked-pairs": list(ranked_pairs(profile, algorithm="from_stacks")),
    }
    if case["strict"]:
        plain = ProfileWithTies(ranks, rcounts=counts, candidates=options)
        found["irv"] = list(instant_runoff_put(plain))
        if case["options"] > 2:
            found["stv-scottish"] = list(stv_scottish(plain, num_seats=2, rng=random.Random(1)))
    return {name: sorted(int(option) for option in who) for name, who in found.items()}


def graded(case: dict) -> dict:
    from pref_voting.grade_methods import majority_judgement
    from pref_voting.grade_profiles import GradeProfile

    maps = [dict(enumerate(row)) for row, _ in case["ballots"]]
    profile = GradeProfile(maps, list(range(case["levels"])), gcounts=[count for _, count in case["ballots"]])
    return {"majority-judgment": sorted(int(option) for option in majority_judgement(profile))}


def shared(case: dict) -> dict:
    from pabutools.election import (
        ApprovalBallot,
        ApprovalProfile,
        Cardinality_Sat,
        Cost_Sat,
        Instance,
        Project,
    )
    from pabutools.rules import method_of_equal_shares

    projects = [Project(str(number), cost) for number, cost in enumerate(case["costs"])]
    instance = Instance(projects, budget_limit=case["budget"])
    profile = ApprovalProfile([ApprovalBallot([projects[p] for p in ballot]) for ballot in case["voters"]])
    sat = Cost_Sat if case["utility"] == "cost" else Cardinality_Sat
    extra = {"voter_budget_increment": 1} if case["completion"] == "add1" else {}
    found = method_of_equal_shares(instance, profile, sat_class=sat, resoluteness=True, **extra)
    return {"mes": sorted(int(project.name) for project in found)}


def paired(case: dict) -> dict:
    import choix
    import numpy as np

    strengths = choix.ilsr_pairwise_dense(np.array(case["wins"], float), tol=1e-12, max_iter=10_000)
    return {"bradley-terry": list(strengths - strengths.mean())}


ANSWERS = {"rank": ranked, "grades": graded, "shares": shared, "pairs": paired}

if __name__ == "__main__":
    for line in sys.stdin:
        case = json.loads(line)
        print(json.dumps(ANSWERS[case["kind"]](case)), flush=True)
