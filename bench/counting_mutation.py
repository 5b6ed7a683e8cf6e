# ruff: noqa: S311 - a seeded sample, a bench prints, each child imports afresh
"""Mutation score of the rules: `python bench/counting_mutation.py [--sample N] [MODULE …]`.

Each mutant changes one comparison, one arithmetic sign, one small number or one logical word in a rule
module; a
forked child loads it in place of the module and runs the quick tests. A mutant nobody notices survives.
"""

import argparse
import ast
import importlib.abc
import importlib.util
import io
import os
import random
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import hypothesis
import numpy as np  # noqa: F401 - loaded once, before the children are made
import pytest

HOME = Path(__file__).resolve().parent.parent / "src/yoriai/counting"
RULES = [
    "borda",
    "completion",
    "condorcet",
    "conditions",
    "equal_shares",
    "greedy",
    "pairwise",
    "papers",
    "proportional",
    "ranked_pairs",
    "rated",
    "runoff",
    "scottish",
    "ties",
]
TESTS = [str(HOME / "tests" / f"test_{name}.py") for name in ("vectors", "rules", "traps", "properties")]
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
        self.target, self.seen, self.line = target, 0, 0

    def hit(self, node: ast.AST) -> bool:
        self.seen += 1
        if self.seen - 1 == self.target:
            self.line = getattr(node, "lineno", 0)
            return True
        return False

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if type(node.ops[0]) in SWAPS and self.hit(node):
            node.ops[0] = SWAPS[type(node.ops[0])]()
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if type(node.op) in SWAPS and not _typing(node) and self.hit(node):
            node.op = SWAPS[type(node.op)]()
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        if self.hit(node):
            node.op = SWAPS[type(node.op)]()
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if type(node.value) is int and 0 <= node.value <= 2 and self.hit(node):
            return ast.copy_location(ast.Constant(node.value + 1), node)
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not) and self.hit(node):
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


def survives(module: str, target: int) -> tuple[bool, int]:
    """Do all quick tests pass with this mutant? And its line."""
    mutate = Mutate(target)
    tree = ast.fix_missing_locations(mutate.visit(ast.parse((HOME / f"{module}.py").read_text(encoding="utf-8"))))
    child = os.fork()
    if child == 0:
        signal.alarm(120)  # a mutant that never ends is noticed
        sys.meta_path.insert(0, Planted(f"yoriai.counting.{module}", tree))
        hypothesis.settings.register_profile("quick", max_examples=15, derandomize=True, database=None)
        hypothesis.settings.load_profile("quick")
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            code = pytest.main([*TESTS, "-x", "-q", "-p", "no:cacheprovider", "--timeout=0"])
        os._exit(int(code != 0))
    _, status = os.waitpid(child, 0)
    return status == 0, mutate.line


def main(sample: int, modules: list[str]) -> int:
    places: list[tuple[str, int]] = []
    for module in modules or RULES:
        counter = Mutate()
        counter.visit(ast.parse((HOME / f"{module}.py").read_text(encoding="utf-8")))
        places += [(module, number) for number in range(counter.seen)]
    chosen = places if sample <= 0 else sorted(random.Random(1).sample(places, min(sample, len(places))))
    assert survives(RULES[0], -2)[0], "the quick tests must pass where nothing is changed"
    alive = 0
    for module, target in chosen:
        survived, line = survives(module, target)
        alive += survived
        if survived:
            print(f"survived: {module}.py line {line} (place {target})", flush=True)
    score = 100 * (len(chosen) - alive) / len(chosen)
    noticed = f"{len(chosen) - alive} of {len(chosen)} noticed, {len(places)} places in all"
    print(f"mutation score {score:.1f} % ({noticed})")
    return int(score < 90)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, default=0, help="how many places, drawn with a fixed seed; 0 is all")
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    given = parser.parse_args()
    sys.exit(main(given.sample, given.modules))
