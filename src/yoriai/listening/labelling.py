"""Optional rewriting of labels by a language model, off by default; it must cite, or it is refused."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Ask = Callable[[str], str]  # prompt → answer; the caller owns address, key and consent
CITED = re.compile(r"\[([^\[\]]+)\]")
QUOTED = re.compile(r"「([^」]+)」")
SENTENCE = re.compile(r"[^。.!?！？\n]*\[[^\[\]]+\][。.!?！？]?|[^。.!?！？\n]+[。.!?！？]?")


@dataclass(frozen=True)
class Draft:
    """Machine-written text with the ids it cites; shown only with the mark 機械が書いた文."""

    text: str
    cites: tuple[str, ...]
    by_machine: bool = True


def prompt(segments: Mapping[str, str]) -> str:
    """What is sent: the cited segments and nothing else – no names, no contacts."""
    lines = "\n".join(f"[{identity}] {text}" for identity, text in sorted(segments.items()))
    return f"次の声に共通する願いを一文で書き、文ごとに根拠の番号を [ ] で付けてください。\n{lines}"


def cost(segments: Mapping[str, str]) -> tuple[int, int]:
    """(calls, characters sent) before anything is sent."""
    return 1, len(prompt(segments))


def accepted(answer: str, segments: Mapping[str, str]) -> Draft | None:
    """The draft when every sentence cites known segments and each quoted span stands in one it cites."""
    sentences = [s.strip() for s in SENTENCE.findall(answer) if s.strip()]
    cites: list[str] = []
    for sentence in sentences:
        ids = [part.strip() for group in CITED.findall(sentence) for part in group.split(",")]
        if not ids or any(identity not in segments for identity in ids):
            return None
        if any(all(span not in segments[i] for i in ids) for span in QUOTED.findall(sentence)):
            return None
        cites += ids
    text = CITED.sub("", answer).strip()
    return Draft(text, tuple(dict.fromkeys(cites))) if sentences and text else None


def rewrite(segments: Mapping[str, str], ask: Ask, cache: dict[str, str]) -> Draft | None:
    """One checked draft for one theme; the same segments are asked once. None: the label stays as it is."""
    key = hashlib.sha256(json.dumps(dict(segments), sort_keys=True).encode()).hexdigest()
    if key not in cache:
        try:
            cache[key] = ask(prompt(segments))
        except OSError:
            return None
    return accepted(cache[key], segments)
