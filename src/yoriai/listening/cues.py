"""Hints for people: a voice that may be sensitive, urgent, a complaint or off the topic. Never a verdict."""

from dataclasses import dataclass

from yoriai.listening.voices import key_text
from yoriai.listening.words import Words, default_words


@dataclass(frozen=True)
class Cue:
    """`kind`: sensitive · urgent · complaint · outside · greeting; `word`: what in the text gave the hint."""

    kind: str
    word: str


def cues(text: str, words: Words | None = None) -> tuple[Cue, ...]:
    """All hints of a text, one per kind, in the order of the list. A person confirms before any routing."""
    key = key_text(text)
    found = []
    for kind, patterns in (words or default_words()).cues.items():
        word = next((pattern for pattern in patterns if pattern in key), "")
        if word:
            found.append(Cue(kind, word))
    return tuple(found)


def is_sensitive(text: str, words: Words | None = None) -> bool:
    """Whether a quote must not be taken from this voice without asking its author."""
    return any(cue.kind == "sensitive" for cue in cues(text, words))
