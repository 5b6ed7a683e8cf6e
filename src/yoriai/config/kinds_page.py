"""Writes docs/events.md from the declared kinds: `python -m yoriai.config.kinds_page [--check]`."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "events.md"
HEAD = """# Events

Written by `python -m yoriai.config.kinds_page` from `src/yoriai/*/events.py`; do not edit by hand.

An event says that something happened, to what, by whom and when. Facts are ids, enums, numbers and dates, never words
of a person. *told*: who gets a letter. *public*: may stand on a public page. *webhook*: may leave the server.
"""


def page() -> str:
    from django.utils import translation  # noqa: PLC0415 (settings come first)

    from yoriai.ledger.kinds import KINDS, Kind  # noqa: PLC0415

    def sentence(kind: Kind, language: str) -> str:
        with translation.override(language):
            return str(kind.sentence)

    def rows(kinds: Iterable[Kind]) -> Iterable[str]:
        for kind in kinds:
            facts = ", ".join(f"`{fact}`" for fact in sorted(kind.facts))
            told = ", ".join(route.__name__.replace("_", " ") for route in kind.routes)
            marks = ", ".join(word for word in ("public", "webhook") if getattr(kind, word))
            yield f"| `{kind.name}` | {sentence(kind, 'ja')} | {sentence(kind, 'en')} | {facts} | {told} | {marks} |"

    parts = [HEAD]
    for step in sorted({name.partition(".")[0] for name in KINDS}):
        chosen = [kind for name, kind in KINDS.items() if name.startswith(f"{step}.")]
        head = "| kind | 日本語 | English | facts | told | |\n|---|---|---|---|---|---|"
        parts.append("\n".join([f"## {step}\n", head, *rows(chosen)]) + "\n")
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yoriai.config.settings")
    import django  # noqa: PLC0415

    django.setup()
    if "--check" not in arguments:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page(), "utf-8")
    elif not PAGE.is_file() or PAGE.read_text("utf-8") != page():
        print("docs/events.md is not fresh: run bin/assets", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
