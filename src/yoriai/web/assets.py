"""The style sheets that are made of parts: one file for every page, and one that travels inside the QR page."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

WEB = Path(__file__).parent
HERE = WEB / "static" / "web"
PARTS = ("tokens.css", "base.css", "components.css")
# The blocks of components.css that the page behind the QR code is made of. A test names what would be missing.
SPEAKING = ("Frame", "Buttons", "Form", "Voice", "Speaking", "States")
BLOCK = re.compile(r"^  /\* ── (?=\w)", re.MULTILINE)


def page_css() -> str:
    """The parts in order, without comments and indentation."""
    return _compact(_part(part) for part in PARTS)


def speaking_css() -> str:
    """The same, with only the blocks that the page behind the QR code needs."""
    start, *blocks = BLOCK.split(_part("components.css").rstrip().removesuffix("}"))
    chosen = [f"/* {block}" for block in blocks if block.startswith(SPEAKING)]
    return _compact([_part("tokens.css"), _part("base.css"), start, *chosen, "}"])


def _part(name: str) -> str:
    return (HERE / name).read_text("utf-8")


def _compact(parts: Iterable[str]) -> str:
    text = re.sub(r"/\*.*?\*/", "", "\n".join(parts), flags=re.DOTALL)
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


BUILT = {HERE / "page.css": page_css, WEB / "inline" / "speaking.css": speaking_css}


def build() -> None:
    for target, made in BUILT.items():
        target.write_text(made(), "utf-8")


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        stale = [target.name for target, made in BUILT.items() if target.read_text("utf-8") != made()]
        sys.exit(f"not fresh: {', '.join(stale)}. Run bin/assets" if stale else 0)
    build()
