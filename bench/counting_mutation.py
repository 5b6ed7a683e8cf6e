# ruff: noqa: S311 - a seeded sample, a bench prints, each child imports afresh
"""Mutation score of the rules: `python bench/counting_mutation.py [--most N] [MODULE …]`.

Each mutant changes one comparison, one arithmetic sign, one small number or one logical word in a rule module; a
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
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import hypothesis
import numpy as np  # noqa: F401 - loaded once, before the children are made
import pytest

HOME = Path(__file__).resolve().parent.parent / "src/yoriai/counting"
RULES = (
    *("rated", "condorcet", "ranked_pairs", "borda", "runoff", "scottish", "papers", "pairwise", "proportional"),
    *("equal_shares", "completion", "greedy", "bradley_terry", "conditions", "margin", "ties"),
)
NAMES = ("vectors", "rules", "traps", "equal_shares", "strengths", "properties")
TESTS = [str(HOME / "tests" / f"test_{name}.py") for name in NAMES]
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
        signal.setitimer(signal.ITIMER_PROF, 60)  # CPU seconds: a mutant that never ends is noticed
        sys.meta_path.insert(0, Planted(f"yoriai.counting.{module}", tree))
        hypothesis.settings.register_profile("quick", max_examples=15, derandomize=True, database=None)
        hypothesis.settings.load_profile("quick")
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            code = pytest.main([*TESTS, "-x", "-q", "-p", "no:cacheprovider", *APART])
        os._exit(int(code != 0))
    _, status = os.waitpid(child, 0)
    return status == 0, mutate.line


def places(module: str) -> int:
    counter = Mutate()
    counter.visit(ast.parse((HOME / f"{module}.py").read_text(encoding="utf-8")))
    return counter.seen


def main(most: int, modules: Sequence[str]) -> int:
    assert survives(modules[0], -2)[0], "the quick tests must pass where nothing is changed"
    table, alive = [], list[str]()
    for module in modules:
        every = range(places(module))
        tried = sorted(random.Random(1).sample(every, min(most or len(every), len(every))))
        found = [survives(module, target) for target in tried]
        lines = (HOME / f"{module}.py").read_text(encoding="utf-8").split("\n")
        left = [(line, lines[line - 1].strip()) for survived, line in found if survived]
        alive += [f"survived: {module}.py line {line}: {text}" for line, text in left]
        table.append((module, len(every), len(tried), len(tried) - len(left)))
        print(
            f"{module:<16} {len(every):>5} places, {len(tried):>4} tried, {len(tried) - len(left):>4} noticed",
            flush=True,
        )
    tried, noticed = sum(row[2] for row in table), sum(row[3] for row in table)
    print("\n".join(alive))
    print(f"mutation score {100 * noticed / tried:.1f} % ({noticed} of {tried} noticed)")
    return int(noticed < 0.9 * tried)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=0, help="places tried in each module, drawn with a seed; 0: all")
    parser.add_argument("modules", nargs="*", metavar="MODULE", default=RULES)
    given = parser.parse_args()
    sys.exit(main(given.most, given.modules))
