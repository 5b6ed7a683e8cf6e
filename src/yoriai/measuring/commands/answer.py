"""The answer of every measure: the same keys, intervals alike, numbers rounded so that equal means equal
bytes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from math import isfinite
from typing import Any

import numpy as np

from yoriai.measuring.estimate import Interval, Verdict
from yoriai.measuring.wording import Pair

Answer = dict[str, Any]
DIGITS = 9  # summing in another order changes later digits only


def answer(
    measure: str,
    *,
    n: Mapping[str, int],
    method: str,
    verdict: Verdict,
    sentence: Pair,
    reasons: Sequence[str] = (),
    need_n: int | None = None,
    warnings: Sequence[str] = (),
    **more: object,
) -> Answer:
    found: Answer = {
        "measure": measure,
        "n": dict(n),
        "method": method,
        "verdict": verdict,
        "reasons": list(reasons),
        "need_n": need_n,
        "sentence_ja": sentence[0],
        "sentence_en": sentence[1],
        "warnings": list(warnings),
    }
    return {**found, **{key: plain(value) for key, value in more.items()}}


def plain(value: object) -> Any:
    """Intervals, dataclasses, arrays and dates as JSON values; unknown limits are null."""
    if isinstance(value, Interval):
        limits = {"value": plain(value.value), "low": plain(value.low), "high": plain(value.high)}
        return limits if value.se is None else {**limits, "se": plain(value.se)}
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
