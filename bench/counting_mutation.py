# ruff: noqa: S311 - a seeded sample, a bench prints, each child imports afresh
"""Mutation score of the rules: `python bench/counting_mutation.py [--most N] [MODULE …]`.

Each mutant changes one comparison, one arithmetic sign, one small number or one logical word in a rule module; a
forked child loads it in place of the module and runs the tests that speak of it. A mutant nobody notices survives.
"""

import argparse
import ast
import importlib.abc
import importlib.util
import io
import os
import random
import resource
import signal
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import hypothesis
import numpy as np  # noqa: F401 - loaded once, before the children are made
import pytest
from hypothesis import Phase

HOME = Path(__file__).resolve().parent.parent / "src/yoriai/counting"
RULES = {  # each rule module and the tests that speak of it, those that notice soonest first
    "rated": ("rated", "rules", "vectors", "properties"),
    "condorcet": ("pairwise", "vectors", "rules", "properties"),
    "ranked_pairs": ("ranked_pairs", "rules", "vectors", "properties"),
    "borda": ("vectors", "traps"),
    "runoff": ("runoff", "rules", "vectors", "traps", "properties"),
    "scottish": ("scottish", "rules", "vectors", "traps"),
    "papers": ("papers", "traps", "vectors", "rules"),
    "pairwise": ("pairwise", "vectors", "rules", "properties"),
    "proportional": ("seats_and_budgets", "rules"),
    "equal_shares": ("equal_shares", "vectors", "rules"),
    "completion": ("equal_shares", "vectors", "rules"),
    "greedy": ("seats_and_budgets", "rules", "vectors"),
    "bradley_terry": ("strengths", "vectors"),
    "conditions": ("conditions", "vectors", "rules", "traps"),
    "margin": ("margin", "rules", "vectors", "traps"),
    "ties": ("ties", "traps", "rules", "vectors"),
    "marks": ("outcomes", "rules", "vectors"),
    "duels": ("outcomes", "rules", "vectors"),
    "eliminations": ("outcomes", "scottish", "rules", "traps"),
    "spending": ("spending", "rules", "vectors"),
}
RAISES = "only how many raises one run is asked for"
UNIT = "money is counted in another unit, as exactly and inside 64 bits"
NUMBERS = "other numbers for the kinds, still different"
WIDER = "wider bounds: more is left to the count in fractions, with the same result"
ALIKE: dict[str, dict[str, str]] = {  # changes that change no result: the statement as it would stand, and why
    "rated": {
        "step = 2 * abs(distance) - int(distance != 0 and (distance >= 0) == upwards)": "0 was asked before",
        "if step <= best:": "equal steps are one place of the sorted grades and say the same",
        "best, sign = (step, 1 if ours <= theirs else -1)": "equal sums were passed over",
    },
    "runoff": {
        "self.alive = np.zeros(self.m + len(self.sets) + 2, bool)": "EMPTY stays the last entry",
    },
    "greedy": {
        "ties.note(f'support {support[group[1]]}', group, ties.seeded, ranked)": "all of a group have equal support"
    },
    "bradley_terry": {
        "if float(np.abs(step).max()) <= 1e-11:": "a step of exactly this length is not met",
        "information[0, 0] = 3 * information[0, 0] or 1": "any weight holds the first option in its place",
        "information[0, 0] = 2 * information[0, 0] or 2": "any weight holds the first option in its place",
    },
    "completion": {
        "step = max(step // 3, 1)": RAISES,
        "step += (step + 2) // 2": RAISES,
        "step += (step + 1) * 2": RAISES,
        "wealth = max(case.share(last) * case.voters, *case.costs, Fraction(2))": UNIT,
        "self.scale = ROOM // (int(wealth) + case.voters + 3)": UNIT,
        "self.scale = ROOM // (int(wealth) + case.voters - 2)": UNIT,
        (
            "floor = {p: self._price(p, self.costs[p][0] // n, 1)[0] "
            "for p, n in enumerate(self.case.backing) if n and p not in self.bought}"
        ): "the upper bound is not asked for",
        "self.richest[backers] = np.maximum(self.richest[backers] - offer.low, 1)": WIDER,
        "return [offer for low, offer in found if bound is not None or low <= bound]": WIDER,
        "return ((low // bottom << FINE) // top, -(-(high * bottom << FINE) // top))": WIDER,
        "if int(poorest.min()) > equal:": WIDER,
        "return Offer(p, -2, -1, even=False)": "only the sign of the lower bound is read",
        "return Offer(p, -1, -2, even=False)": "only the sign of the lower bound is read",
        "if int((poorest // sizes).sum()) < high:": WIDER,
        "if int((poorest * sizes).sum()) <= high:": WIDER,
        "return Offer(p, owed // payers, -(-owed_most * payers_least), even=False)": WIDER,
        "if len({(self.case.costs[p], self.case.backing[p]) for p in projects}) > 2:": "what is asked tells this, too",
        "purse, kinds = ([1] * len(self.case.counts), dict[object, int]())": "no purse gets the number 1 later",
        "return kinds.setdefault((self.case.costs[p], *sorted(owners.items())), len(kinds) + 2)": NUMBERS,
        "return kinds.setdefault((self.case.costs[p], *sorted(owners.items())), len(kinds) - 1)": NUMBERS,
        "purse[g] = kinds.setdefault((purse[g], paid), len(kinds) + 2)": NUMBERS,
    },
    "margin": {
        "levels = len(contest.ratings.grades) or int(contest.ratings.values.max(initial=1)) + 1": "all marks are alike",
        "low, high = (1, contest.ballots.valid)": "less than one ballot is told as one",
    },
    "duels": {
        "every = range(len(results[1]))": "all results are over the same options",
    },
    "eliminations": {
        "if stage.surplus_of is not None or stage.value is not None:": "both are told, or neither",
    },
    "spending": {
        "return [option.cost if option.cost is not None else Fraction(1) for option in contest.ballots.options]": (
            "a budget is spent only where every option has a cost"
        ),
        "return amount(text, 1) != value": "the line is for a sentence nobody reads here",
        "return f'{(round(amount) if amount >= 100 else number(amount)):,}'": "100 is written alike",
    },
    "papers": {
        "self.cells = np.hstack([cells, np.full((len(cells), 2), EMPTY, np.int32)])": "one stop more behind the first",
    },
    "pairwise": {
        "small = places < 255": "a wider number for the same places",
    },
    "ties": {
        "left = self.by_seed(left)[::-2 if lowest else 1]": "only the first is taken",
        "left = self.by_seed(left)[::-1 if lowest else 2]": "only the first is taken",
    },
    "scottish": {
        "hopeful = np.zeros(m + 2, bool)": "one entry more that nobody reads",
    },
}
APART = ["-p", "no:django", "-c", os.devnull, "--noconftest", "--timeout=0"]  # the kernels know no Django
SWAPS: dict[type, type] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


class Mutate(ast.NodeTransformer):
    """Counts places that can be changed, and changes the one asked for."""

    def __init__(self, target: int = -1) -> None:
        self.target, self.seen = target, 0
        self.inside: list[ast.stmt] = []
        self.changed: ast.stmt | None = None

    def visit(self, node: ast.AST) -> ast.AST:
        if not isinstance(node, ast.stmt):
            return super().visit(node)
        self.inside.append(node)
        changed = super().visit(node)
        self.inside.pop()
        return changed

    def hit(self) -> bool:
        self.seen += 1
        if self.seen - 1 == self.target:
            self.changed = self.inside[-1]
            return True
        return False

    def told(self) -> tuple[int, str]:
        """The line of the changed statement, and its first line as it stands now."""
        return (self.changed.lineno, ast.unparse(self.changed).split("\n")[0]) if self.changed else (0, "")

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if type(node.ops[0]) in SWAPS and self.hit():
            node.ops[0] = SWAPS[type(node.ops[0])]()
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if type(node.op) in SWAPS and not _typing(node) and self.hit():
            node.op = SWAPS[type(node.op)]()
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        if self.hit():
            node.op = SWAPS[type(node.op)]()
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if type(node.value) is int and 0 <= node.value <= 2 and self.hit():
            node.value += 1
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not) and self.hit():
            return node.operand
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        return node  # asserts speak to the type checker only


def _typing(node: ast.BinOp) -> bool:
    return isinstance(node.op, ast.BitOr)


class Planted(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant for its module's name."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.name, self.tree = name, tree

    def find_spec(self, name: str, path: object, target: object = None) -> object:
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: object) -> None:
        exec(compile(self.tree, self.name, "exec"), vars(module))  # noqa: S102 - the mutant itself


def survives(module: str, target: int, limit: float) -> tuple[bool, int, str]:
    """Do all tests of the module pass with this mutant, within so many CPU seconds? And what was changed."""
    tests = [str(HOME / "tests" / f"test_{name}.py") for name in RULES[module]]
    mutate = Mutate(target)
    tree = ast.fix_missing_locations(mutate.visit(ast.parse((HOME / f"{module}.py").read_text(encoding="utf-8"))))
    child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_PROF, limit)
        sys.meta_path.insert(0, Planted(f"yoriai.counting.{module}", tree))
        hypothesis.settings.register_profile("quick", derandomize=True, database=None, phases=[Phase.generate])
        hypothesis.settings.load_profile("quick")
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            code = pytest.main([*tests, "-x", "-q", "-p", "no:cacheprovider", *APART])
        os._exit(int(code != 0))
    _, status = os.waitpid(child, 0)
    return status == 0, *mutate.told()


def patience(module: str) -> float:
    """CPU seconds after which a mutant is noticed by never ending: half as many again as the unchanged module takes."""
    before = time_of_children()
    assert survives(module, -2, 60)[0], f"the tests of {module} must pass where nothing is changed"
    return 1 + 1.5 * (time_of_children() - before)


def time_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def places(module: str) -> int:
    counter = Mutate()
    counter.visit(ast.parse((HOME / f"{module}.py").read_text(encoding="utf-8")))
    return counter.seen


def main(most: int, modules: Sequence[str]) -> int:
    table, alive, alike = [], list[str](), list[str]()
    for module in modules:
        limit, every = patience(module), range(places(module))
        tried = sorted(random.Random(1).sample(every, min(most or len(every), len(every))))
        found = [survives(module, place, limit) for place in tried]
        left = [(line, text) for survived, line, text in found if survived]
        same = [(line, text) for line, text in left if text in ALIKE.get(module, {})]
        alike += [f"alike: {module}.py {line}: {text}  ({ALIKE[module][text]})" for line, text in same]
        alive += [f"survived: {module}.py {line}: {text}" for line, text in left if (line, text) not in same]
        table.append((len(tried) - len(same), len(tried) - len(left)))
        print(
            f"{module:<16} {len(every):>5} places, {len(tried):>4} tried, {len(same):>3} alike, "
            f"{table[-1][1]:>4} of {table[-1][0]:>4} noticed",
            flush=True,
        )
    tried_, noticed = sum(row[0] for row in table), sum(row[1] for row in table)
    print("\n".join([*alike, *alive]))
    print(f"mutation score {100 * noticed / tried_:.1f} % ({noticed} of {tried_} noticed)")
    return int(noticed < 0.9 * tried_)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=0, help="places tried in each module, drawn with a seed; 0: all")
    parser.add_argument("modules", nargs="*", metavar="MODULE", default=list(RULES))
    given = parser.parse_args()
    sys.exit(main(given.most, given.modules))
