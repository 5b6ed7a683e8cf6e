"""The same analysis once more, with people who may be one and the same: they are named, never joined on their own."""

from argparse import Namespace
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from yoriai.measuring.commands.answer import Answer
from yoriai.measuring.estimate import ORDER
from yoriai.measuring.reading.cells import clean, person_key
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reasons import REASONS
from yoriai.measuring.refusal import BadInput

# What is told of the repeated analysis beside its verdict and sentence.
FIGURES = ("rate", "difference", "nps", "aipw", "did", "forecast", "simple", "at")


def suspects(ids: Iterable[str]) -> dict[str, str]:
    """Ids that differ only in how they are written (0012, 12, １２), each with the one it may be."""
    by_key: dict[str, set[str]] = defaultdict(set)
    for name in ids:
        if name:
            by_key[person_key(name)].add(name)
    groups = [sorted(names, key=lambda name: (len(name), name)) for names in by_key.values()]
    return {name: names[0] for names in groups for name in names[1:]}


def without_suspects(found: Answer, table: Table, o: Namespace, run: Callable[[Table, Namespace], Answer]) -> None:
    """Add ``if_same_people``, and let the more careful of the two verdicts stand.

    Purchases of suspects are counted as one person's; of files with one row a person the row of the longer id is
    left out.
    """
    column = getattr(o, "id", None)
    same = suspects(map(clean, set(table.columns([column])[1][0]))) if column else {}
    if not same:
        return
    joined: Mapping[str, str | None] = same if getattr(o, "date", None) else dict.fromkeys(same)
    found["n"]["suspected_same"] = len(same)
    example = f"{min(same)!r} and {same[min(same)]!r}"
    found["warnings"].append(f"{len(same)} ids may be somebody listed twice, for example {example}: check them")
    try:
        again = run(replace(table, same_in=column, same=joined, left_out=type(table.left_out)()), o)
    except BadInput as wrong:
        found["if_same_people"] = {"verdict": "cannot_say", "sentence_en": str(wrong)}
        again = {"verdict": "cannot_say"}
    else:
        told = ("n", "verdict", "refused", "reasons", "sentence_ja", "sentence_en", *FIGURES)
        found["if_same_people"] = {key: again[key] for key in told if key in again}
    _careful(found, again["verdict"])


def _careful(found: Answer, verdict: str) -> None:
    if ORDER.index(verdict) < ORDER.index(found["verdict"]):
        found["verdict"] = verdict
        found["reasons"].append("same_people")
        ja, en = REASONS["same_people"]
        found["sentence_ja"] = f"まだ言い切れません。{ja}{found['sentence_ja']}"
        found["sentence_en"] = f"This stays open. {en} {found['sentence_en']}"
