"""Compiling the translations: every package keeps its own locale/ja; users need no gettext tools."""

from pathlib import Path

import polib

HERE = Path(__file__).resolve().parent.parent


def catalogs() -> list[Path]:
    return sorted(HERE.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_all() -> list[Path]:
    for source in catalogs():
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return catalogs()


if __name__ == "__main__":
    compile_all()
