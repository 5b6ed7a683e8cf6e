"""Words that make a voice wait inside the shop until a person has decided. A hint, never a verdict."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from .models import HoldReason
from .similar import letters


@dataclass(frozen=True)
class Cue:
    reason: HoldReason
    urgent: bool


@lru_cache(maxsize=1)
def _cue_words() -> tuple[tuple[Cue, tuple[str, ...]], ...]:
    data = yaml.safe_load(files(__package__).joinpath("cues.yaml").read_text("utf-8"))
    return tuple(
        (
            Cue(HoldReason(row["reason"]), bool(row.get("urgent"))),
            tuple(letters(word) for word in row["words"]),
        )
        for row in data
    )


def cue_of(text: str) -> Cue | None:
    """The first cue whose word stands in the text, most urgent first."""
    key = letters(text)
    return next((cue for cue, words in _cue_words() if any(word in key for word in words)), None)
