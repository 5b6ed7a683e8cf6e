"""The style sheet of every page, made of its parts: one file is one round trip on a slow phone."""

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent / "static" / "web"
PARTS = ("tokens.css", "base.css", "components.css")


def page_css() -> str:
    """The parts in order, without comments and indentation."""
    text = "\n".join((HERE / part).read_text("utf-8") for part in PARTS)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def build() -> Path:
    target = HERE / "page.css"
    target.write_text(page_css(), "utf-8")
    return target


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit(0 if (HERE / "page.css").read_text("utf-8") == page_css() else "page.css is not fresh: run bin/assets")
    build()
