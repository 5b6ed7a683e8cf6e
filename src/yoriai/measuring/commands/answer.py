"""The answer of every measure: the same keys, intervals alike, numbers rounded so that equal means equal bytes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from math import isfinite
from typing import Any

import numpy as np

from yoriai.measuring.estimate import Interval, Verdict
from yoriai.measuring.reasons import Pair
from yoriai.measuring.wording import PEOPLE, join, say_refusal

Answer = dict[str, Any]
DIGITS = 9  # summing in another order changes later digits only


@dataclass(frozen=True, slots=True)
class Said:
    """A finding that may be told: its sentence holds n and the range; reasons are what holds it back."""

    verdict: Verdict
    sentence: Pair
    need_n: int | None = None
    reasons: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A finding that may not be told. There is no place for a figure: only who was counted, why, and what would help.

    What stays in the answer beside it is for experts; no sentence and no page shows it.
    """

    reasons: Sequence[str]
    counted: Pair
    need_n: int | None = None
    unit: Pair = PEOPLE
    note: Pair | None = None


def answer(
    measure: str,
    told: Said | Refused,
    *,
    n: Mapping[str, int],
    method: str,
    warnings: Sequence[str] = (),
    **more: object,
) -> Answer:
    sentence = say(told)
    found: Answer = {
        "measure": measure,
        "n": dict(n),
        "method": method,
        "verdict": told.verdict if isinstance(told, Said) else "cannot_say",
        "refused": isinstance(told, Refused),
        "reasons": list(told.reasons),
        "need_n": told.need_n,
        "sentence_ja": sentence[0],
        "sentence_en": sentence[1],
        "warnings": list(warnings),
    }
    return {**found, **{key: plain(value) for key, value in more.items()}}


def say(told: Said | Refused) -> Pair:
    if isinstance(told, Said):
        return told.sentence
    return join(say_refusal(told.counted, told.reasons, told.need_n, told.unit), told.note)


def limits(interval: Interval) -> Answer:
    """Without the standard error, which not every range has."""
    return {"value": interval.value, "low": interval.low, "high": interval.high}


def plain(value: object) -> Any:
    """Intervals, dataclasses, arrays and dates as JSON values; unknown limits are null."""
    if isinstance(value, Interval):
        return plain(limits(value) if value.se is None else {**limits(value), "se": value.se})
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(f"{value:.{DIGITS}g}") + 0.0 if isfinite(value) else None
    return value.isoformat() if isinstance(value, date) else value


def as_json(found: Answer) -> str:
    return json.dumps(found, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"
