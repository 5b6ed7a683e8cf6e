# ruff: noqa: S311 - seeded random ballots, our own second process, a bench prints
"""The speed budget of the counting kernel, in CPU seconds of one core: `python -m bench.counting`.

Every row: figure, budget, verdict. Exit 1 if a budget is missed. The ratio to a library needs
bin/oracles-counting.
"""

import ast
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import tokenize
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from yoriai.counting import Ballots, Option, count
from yoriai.counting.ballots import Rankings
from yoriai.counting.bradley_terry import after_vote, fit
from yoriai.counting.completion import equal_shares
from yoriai.counting.condorcet import schulze
from yoriai.counting.contest import Contest
from yoriai.counting.eliminations import run_irv, run_stv
from yoriai.counting.equal_shares import Budgeting
from yoriai.counting.pairwise import pairwise
from yoriai.counting.readers import read
from yoriai.counting.readers.lines import Reading
from yoriai.counting.rules import Rules

ROOT = Path(__file__).resolve().parent.parent
ORACLE = ROOT / ".oracles/counting/bin/python"
ORACLE_PROFILE = """
import sys, time
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.margin_based_methods import beat_path
rows = [list(map(int, line.split())) for line in sys.stdin]
ranks = [{option: place + 1 for place, option in enumerate(row)} for row in rows]
start = time.process_time()
profile = ProfileWithTies(ranks, candidates=list(range(50)))
profile.use_extended_strict_preference()
beat_path(profile)
print(time.process_time() - start)
"""

missed = 0


def row(what: str, figure: float, budget: float, unit: str = "s", *, least: bool = False) -> None:
    global missed
    met = figure >= budget if least else figure < budget
    missed += not met
    verdict = "met" if met else "MISSED"
    print(f"{what:<58} {figure:>10.4g} {unit:<3} {'≥' if least else '<'} {budget:<6g} {verdict}", flush=True)


def cpu(work: Callable[[], object], times: int = 3) -> float:
    """Least CPU seconds of a few runs."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def orders(ballots: int, options: int, top: int, seed: int = 1) -> np.ndarray:
    """Random orders with some options more liked than others."""
    draw = np.random.default_rng(seed)
    liked = draw.normal(size=options)
    noise = draw.gumbel(size=(ballots, options)).astype(np.float32)
    return np.argsort(-(liked + noise), axis=1)[:, :top].astype(np.int32)


def file_of(cells: np.ndarray, options: int) -> bytes:
    head = "".join(f"# ALTERNATIVE NAME {i}: option {i}\n" for i in range(1, options + 1))
    return (head + "".join("1: " + ",".join(map(str, line)) + "\n" for line in (cells + 1).tolist())).encode()


def sheet_of(cells: np.ndarray, options: int) -> Ballots:
    named = tuple(Option(str(i), str(i)) for i in range(options))
    return Ballots("rank", named, Rankings(cells), np.ones(len(cells), np.int64))


def ranked_rows() -> None:
    data = file_of(orders(100_000, 50, 5), 50)
    row(
        "100,000 x 50 top 5: load + pairwise + Schulze",
        cpu(lambda: schulze(pairwise(read(data, ".soi", Reading("rank"))))),
        0.5,
    )
    ballots = read(data, ".soi", Reading("rank"))
    row("100,000 x 50 top 5: runoff", cpu(lambda: run_irv(Contest.open(ballots, Rules("irv")))), 1.0)
    stv = Rules("stv-scottish", seats=4)
    row("100,000 x 50 top 5: Scottish STV, 4 seats", cpu(lambda: run_stv(Contest.open(ballots, stv))), 1.0)
    row(
        "100,000 x 50 top 5: whole result with agreement and margin",
        cpu(lambda: count(ballots, "schulze"), 1),
        3.0,
    )
    full = sheet_of(orders(100_000, 50, 50), 50)
    row(
        "100,000 x 50 full: pairwise + Schulze (library 15.24 s, 30x)",
        cpu(lambda: schulze(pairwise(full))),
        15.24 / 30,
    )
    row("100,000 x 50 full: runoff", cpu(lambda: run_irv(Contest.open(full, Rules("irv"))), 1), 1.0)


def library_row() -> None:
    cells = orders(10_000, 50, 5)
    ours = cpu(lambda: schulze(pairwise(sheet_of(cells, 50))), 5)
    print(f"{'10,000 x 50 top 5: pairwise + Schulze':<58} {ours:>10.4g} s")
    if not ORACLE.exists():
        print("the library is not here (bin/oracles-counting); ratio not measured")
        return
    lines = "\n".join(" ".join(map(str, line)) for line in cells.tolist())
    told = subprocess.run([str(ORACLE), "-c", ORACLE_PROFILE], input=lines, capture_output=True, text=True, check=True)
    row(
        "10,000 x 50 top 5: times faster than the library",
        float(told.stdout.split()[-1]) / ours,
        100,
        "x",
        least=True,
    )


def wide_row() -> None:
    """In a process of its own, so that its memory is its own."""
    code = (
        "import resource, time, numpy as np; from bench.counting import sheet_of; "
        "from yoriai.counting.pairwise import pairwise; from yoriai.counting.condorcet import schulze\n"
        "draw = np.random.default_rng(1)\n"
        "cells = np.empty((100_000, 200), np.int32)\n"
        "for line in cells: line[:] = draw.permutation(200)\n"
        "start = time.process_time(); schulze(pairwise(sheet_of(cells, 200)))\n"
        "print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    seconds, memory = map(float, told.stdout.split())
    row("100,000 x 200 full: pairwise + Schulze", seconds, 5.0)
    row("100,000 x 200 full: memory of the whole process", memory, 200, "MB")


def shares_row() -> None:
    draw = random.Random(7)
    costs = tuple(Fraction(draw.randrange(20_000, 400_000, 1_000)) for _ in range(22))
    liked = [draw.random() ** 2 + 0.02 for _ in costs]
    voters = [frozenset(p for p in range(22) if draw.random() < 0.5 * liked[p]) or frozenset([0]) for _ in range(2_500)]
    kinds = sorted(set(voters), key=sorted)
    counts = np.array([voters.count(kind) for kind in kinds], np.int64)
    supports = np.array([[p in kind for p in range(22)] for kind in kinds])
    case = Budgeting(supports, counts, costs, Fraction(1_500_000), 2_500)
    bought, raised = equal_shares(case, "add1", min)
    print(f"equal shares: {len(kinds)} kinds of ballot, {len(bought)} projects funded after {raised} raises")
    row(
        "equal shares add1, 2,500 voters x 22 projects",
        cpu(lambda: equal_shares(case, "add1", min)),
        0.3,
    )


def strength_rows() -> None:
    draw = np.random.default_rng(3)
    theta = draw.normal(size=200)
    pairs = np.array([draw.choice(200, 2, replace=False) for _ in range(100_000)])
    first_wins = draw.random(100_000) < 1 / (1 + np.exp(theta[pairs[:, 1]] - theta[pairs[:, 0]]))
    votes = np.where(first_wins[:, None], pairs, pairs[:, ::-1])

    def from_votes() -> object:
        wins = np.zeros((200, 200), np.int64)
        np.add.at(wins, (votes[:, 0], votes[:, 1]), 1)
        return fit(wins).se

    row("Bradley-Terry, 100,000 votes x 200 options, intervals", cpu(from_votes), 0.5)
    wins = np.zeros((200, 200), np.int64)
    np.add.at(wins, (votes[:, 0], votes[:, 1]), 1)
    now = fit(wins)
    row("Bradley-Terry: after one more vote", cpu(lambda: after_vote(now, 3, 4), 20) * 1000, 5, "ms")


def code_bytes(path: Path) -> int:
    """Bytes of a Python file without docstrings and comments; a style sheet is no code."""
    if path.suffix != ".py":
        return 0
    text = path.read_text(encoding="utf-8")
    spoken = [
        ast.get_source_segment(text, node.body[0]) or ""
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None
    ]
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    spoken += [token.string for token in tokens if token.type == tokenize.COMMENT]
    return len(text.encode()) - sum(len(part.encode()) for part in spoken)


def size_rows() -> None:
    code = "import time; import yoriai.counting as c; c.count; print(time.process_time())"
    told = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(3)]
    row("import of everything", min(float(t.stdout) for t in told), 0.3)
    home = ROOT / "src/yoriai/counting"
    kept = [p for p in home.rglob("*") if p.suffix in (".py", ".css") and "tests" not in p.parts]
    whole = sum(p.stat().st_size for p in kept) / 1000
    verifier = sum(map(code_bytes, (home / "verifier").iterdir())) / 1000
    row("code of the counting part: kernel, page and verifier", sum(map(code_bytes, kept)) / 1000, 200, "kB")
    print(f"{'of that the verifier':<58} {verifier:>10.4g} kB")
    print(f"{'the same with docstrings, comments and the style sheet':<58} {whole:>10.4g} kB")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_text("ranking\nA>B\nB>A\nA\n", encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "yoriai.cli", "count", str(path), "--method", "schulze"]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert json.loads(told.stdout)["winners"] == ["A"]
        row("yoriai count on a small file, whole command", after.ru_utime - before.ru_utime, 1.0)


if __name__ == "__main__":
    ranked_rows()
    library_row()
    wide_row()
    shares_row()
    strength_rows()
    size_rows()
    sys.exit(int(missed > 0))
