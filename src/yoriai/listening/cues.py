"""Hints for people: a voice may be sensitive, personal, urgent, a complaint or off the topic. Never a verdict."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from yoriai.listening.voices import key_text
from yoriai.listening.words import Words, default_words


@dataclass(frozen=True)
class Cue:
    """`kind`: sensitive · urgent · personal · complaint · outside · greeting; `word`: what in the text hinted."""

    kind: str
    word: str


def cues(text: str, words: Words | None = None) -> tuple[Cue, ...]:
    """All hints of a text, one per kind, in the order of the list. A person confirms before any routing."""
    key, lists = key_text(text), words or default_words()
    found = ((kind, _first_hit(patterns, key)) for kind, patterns in lists.cues.items())
    return tuple(Cue(kind, word) for kind, word in found if word)


def is_sensitive(text: str, words: Words | None = None) -> bool:
    """Whether a quote must not be taken from this voice without asking its author."""
    lists, key = (words or default_words()).cues, key_text(text)
    return any(_first_hit(lists[kind], key) for kind in ("sensitive", "personal"))


def _first_hit(patterns: Iterable[str], key: str) -> str:
    return next((hit for pattern in patterns if (hit := _hit(pattern, key))), "")


def _hit(pattern: str, key: str) -> str:
    """What of the text the entry meets: a plain word, or an expression behind "re:"."""
    if pattern.startswith("re:"):
        match = re.search(pattern[3:], key)
        return match.group() if match else ""
    return pattern if pattern in key else ""
