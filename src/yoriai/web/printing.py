"""Printed matter: typst templates set with our own fonts; people's words are data, never typst source."""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import typst

FONTS = Path(__file__).parent / "fonts"
MOST_DATA = 100_000  # characters of JSON: a full page of words and pictures of codes, no more
MOST_PPI = 400
PRINTED_AT = 1_767_225_600  # one fixed moment, so that equal input gives equal bytes
# What our font has no shape for: pictures, invisible marks and marks that stack up.
UNDRAWN = re.compile("[\U0001f000-\U0010ffff\ufe00-\ufe0f]|(?![★☆♀♂♪♭♯])[☀-➿]")


def typeset(
    template: str | Path,
    data: Mapping[str, object],
    *,
    format: Literal["pdf", "png"] = "pdf",
    ppi: float = 144,
    timestamp: int = PRINTED_AT,
) -> bytes:
    """One file set from a template path; it reads `sys.inputs.d` as JSON. ppi counts for PNG only.

    ValueError when data or ppi are too large, or when a PNG would need several pages.
    """
    inputs = {"d": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    if len(inputs["d"]) > MOST_DATA or not 0 < ppi <= MOST_PPI:
        raise ValueError("too much to print on one page")
    path = Path(template)
    made = typst.compile(
        path,
        root=path.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format=format,
        ppi=ppi if format == "png" else None,
        sys_inputs=inputs,
        timestamp=timestamp,
    )
    if not isinstance(made, bytes):
        raise ValueError("the picture does not fit on one page")
    return made


def printable(words: str) -> str:
    """The words as one line without what paper cannot show: pictures, invisible and stacking marks."""
    drawn = UNDRAWN.sub("", unicodedata.normalize("NFC", " ".join(words.split())))
    kept = "".join(letter for letter in drawn if unicodedata.category(letter)[0] not in "CM")
    return " ".join(kept.split())
