"""Which hints of the listening kernel make a voice wait inside the shop until a person has decided."""

import re
from dataclasses import dataclass

from yoriai.listening.cues import cues
from yoriai.listening.voices import key_text

from .models import HoldReason


@dataclass(frozen=True)
class Cue:
    reason: HoldReason
    urgent: bool


# Most pressing first. Greetings and other matters are no reason to hide a voice before anybody has read it.
WAITS = {
    "urgent": Cue(HoldReason.COMPLAINT, urgent=True),
    "complaint": Cue(HoldReason.COMPLAINT, urgent=False),
    "sensitive": Cue(HoldReason.HEALTH, urgent=False),
}


# Where somebody can be reached or lives: ten digits or eleven from 0 on, +81 …, an e-mail address, 〒 …
REACHES = re.compile(
    r"(?<![\d-])(?:\+\d{1,3}[-( ]?|0)(?:[-() ‐‑–−ー]?\d){9,10}(?![\d-])|[\w.+-]+@[\w-]+\.[\w.-]+|〒 ?\d{3}"
)


def cue_of(text: str) -> Cue | None:
    """Why a new voice should wait; None for most voices. A hint, never a verdict."""
    found = {cue.kind for cue in cues(text)}
    wait = next((wait for kind, wait in WAITS.items() if kind in found), None)
    if wait is None and REACHES.search(key_text(text)):
        return Cue(HoldReason.PERSONAL, urgent=False)
    return wait
