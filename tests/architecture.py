"""Reading our own source: what the architecture tests look at."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "yoriai"
STEPS = ("theme", "people", "dialogue", "making", "story")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> list[Path]:
    """Our Python files, without tests and generated migrations."""
    found = (path for path in PACKAGE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts))
    return sorted(found)


def templates() -> list[Path]:
    return sorted(PACKAGE.glob("*/templates/**/*.html"))


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def action_files() -> list[Path]:
    return [path for step in STEPS for path in sorted((PACKAGE / step).glob("actions*.py"))] + [
        path for step in STEPS for path in sorted((PACKAGE / step / "actions").glob("*.py"))
    ]


def is_atomic(function: Function) -> bool:
    return any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)


def calls(function: Function) -> set[str]:
    return {name_of(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}


def name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def recorders(path: Path) -> set[str]:
    """`record`, and the functions of this file that lead to it."""
    found = {"record"}
    parts = {function.name: calls(function) for function in functions(path)}
    while more := {name for name, called in parts.items() if called & found} - found:
        found |= more
    return found


def without_tags(template: str) -> str:
    """What reaches the browser: `{% with one = … %}` is not an attribute."""
    return re.sub(r"\{%.*?%\}", "", template, flags=re.DOTALL)


STYLE = re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE)
HANDLER = re.compile(r"\son[a-z]+\s*=", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE)
FOREIGN = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)
