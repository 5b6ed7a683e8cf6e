"""The thirteen recipes (進め方) a theme can start from, in Japanese and English."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("ja", "en")
BODIES = Path(__file__).parent / "recipe_texts"


@dataclass(frozen=True)
class Step:
    """One line of a recipe: either it lasts `minutes`, or it happens `when`."""

    minutes: int | None
    when: str
    do: str


@dataclass(frozen=True)
class Recipe:
    """A ready template for one small step; `days` is how long its theme usually stays open."""

    id: str
    title: str
    purpose: str  # what the host reads
    promise: str  # what participants read: what their words are for
    people: str
    tools: str
    channels: tuple[str, ...]
    days: int
    first_step: bool
    steps: tuple[Step, ...]
    questions: tuple[str, ...]
    leaves: str
    visibility: str

    @property
    def minutes(self) -> int | None:
        """The whole length in minutes, or None when a step is told in days or weeks."""
        lengths = [step.minutes for step in self.steps if step.minutes is not None]
        return sum(lengths) if len(lengths) == len(self.steps) else None


@cache
def recipes(language: str) -> tuple[Recipe, ...]:
    """All recipes in their order; a language we do not have reads as Japanese."""
    known = language if language in LANGUAGES else "ja"
    rows = yaml.safe_load((BODIES / f"{known}.yaml").read_text(encoding="utf-8"))
    return tuple(_recipe(row) for row in rows)


def recipe(id: str, language: str) -> Recipe:
    """One recipe; KeyError when no recipe has this id."""
    return {each.id: each for each in recipes(language)}[id]


def _recipe(row: dict[str, Any]) -> Recipe:
    fields: dict[str, Any] = {"tools": "", "first_step": False, "visibility": "public", **row}
    fields["steps"] = tuple(_step(first, do) for first, do in row["steps"])
    fields["questions"] = tuple(row["questions"])
    fields["channels"] = tuple(row["channels"])
    return Recipe(**fields)


def _step(first: int | str, do: str) -> Step:
    return Step(first, "", do) if isinstance(first, int) else Step(None, first, do)
