"""Contact sheets: eight screens a picture, every page cut into screens, so that all can be looked at."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

GAP, HEAD = 12, 22  # px between the screens, and for the name above each
FORMS = {"phone": (360, 740, 1.0, 4, 2), "desk": (1280, 800, 0.5, 2, 4)}  # screen, scale, columns, rows
LAST_STRIP = 90  # px; less than this at the end of a page is its margin
FONT = ImageFont.load_default(14)
Screen = tuple[str, Image.Image]


def contact_sheets(folder: Path, states: list[str], languages: list[str]) -> None:
    for state, language, window in product(states, languages, FORMS):
        for look in sorted((folder / state / language / window).iterdir()):
            _sheets(look, window, folder / "sheets" / f"{state}-{language}-{look.name}-{window}")


def _sheets(look: Path, window: str, target: Path) -> None:
    _width, _height, _scale, columns, rows = FORMS[window]
    screens = [screen for file in sorted(look.glob("*.jpg")) for screen in _screens(file, window)]
    target.parent.mkdir(parents=True, exist_ok=True)
    for start in range(0, len(screens), columns * rows):
        page = start // (columns * rows) + 1
        _composed(screens[start : start + columns * rows], window).save(f"{target}-{page:02}.png", compress_level=2)


def _screens(file: Path, window: str) -> Iterator[Screen]:
    width, height, scale, _columns, _rows = FORMS[window]
    whole = Image.open(file)
    for number, top in enumerate(range(0, max(whole.height - LAST_STRIP, 1), height)):
        screen = Image.new("RGB", (width, height), "#808080")
        screen.paste(whole.crop((0, top, width, min(top + height, whole.height))), (0, 0))
        yield f"{file.stem} {number + 1}", screen.resize((round(width * scale), round(height * scale)))


def _composed(screens: list[Screen], window: str) -> Image.Image:
    width, height, scale, columns, rows = FORMS[window]
    wide, tall = round(width * scale) + GAP, round(height * scale) + GAP + HEAD
    sheet = Image.new("RGB", (columns * wide + GAP, rows * tall + GAP), "#5a5a5a")
    draw = ImageDraw.Draw(sheet)
    for place, (name, screen) in enumerate(screens):
        left, top = GAP + place % columns * wide, GAP + place // columns * tall
        draw.text((left, top + 2), name, fill="white", font=FONT)
        sheet.paste(screen, (left, top + HEAD))
    return sheet
