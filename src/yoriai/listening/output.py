"""A report as the contracted JSON, and earlier JSON back as themes."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from yoriai import __version__
from yoriai.listening.identity import Theme
from yoriai.listening.reading import BadInput
from yoriai.listening.themes import Report


def report_json(report: Report, *, with_changes: bool = False) -> dict[str, Any]:
    """Keys may be added, never removed or renamed."""
    result: dict[str, Any] = {
        "voices": report.voices,
        "themes": [_theme(theme) for theme in report.themes],
        "alone": list(report.alone),
        "echoes": [list(group) for group in report.echoes],
        "same": [list(group) for group in report.same],
        "bursts": [{"voices": list(ids), "reason": reason, "lifted": lifted} for ids, reason, lifted in report.bursts],
        "bridges": [{"voice": bridge.voice, "themes": list(bridge.themes)} for bridge in report.bridges],
        "embedder": {"name": report.embedder[0], "version": report.embedder[1]},
        "warnings": list(report.warnings),
        "input_sha256": report.input_sha256,
        "parameters": dict(report.parameters),
        "version": __version__,
    }
    if with_changes:
        result["changes"] = [
            {"kind": c.kind, "theme": c.theme, "into": list(c.into), "sentence": c.sentence} for c in report.changes
        ]
    return result


def to_text(result: dict[str, Any]) -> str:
    """JSON with sorted keys, not escaped to ASCII; a half surrogate in the input cannot stop it."""
    return json.dumps(result, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _theme(theme: Theme) -> dict[str, Any]:
    return {
        "id": theme.id,
        "label": theme.label,
        "quote_voice_id": theme.quote_voice_id,
        "voices": list(theme.voices),
        "people": theme.people,
        "level": theme.level,
        "parent": theme.parent,
        "weight": theme.weight,
        "terms": list(theme.terms),
    }


def earlier(path: Path) -> tuple[Sequence[Theme], Sequence[str]]:
    """Themes and single voices of an earlier result. Raises BadInput when the file is none."""
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
        themes = [
            Theme(str(r["id"]), r["label"], r.get("quote_voice_id"), tuple(r["voices"]), r["people"], r["level"])
            for r in result["themes"]
        ]
        return themes, [str(voice) for voice in result.get("alone", ())]
    except OSError as error:
        raise BadInput(f"The earlier result {path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"The file {path} is not a result of yoriai listen.") from error
