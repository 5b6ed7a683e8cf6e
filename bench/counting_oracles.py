# ruff: noqa: S311 - seeded random cases, our own second process
"""Our winners against independent libraries on random contests: `python bench/counting_oracles.py [N] [KIND …]`.

Make the libraries' environment first (bin/oracles-counting); they run there as a separate process. N (10,000)
contests of every kind (of rankings twice that), truncated and full of ties; prints how many agree, exit 1 if one
does not. Where a tie is broken by lot, ours must be one of the results the library reaches under some lot, and equal
if there is only one.
"""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from yoriai.counting import Ballots, Option, rankings, ratings
from yoriai.counting.bradley_terry import fit
from yoriai.counting.contest import Contest
from yoriai.counting.methods import COUNTS
from yoriai.counting.proportional import sequential_proportional
from yoriai.counting.result import Tie
from yoriai.counting.rules import Rules
from yoriai.counting.ties import TieBreak, seed_order

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".oracles/counting/bin/python"
SEED = "2027-01-15"


def options(number: int) -> list[Option]:
    return [Option(str(i), str(i)) for i in range(number)]


def lots(number: int) -> list[int]:
    """The order of our tie seed, for libraries that take one."""
    return [int(i) for i in seed_order(map(str, range(number)), SEED)]


def rank_case(draw: random.Random, *, strict: bool | None = None) -> dict:
    """At most six options, up to 48 ballots, truncated; half of the cases with equal ranks."""
    m, ballots = draw.randint(2, 6), []
    strict = draw.random() < 0.5 if strict is None else strict
    for _ in range(draw.randint(1, 12)):
        order = [[i] for i in draw.sample(range(m), draw.randint(1, m))]
        if not strict and len(order) > 1 and draw.random() < 0.5:
            at = draw.randrange(len(order) - 1)
            order[at : at + 2] = [sorted(order[at] + order[at + 1])]
        ballots.append([order, draw.randint(1, 4)])
    return {"kind": "rank", "options": m, "strict": strict, "ballots": ballots}


def seats_case(draw: random.Random) -> dict:
    """A third with so few ballots that lots are drawn, a third with so many that values are cut off often."""
    case = rank_case(draw, strict=True)
    most = draw.choice([1, 10, 400])
    ballots = [[order, draw.randint(1, most)] for order, _ in case["ballots"]]
    return {**case, "kind": "seats", "ballots": ballots, "seats": draw.randint(1, case["options"])}


def marks_case(draw: random.Random) -> dict:
    m, levels = draw.randint(2, 6), draw.randint(2, 6)
    rows = [[[draw.randrange(-1, levels) for _ in range(m)], draw.randint(1, 4)] for _ in range(draw.randint(1, 10))]
    rows = [row for row in rows if max(row[0]) >= 0]  # blank ballots are set apart before our count
    return {"kind": "marks", "levels": levels, "ballots": [*rows, [[levels - 1] * m, 1]]}


def proportional_case(draw: random.Random) -> dict:
    case = marks_case(draw)
    m = len(case["ballots"][0][0])
    return {**case, "kind": "proportional", "seats": draw.randint(2, m), "lots": lots(m)}


def shares_case(draw: random.Random) -> dict:
    """Half of the cases with few different costs, so that prices are often equal."""
    costs = [draw.randint(1, draw.choice([4, 60])) for _ in range(draw.randint(2, 8))]
    voters = [draw.sample(range(len(costs)), draw.randint(1, len(costs))) for _ in range(draw.randint(2, 25))]
    budget = draw.randint(max(costs), max(sum(costs), max(costs) + 1))
    ways = {"utility": draw.choice(["cost", "cardinality"]), "completion": draw.choice(["none", "add1"])}
    return {"kind": "shares", "costs": costs, "voters": voters, "budget": budget, "lots": lots(len(costs)), **ways}


def pairs_case(draw: random.Random) -> dict:
    m = draw.randint(3, 8)
    wins = [[0 if a == b else draw.randint(1, 15) for b in range(m)] for a in range(m)]
    return {"kind": "pairs", "wins": wins}


def ranked_sheet(case: dict) -> Ballots:
    return rankings([(tuple(map(tuple, order)), n) for order, n in case["ballots"]], options(case["options"]))


def marked_sheet(case: dict, *, kind: str = "score") -> Ballots:
    values, counts = zip(*case["ballots"], strict=True)
    grades = tuple(map(str, range(case["levels"]))) if kind == "score" else ()
    matrix = np.array(values) if kind == "score" else np.where(np.array(values) > 0, 1, -1)
    return ratings(matrix, np.array(counts), options(len(values[0])), kind=kind, grades=grades)  # type: ignore[arg-type]


def counted(sheet: Ballots, method: str, **rules: Any) -> tuple[list[int], list[Tie]]:
    """Winners, sorted, and ties: a count without the second opinions that a whole result carries."""
    contest = Contest.open(sheet, Rules(method, **rules))
    return sorted(COUNTS[method](contest).winners), contest.ties.ties


def ranked_agrees(case: dict, told: dict) -> dict[str, bool]:
    sheet, verdicts = ranked_sheet(case), {}
    for name, theirs in told.items():
        method, _, way = name.partition(" ")
        rules = {"strength": "winning-votes"} if way == "winning-votes" else {"overvote": "split"}
        ours, ties = counted(sheet, method, **rules)
        broken = any(tie.stage.startswith("round") for tie in ties)
        verdicts[name] = set(ours) <= set(theirs) if broken else ours == theirs
    return verdicts


def seats_agree(case: dict, told: dict) -> dict[str, bool]:
    ours, _ = counted(ranked_sheet(case), "stv-scottish", seats=case["seats"])
    possible = told["stv-scottish"]
    if possible is None:
        return {}
    drawn = "stv-scottish, lots drawn" if len(possible) > 1 else "stv-scottish"
    return {drawn: ours in possible}


def marks_agree(case: dict, told: dict) -> dict[str, bool]:
    """Our score and Majority Judgment break ties finer than the library, so they must be among its winners."""
    found = {method: counted(marked_sheet(case), method)[0] for method in ("score", "majority-judgment")}
    ours, _ = counted(marked_sheet(case, kind="approval"), "approval")
    return {method: set(who) <= set(told[method]) for method, who in found.items()} | {
        "approval": ours == told["approval"]
    }


def proportional_agrees(case: dict, told: dict) -> dict[str, bool]:
    sheet = marked_sheet(case, kind="approval")
    m = len(sheet.options)
    found = sequential_proportional(
        sheet.sheet,  # type: ignore[arg-type]
        sheet.counts,
        list(range(m)),
        case["seats"],
        TieBreak(list(map(str, range(m))), SEED, str),
    )
    theirs = told["sequential-proportional"]
    return {"sequential-proportional": sorted(option for option, _ in found) == theirs}


def pairs_agree(case: dict, told: dict) -> dict[str, bool]:
    ours = fit(np.array(case["wins"]), prior=False).theta  # the library has no prior
    return {"bradley-terry, 5 decimals": bool(np.abs(ours - np.array(told["bradley-terry"])).max() < 5e-6)}


def shares_agree(case: dict, told: dict) -> dict[str, bool]:
    values = np.full((len(case["voters"]), len(case["costs"])), -1, np.int64)
    for row, ballot in zip(values, case["voters"], strict=True):
        row[ballot] = 1
    priced = [Option(str(i), str(i), Fraction(cost)) for i, cost in enumerate(case["costs"])]
    sheet = ratings(values, np.ones(len(values), np.int64), priced, kind="approval", budget=Fraction(case["budget"]))
    verdicts = {}
    for name, theirs in told.items():
        rules = {"utility": case["utility"], "completion": case["completion"], "tie_seed": SEED}
        ours, _ = counted(sheet, name.split(" ", maxsplit=1)[0], **rules)
        verdicts[name] = ours == theirs
    return verdicts


KINDS: dict[str, tuple[Callable[[random.Random], dict], Callable[[dict, dict], dict[str, bool]]]] = {
    "rank": (rank_case, ranked_agrees),
    "seats": (seats_case, seats_agree),
    "marks": (marks_case, marks_agree),
    "proportional": (proportional_case, proportional_agrees),
    "shares": (shares_case, shares_agree),
    "pairs": (pairs_case, pairs_agree),
}


def main(number: int, kinds: list[str]) -> int:
    shown = 0
    for kind in kinds or KINDS:
        tried, agreed = Counter[str](), Counter[str]()
        draw = random.Random(20261123)
        make, agree = KINDS[kind]
        cases = [make(draw) for _ in range(number * (2 if kind == "rank" else 1))]  # half of them strict
        questions = "\n".join(json.dumps(case) for case in cases)
        script = [str(PYTHON), str(ROOT / "bench/counting_oracle_answers.py")]
        answers = subprocess.run(script, input=questions, capture_output=True, text=True, check=True).stdout
        for case, answer in zip(cases, answers.splitlines(), strict=True):
            for rule, same in agree(case, json.loads(answer)).items():
                tried[rule] += 1
                agreed[rule] += same
                if not same and shown < 5:
                    print("differs:", rule, json.dumps(case), answer)
                shown += not same
        for rule in tried:
            print(f"{rule:<26} {agreed[rule]:>6} of {tried[rule]:>6} agree", flush=True)
    return int(shown > 0)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    sys.exit(main(numbers[0] if numbers else 10_000, [word for word in sys.argv[1:] if not word.isdigit()]))
