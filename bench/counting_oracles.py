# ruff: noqa: S311 - seeded random cases, our own second process, a bench prints
"""Our winners against independent libraries on random contests: `python bench/counting_oracles.py [N]`.

Make the libraries' environment first (bin/oracles-counting); they run there as a separate process. Prints
how many
cases agree; exit 1 if one does not. An elimination tie may be broken by us in any order, so our runoff
winner must be
one of those the library finds over all orders, and the only one where no tie was broken.
"""

import json
import random
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import numpy as np

from yoriai.counting import Ballots, Option, count, rankings, ratings
from yoriai.counting.bradley_terry import fit

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".oracles/counting/bin/python"


def options(number: int) -> list[Option]:
    return [Option(str(i), str(i)) for i in range(number)]


def rank_case(draw: random.Random) -> dict:
    """At most six options, up to 40 ballots, truncated; half of the cases with equal ranks."""
    m, strict, ballots = draw.randint(2, 6), draw.random() < 0.5, []
    for _ in range(draw.randint(1, 12)):
        order = [[i] for i in draw.sample(range(m), draw.randint(1, m))]
        if not strict and len(order) > 1 and draw.random() < 0.5:
            at = draw.randrange(len(order) - 1)
            order[at : at + 2] = [sorted(order[at] + order[at + 1])]
        ballots.append([order, draw.randint(1, 4)])
    return {"kind": "rank", "options": m, "strict": strict, "ballots": ballots}


def grade_case(draw: random.Random) -> dict:
    m, levels = draw.randint(2, 6), draw.randint(2, 6)
    rows = [[[draw.randrange(levels) for _ in range(m)], draw.randint(1, 4)] for _ in range(draw.randint(1, 10))]
    return {"kind": "grades", "levels": levels, "ballots": rows}


def shares_case(draw: random.Random) -> dict:
    costs = [draw.randint(1, 60) for _ in range(draw.randint(2, 8))]
    voters = [draw.sample(range(len(costs)), draw.randint(1, len(costs))) for _ in range(draw.randint(2, 25))]
    budget = draw.randint(max(costs), max(sum(costs), max(costs) + 1))
    utility, completion = draw.choice(["cost", "cardinality"]), draw.choice(["none", "add1"])
    return {
        "kind": "shares",
        "costs": costs,
        "voters": voters,
        "budget": budget,
        "utility": utility,
        "completion": completion,
    }


def pairs_case(draw: random.Random) -> dict:
    m = draw.randint(3, 8)
    wins = [[0 if a == b else draw.randint(1, 15) for b in range(m)] for a in range(m)]
    return {"kind": "pairs", "wins": wins}


def ranked_sheet(case: dict) -> Ballots:
    return rankings([(tuple(map(tuple, order)), n) for order, n in case["ballots"]], options(case["options"]))


def agrees(case: dict, told: dict) -> dict[str, bool]:
    """Per rule: do we say the same?"""
    if case["kind"] == "rank":
        sheet = ranked_sheet(case)
        verdicts = {}
        for method, who in told.items():
            result = count(sheet, method, seats=2 if method == "stv-scottish" else 1)
            if method == "stv-scottish" and result.ties:
                continue  # the library draws lots, we go by the seed
            ours, theirs = sorted(map(int, result.winners)), who
            broken = [tie for tie in result.ties if tie["stage"].startswith("round")]
            verdicts[method] = set(ours) <= set(theirs) if broken else ours == theirs
        return verdicts
    if case["kind"] == "grades":
        values, counts = zip(*case["ballots"], strict=True)
        sheet = ratings(
            np.array(values),
            np.array(counts),
            options(len(values[0])),
            grades=tuple(map(str, range(case["levels"]))),
        )
        # the library stops at the median, so our finer winners must be among its winners
        return {
            "majority-judgment (median)": set(map(int, count(sheet, "majority-judgment").winners))
            <= set(told["majority-judgment"])
        }
    if case["kind"] == "pairs":
        ours = fit(np.array(case["wins"])).theta
        return {"bradley-terry": bool(np.abs(ours - np.array(told["bradley-terry"])).max() < 1e-5)}
    funded, tied = shares_of(case)
    return {} if tied else {f"mes {case['utility']} {case['completion']}": funded == told["mes"]}


def shares_of(case: dict) -> tuple[list[int], bool]:
    """Funded projects, and whether a tie of two prices was broken (the library breaks it in its own way)."""
    values = np.full((len(case["voters"]), len(case["costs"])), -1, np.int64)
    for row, ballot in zip(values, case["voters"], strict=True):
        row[ballot] = 1
    priced = [Option(str(i), str(i), Fraction(cost)) for i, cost in enumerate(case["costs"])]
    sheet = ratings(values, np.ones(len(values), np.int64), priced, kind="approval", budget=Fraction(case["budget"]))
    result = count(sheet, "mes", utility=case["utility"], completion=case["completion"])
    return sorted(int(project) for project in result.winners), bool(result.ties)


def main(number: int) -> int:
    draw = random.Random(20261123)
    cases = [rank_case(draw) for _ in range(number)] + [grade_case(draw) for _ in range(number)]
    cases += [shares_case(draw) for _ in range(number // 20)] + [pairs_case(draw) for _ in range(number // 100)]
    questions = "\n".join(json.dumps(case) for case in cases)
    script = [str(PYTHON), str(ROOT / "bench/counting_oracle_answers.py")]
    answers = subprocess.run(script, input=questions, capture_output=True, text=True, check=True).stdout.splitlines()
    tried, agreed, shown = Counter(), Counter(), 0
    for case, answer in zip(cases, answers, strict=True):
        for rule, same in agrees(case, json.loads(answer)).items():
            tried[rule] += 1
            agreed[rule] += same
            if not same and shown < 3:
                shown += 1
                print("differs:", rule, json.dumps(case), answer)
    for rule in sorted(tried):
        print(f"{rule:<24} {agreed[rule]:>6} of {tried[rule]:>6} agree")
    return int(tried != agreed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
