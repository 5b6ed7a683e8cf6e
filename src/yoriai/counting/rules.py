"""The rules of a contest, declared before it opens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from yoriai.counting import METHODS
from yoriai.counting.ballots import Refused
from yoriai.counting.completion import Completion
from yoriai.counting.condorcet import Strength
from yoriai.counting.equal_shares import Utility
from yoriai.counting.papers import Overvote
from yoriai.counting.result import number

VERSION = "1"
ONE_ON_ONE = ("schulze", "ranked-pairs", "minimax")
RANKED = (*ONE_ON_ONE, "irv", "borda", "stv-scottish")
RATED = ("approval", "score", "majority-judgment")
BUDGETED = ("mes", "greedy")
ALWAYS = ("default", "overvote", "exhaust_after_skips", "tie_seed", "strength")  # said of every count


@dataclass(frozen=True)
class Rules:
    """Everything that decides how the ballots are counted. Options are named by their ids.

    `supermajority` maps an option id to the ratio r of V(option, default) > r * V(default, option).
    """

    method: str
    seats: int | None = None
    strength: Strength = "margin"
    default: str | None = None
    quorum: Fraction | None = None
    supermajority: Mapping[str, Fraction] = field(default_factory=dict)
    overvote: Overvote = "exhaust"
    exhaust_after_skips: int | None = None
    tie_seed: str | None = None
    utility: Utility = "cost"
    completion: Completion | None = None
    budget: Fraction | None = None
    prior: bool | None = None
    reference: str | None = None
    order_effect: bool = False

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise Refused(f"There is no method {self.method!r}; the methods are {', '.join(METHODS)}.")
        if self.seats is not None and self.seats < 1:
            raise Refused("--seats must be at least 1.")
        if self.supermajority and self.default is None:
            raise Refused("A supermajority needs a default option to be compared with (--default).")
        if self.exhaust_after_skips is not None and self.exhaust_after_skips < 1:
            raise Refused("--exhaust-after-skips must be a positive number or 'none'.")
        if self.quorum is not None and self.quorum < 0:
            raise Refused("The quorum must not be negative.")
        if any(ratio <= 0 for ratio in self.supermajority.values()):
            raise Refused("A supermajority must be a positive ratio.")

    def as_json(self, seats: int) -> dict[str, Any]:
        """Every rule that was applied, so that a result is a full receipt."""
        said: dict[str, Any] = {
            "version": VERSION,
            "seats": seats,
            "quorum": None if self.quorum is None else number(self.quorum),
            "supermajority": {option: str(ratio) for option, ratio in self.supermajority.items()},
            **{name: getattr(self, name) for name in ALWAYS},
        }
        if self.method in BUDGETED:
            said |= {"utility": self.utility, "completion": self.completion or "none"}
        if self.method == "bradley-terry":
            said |= {"prior": self.prior, "reference": self.reference, "order_effect": self.order_effect}
        return said
