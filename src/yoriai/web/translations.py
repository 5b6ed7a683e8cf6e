"""Compiling the translations: every package keeps its own locale/ja; users need no gettext tools."""

import sys
from pathlib import Path

import polib

Entries = dict[tuple[str | None, str], tuple[str, tuple[tuple[int, str], ...]]]
HERE = Path(__file__).resolve().parent.parent


def catalogs() -> list[Path]:
    return sorted(HERE.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_all() -> list[Path]:
    for source in catalogs():
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return catalogs()


def stale() -> list[Path]:
    """Catalogs whose compiled file says something else than its source."""
    return [source for source in catalogs() if _compiled(source) != _entries(polib.pofile(str(source)))]


def _compiled(source: Path) -> "Entries | None":
    compiled = source.with_suffix(".mo")
    return _entries(polib.mofile(str(compiled))) if compiled.is_file() else None


def _entries(catalog: "polib.POFile | polib.MOFile") -> "Entries":
    translated = (e for e in catalog if (e.msgstr or e.msgstr_plural) and "fuzzy" not in e.flags)
    return {(e.msgctxt, e.msgid): (e.msgstr, tuple(e.msgstr_plural.items())) for e in translated}


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit("".join(f"{source}: not compiled, run bin/assets\n" for source in stale()) or 0)
    compile_all()
