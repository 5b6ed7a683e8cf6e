"""The frame of every page the kernel writes: one file, no outside request, for phone, desk and paper."""

from collections.abc import Iterable
from importlib import resources


def document(language: str, title: str, skip: str, parts: Iterable[str]) -> str:
    """A whole HTML document around its sections; empty parts are left out."""
    style = resources.files("yoriai.listening").joinpath("data", "report.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">{skip}</a>\n<main id="main" class="page">\n'
        + "\n".join(part for part in parts if part)
        + "\n</main>\n</body>\n</html>\n"
    )
