"""No floating-point number decides anything in the rules; estimates of strength are the one exception."""

import ast
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
EXACT = [
    "borda",
    "completion",
    "condorcet",
    "conditions",
    "equal_shares",
    "greedy",
    "margin",
    "pairwise",
    "papers",
    "proportional",
    "ranked_pairs",
    "rated",
    "runoff",
    "scottish",
    "ties",
]
FRACTIONS = {"completion", "equal_shares"}  # these divide exact fractions


def floats(tree: ast.AST) -> list[int]:
    """Lines with a literal with a point, the name of a float type, or a float function."""
    found = []
    for node in ast.walk(tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        name = getattr(node, "attr", getattr(node, "id", ""))
        if literal or name in (
            "float",
            "float32",
            "float64",
            "mean",
            "median",
            "true_divide",
            "sqrt",
            "exp",
            "log",
        ):
            found.append(node.lineno)
    return found


@pytest.mark.parametrize("module", EXACT)
def test_rule_module_uses_no_floating_point(module: str) -> None:
    tree = ast.parse((HOME / f"{module}.py").read_text(encoding="utf-8"))
    assert floats(tree) == []
    divisions = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div)]
    assert module in FRACTIONS | {"margin"} or divisions == []
