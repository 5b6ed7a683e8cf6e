"""The A4 poster that asks a theme's one question, with the code that opens its place."""

import re
from dataclasses import asdict
from pathlib import Path

import segno

from yoriai.theme.vertical import PITCH, Columns, column, columns, phrases_of
from yoriai.web.printing import printable, typeset

TEMPLATE = Path(__file__).parent / "print" / "poster.typ"
QUIET_ZONE = 4  # modules, as the QR standard asks
QR_MM = 50  # the dark square itself; the quiet zone lies outside
MOST = {"shop": 100, "eyebrow": 60, "promise": 40, "help_line": 120}
# 298 characters with https://; beyond it a code of 50 mm is too fine to read
ADDRESS = re.compile(r"https?://[!-~]{1,290}")


def poster_pdf(
    *,
    shop: str,
    question: str,
    eyebrow: str,
    promises: tuple[str, str, str],
    url: str,
    help_line: str,
    language: str,
) -> bytes:
    """One A4 page; ValueError for a question outside 5–120 characters, an unusable URL or overlong words."""
    asked = printable(question)
    if not 5 <= len(asked) <= 120:
        raise ValueError("a poster's question has 5 to 120 characters")
    data: dict[str, object] = {
        "language": "ja" if language == "ja" else "en",
        "shop": _phrases(_bounded("shop", shop)),
        "promises": [_phrases(_bounded("promise", promise)) for promise in promises],
        "help": _phrases(_bounded("help_line", help_line)),
        "url": _address(url),
        "qr": qr_svg(url),
        "quiet": QR_MM * QUIET_ZONE / _code(url).symbol_size(border=0)[0],
    }
    words = _bounded("eyebrow", eyebrow)
    data |= _standing(asked, words) if language == "ja" else _lying(asked, words)
    return typeset(TEMPLATE, data)


def qr_svg(url: str, *, dark: str = "#22252A", border: int = QUIET_ZONE) -> str:
    """The QR code of a URL as SVG without a size; ValueError for no http address of ≤ 298 characters."""
    return str(_code(url).svg_inline(border=border, dark=dark, light=None, omitsize=True))


def _code(url: str) -> segno.QRCode:
    if not ADDRESS.fullmatch(url):
        raise ValueError("a poster needs an http address of at most 298 characters")
    return segno.make_qr(url, error="q", boost_error=False)


def _standing(asked: str, eyebrow: str) -> dict[str, object]:
    return {
        "question": _lines(columns(asked, height=172, width=112, largest=30)),
        "eyebrow": _lines(column(eyebrow, height=165, largest=5.6)),
    }


def _lines(broken: Columns) -> dict[str, object]:
    cells = [[asdict(cell) | {"length": cell.length} for cell in each] for each in broken.cells]
    return {"cells": cells, "size": broken.size, "pitch": PITCH}


def _lying(asked: str, eyebrow: str) -> dict[str, object]:
    # typst squeezes wide marks at the end of a line as if they were half empty; ours are not
    narrow = asked.translate(str.maketrans("？！", "?!"))
    return {"question": [_breakable(word) for word in narrow.split()], "eyebrow": _phrases(eyebrow)}


def _bounded(name: str, words: str) -> str:
    shown = printable(words)
    if len(shown) > MOST[name]:
        raise ValueError(f"{name} is longer than {MOST[name]} characters")
    return shown


def _phrases(words: str) -> list[str]:
    """Phrases that stay whole on a line, each with the space that follows it; a very long one may break."""
    return [_breakable(phrase) for word in re.findall(r"\S+ ?", words) for phrase in phrases_of(word)]


def _address(url: str) -> str:
    """The address as a person would type it, with invisible break points after its marks."""
    typed = re.sub("^https?://", "", url)
    return re.sub(r"(?<=[/?=&#])(?=[^/])|(?<=[^/?=&#]{24})(?=.)", "\u200b", typed)


def _breakable(word: str) -> str:
    """A word too long for a line may break anywhere after its first letters."""
    return word if len(word) <= 18 else re.sub("(?<=.{8})(?=.)", "\u200b", word)
