"""Which hints of the listening kernel make a voice wait inside the shop until a person has decided."""

from dataclasses import dataclass

from yoriai.listening.cues import cues

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
    "personal": Cue(HoldReason.PERSONAL, urgent=False),
}


def cue_of(text: str) -> Cue | None:
    """Why a new voice should wait; None for most voices. A hint, never a verdict."""
    found = {cue.kind for cue in cues(text)}
    return next((wait for kind, wait in WAITS.items() if kind in found), None)
