"""Ballots to results that explain themselves: a library without files, settings or clocks.

>>> from yoriai.counting import Option, count, rankings
>>> sheet = rankings([((0, 1, 2), 24), ((1, 0), 11)], [Option("a", "A"), Option("b", "B"), Option("c", "C")])
>>> count(sheet, "schulze").winners
('a',)

The names are loaded when first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yoriai.counting.ballots import Ballots as Ballots
    from yoriai.counting.ballots import Option as Option
    from yoriai.counting.ballots import Refused as Refused
    from yoriai.counting.ballots import comparisons as comparisons
    from yoriai.counting.ballots import rankings as rankings
    from yoriai.counting.ballots import ratings as ratings
    from yoriai.counting.counted import count as count
    from yoriai.counting.result import Result as Result
    from yoriai.counting.rules import Rules as Rules

METHODS = (
    "approval",
    "score",
    "majority-judgment",
    "schulze",
    "ranked-pairs",
    "minimax",
    "irv",
    "borda",
    "stv-scottish",
    "bradley-terry",
    "mes",
    "greedy",
)
HOMES = {
    "Ballots": "ballots",
    "Option": "ballots",
    "Refused": "ballots",
    "Result": "result",
    "Rules": "rules",
    "comparisons": "ballots",
    "count": "counted",
    "rankings": "ballots",
    "ratings": "ballots",
}
__all__ = sorted(HOMES)


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
