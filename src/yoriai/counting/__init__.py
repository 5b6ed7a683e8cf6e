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
    from yoriai.counting.ballots import Ballots, Option, Refused, comparisons, rankings, ratings
    from yoriai.counting.counted import count
    from yoriai.counting.result import Result
    from yoriai.counting.rules import Rules

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
__all__ = ["Ballots", "Option", "Refused", "Result", "Rules", "comparisons", "count", "rankings", "ratings"]
HOMES = {"Result": "result", "Rules": "rules", "count": "counted"}  # the others: ballots


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES.get(name, 'ballots')}"), name)
