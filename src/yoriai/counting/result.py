"""What a count gives back: plain, frozen values that explain themselves in Japanese and English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Number = int | Fraction | float


@dataclass(frozen=True)
class Sentence:
    """One sentence in both languages."""

    ja: str
    en: str

    def as_json(self) -> dict[str, str]:
        return {"sentence_ja": self.ja, "sentence_en": self.en}


@dataclass(frozen=True)
class Round:
    """One step of the count: its numbers and what they mean."""

    sentence: Sentence
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Tie:
    """A tie that mattered. `order` is best first; `resolved_by` is "earlier stages", "seed", "ballot hash" or
    "not resolved"."""

    stage: str
    options: tuple[int, ...]
    resolved_by: str
    order: tuple[int, ...]


@dataclass(frozen=True)
class Outcome:
    """What one rule says, in option indices. `order` holds groups of equals, best first."""

    winners: Sequence[int]
    order: Sequence[Sequence[int]]
    rounds: Sequence[Round]
    warnings: Sequence[Sentence] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Margin:
    """How many ballots would have to differ; kind: exact, lower_bound, upper_bound or unknown."""

    ballots: int | None
    kind: str
    sentence: Sentence
    close: bool = False


@dataclass(frozen=True)
class Agreement:
    """Winners under the other rules the ballots allow."""

    winners: Mapping[str, tuple[str, ...]]
    same: bool | None
    sentence: Sentence


@dataclass(frozen=True)
class Result:
    """A published result; `as_json` gives the contract of `yoriai count`."""

    method: str
    rules: Mapping[str, Any]
    options: Mapping[str, str]
    ballots: Mapping[str, int]
    winners: tuple[str, ...]
    order: tuple[tuple[str, ...], ...]
    pairwise: Mapping[str, Mapping[str, int]] | None
    rounds: tuple[Mapping[str, Any], ...]
    ties: tuple[Mapping[str, Any], ...]
    warnings: tuple[Sentence, ...]
    agreement: Agreement
    margin: Margin
    extra: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain dicts, lists, strings and numbers; the keys of the contract in `docs/counting.md`."""
        margin = {"ballots": self.margin.ballots, "kind": self.margin.kind, "close": self.margin.close}
        agreement = {name: list(who) for name, who in self.agreement.winners.items()}
        return {
            "method": self.method,
            "pairwise": self.pairwise,
            "winners": list(self.winners),
            **{name: dict(getattr(self, name)) for name in ("rules", "options", "ballots")},
            **{name: [dict(entry) for entry in getattr(self, name)] for name in ("rounds", "ties")},
            "order": [list(group) for group in self.order],
            "warnings": [warning.as_json() for warning in self.warnings],
            "agreement": {**agreement, "same": self.agreement.same, **self.agreement.sentence.as_json()},
            "margin": {**margin, **self.margin.sentence.as_json()},
            **self.extra,
        }


def twice(ballots: int) -> Sentence:
    """Said where ballots name an option again."""
    return Sentence(
        f"同じ候補が二度書かれた票が{ballots}票あり、後の方は数えませんでした。",
        f"{ballots} ballot{' names' if ballots == 1 else 's name'} an option twice; the later mention was ignored.",
    )


def number(value: Number) -> int | float:
    """A number for JSON: whole numbers stay whole, others get at most five decimals, cut off."""
    if isinstance(value, int):
        return value
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else int(value * 100_000) / 100_000
    return round(value, 5)
