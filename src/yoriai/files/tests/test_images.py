"""Files that a stranger sends instead of a photo."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from yoriai.files.forms import PhotoField
from yoriai.files.images import BadPicture, encode, read_picture


def jpeg(width: int = 64, height: int = 48) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6  # turned by 90 degrees
    Image.new("RGB", (width, height), (200, 150, 90)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A tiny file that says it has very many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


EVIL = {
    "empty": b"",
    "text": b"hello",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<html><script>alert(1)</script></html>",
    "cut": jpeg()[:200],
    "400 megapixels": huge_png(20_000, 20_000),
    "long and narrow": huge_png(1, 30_000),
    "broken data": huge_png(100, 100),
    "head only": b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
    "webp head": b"RIFF\xff\xff\xff\xffWEBPVP8 " + b"\xff" * 40,
    "gif head": b"GIF89a" + b"\xff" * 40,
    "zip": b"PK\x03\x04" + b"\0" * 100,
}


@pytest.mark.parametrize("name", EVIL)
def test_read_picture_refuses_with_a_sentence(name: str) -> None:
    data = EVIL[name]
    with pytest.raises(BadPicture) as refused:
        read_picture(io.BytesIO(data), len(data))
    assert len(str(refused.value)) > 10


def test_read_picture_refuses_a_file_that_is_too_large() -> None:
    with pytest.raises(BadPicture):
        read_picture(io.BytesIO(b""), 15_000_001)


def test_encode_forgets_the_camera_and_turns_the_picture() -> None:
    encoded = encode(read_picture(io.BytesIO(jpeg()), 1))
    kept = Image.open(io.BytesIO(encoded.files[48]))
    assert (encoded.width, encoded.height, dict(kept.getexif()), b"SecretCamera" in encoded.files[48]) == (
        48,
        64,
        {},
        False,
    )


@pytest.mark.parametrize("mode", ["P", "L", "LA", "RGBA", "1", "I;16"])
def test_encode_takes_every_mode_of_png(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (30, 30)).save(out, "PNG")
    assert sorted(encode(read_picture(io.BytesIO(out.getvalue()), 1)).files) == [30]


@pytest.mark.parametrize("name", EVIL)
def test_photo_field_says_it_beside_the_field(name: str) -> None:
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    with pytest.raises(ValidationError):
        PhotoField().clean(SimpleUploadedFile("photo.jpg", EVIL[name], "image/jpeg"))


def test_photo_field_may_stay_empty() -> None:
    assert PhotoField().clean(None) is None
