"""Reading a picture that a stranger sent: bounded, decoded, turned upright, and written anew as WebP."""

import io
import warnings
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from yoriai.web.refusal import Refused

MOST_BYTES = 15_000_000
MOST_PIXELS = 40_000_000  # Pillow's own limit only warns, and decodes 169 million pixels
KINDS = ("JPEG", "PNG", "WEBP", "GIF")
WIDTHS = (480, 960, 1440)
NARROWEST = 8  # times as long as wide, or as wide as long: no photo is narrower, and WebP has a longest side
MOST_KEPT = 200_000  # bytes of one delivered file


class BadPicture(Refused):
    """The file is no picture that we can take."""


@dataclass(frozen=True)
class Encoded:
    width: int
    height: int
    files: dict[int, bytes]  # width → WebP


def read_picture(file: BinaryIO, size: int) -> Image.Image:
    if size > MOST_BYTES:
        raise BadPicture(_("This photo is larger than 15 MB. Please choose a smaller one."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=KINDS)
        if picture.width * picture.height > MOST_PIXELS:
            raise BadPicture(_("This photo has too many pixels (more than 40 million). Please choose a smaller one."))
        if max(picture.size) > NARROWEST * min(picture.size):
            raise BadPicture(_("This photo is too long and narrow. Please choose one of an ordinary shape."))
        picture.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
        return ImageOps.exif_transpose(picture).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPicture(
            _("This photo has too many pixels (more than 40 million). Please choose a smaller one.")
        ) from None
    except BadPicture:
        raise
    except Exception:
        raise BadPicture(_("This file could not be read as a photo. Please choose a JPEG, PNG or WebP file.")) from None


def encode(picture: Image.Image) -> Encoded:
    """Every kept width, each at the best quality that stays below 200 kB."""
    widths = [width for width in WIDTHS if width < picture.width] or [picture.width]
    if picture.width > widths[-1] and picture.width < WIDTHS[-1]:
        widths.append(picture.width)
    files = {width: _smaller(picture, width) for width in widths}
    return Encoded(picture.width, picture.height, files)


def _smaller(picture: Image.Image, width: int) -> bytes:
    height = max(1, round(picture.height * width / picture.width))
    small = picture.resize((width, height), Image.Resampling.LANCZOS)
    data = b""
    for quality in (82, 70, 55, 40, 25, 10):
        out = io.BytesIO()
        small.save(out, "WEBP", quality=quality, method=4)
        data = out.getvalue()
        if len(data) <= MOST_KEPT:
            break
    return data
