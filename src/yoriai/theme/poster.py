"""The A4 poster that asks a theme's one question, with the code that opens its place."""

import re
from dataclasses import asdict
from pathlib import Path

import segno

from yoriai.theme.vertical import PITCH, columns, phrases_of
from yoriai.web.printing import printable, typeset

TEMPLATE = Path(__file__).parent / "print" / "poster.typ"
QUIET_ZONE = 4  # modules, as the QR standard asks
QR_MM = 50  # the dark square itself; the quiet zone lies outside
MOST = {"shop": 100, "eyebrow": 80, "promise": 40, "help_line": 120}
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
    vertical = language == "ja"
    data = {
        "language": language,
        "shop": _phrases(_bounded("shop", shop)),
        "eyebrow": _phrases(_bounded("eyebrow", eyebrow)),
        "promises": [_phrases(_bounded("promise", promise)) for promise in promises],
        "help": _phrases(_bounded("help_line", help_line)),
        "url": _breakable(re.sub("^https?://", "", url)),
        "qr": qr_svg(url),
        "quiet": QR_MM * QUIET_ZONE / _code(url).symbol_size(border=0)[0],
        "question": _columns(asked) if vertical else [_breakable(word) for word in asked.split()],
    }
    return typeset(TEMPLATE, data)


def qr_svg(url: str, *, dark: str = "#22252A", border: int = QUIET_ZONE) -> str:
    """The QR code of a URL as SVG without a size; ValueError when it is no http address of ≤ 298 characters."""
    return str(_code(url).svg_inline(border=border, dark=dark, light=None, omitsize=True))


def _code(url: str) -> segno.QRCode:
    if not ADDRESS.fullmatch(url):
        raise ValueError("a poster needs an http address of at most 298 characters")
    return segno.make_qr(url, error="q", boost_error=False)


def _columns(asked: str) -> dict[str, object]:
    return asdict(columns(asked, height=172, width=122, largest=23)) | {"pitch": PITCH}


def _bounded(name: str, words: str) -> str:
    shown = printable(words)
    if len(shown) > MOST[name]:
        raise ValueError(f"{name} is longer than {MOST[name]} characters")
    return shown


def _phrases(words: str) -> list[str]:
    """Phrases that stay whole on a line; a very long one may break."""
    return [_breakable(phrase) for phrase in phrases_of(words)] if words else []


def _breakable(word: str) -> str:
    """Invisible break points in what is too long for a line: after marks of an address, or anywhere."""
    if len(word) <= 14:
        return word
    return re.sub(r"(?<=[/.?=&#_-])(?=[^/.])|(?<=[^\u200b]{8})(?=.)", "\u200b", word)
