"""Looking for words in bytes: as they stand, and in every dress that programs put on text."""

import base64
import html
import json
import quopri
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import quote


def dresses(word: str) -> dict[str, bytes]:
    """How `word` may look inside a file."""
    raw = word.encode()
    decimal = "".join(f"&#{ord(c)};" for c in word)
    found = {
        "plain": raw,
        "utf-16-le": word.encode("utf-16-le"),
        "utf-16-be": word.encode("utf-16-be"),
        "shift_jis": word.encode("cp932", "ignore"),
        "percent": quote(word, safe="").encode(),
        "percent, small letters": quote(word, safe="").lower().encode(),
        "html": html.escape(word).encode(),
        "html numbers": decimal.encode(),
        "html hexadecimal": "".join(f"&#x{ord(c):x};" for c in word).encode(),
        "escaped": json.dumps(word)[1:-1].encode(),
        "escaped, large letters": json.dumps(word)[1:-1].upper().replace("\\U", "\\u").encode(),
        "quoted-printable": quopri.encodestring(raw).replace(b"=\n", b"").strip(),
    }
    found |= {f"base64 from {shift}": _base64(raw, shift) for shift in range(3)}
    found |= {f"base64url from {shift}": _base64(raw, shift, b"-_") for shift in range(3)}
    return found


def _base64(raw: bytes, shift: int, signs: bytes = b"+/") -> bytes:
    """The letters that depend on `raw` alone, when `shift` bytes stand before it."""
    encoded = base64.b64encode(b"\0" * shift + raw, altchars=signs).rstrip(b"=")
    first = -(-shift * 8 // 6)
    last = (shift + len(raw)) * 8 // 6
    return encoded[first:last]


def readings(data: bytes) -> Iterator[bytes]:
    """The bytes; without line breaks, as base64 and quoted-printable wrap them; and as a letter, if it is one."""
    yield data
    yield data.replace(b"=\r\n", b"").replace(b"=\n", b"")
    yield data.replace(b"\r\n", b"").replace(b"\n", b"")
    if data[:400].startswith((b"Content-Type:", b"From:", b"Subject:", b"MIME-Version:")):
        letter = message_from_bytes(data, policy=policy.default)
        yield "\n".join([*map(str, letter.values()), str(letter.get_content())]).encode()


def worn(data: bytes, words: list[str]) -> set[tuple[str, str]]:
    """(word, dress) of everything that is found in `data`."""
    texts = list(dict.fromkeys(readings(data)))
    wanted = [(word, dress, look) for word in words for dress, look in dresses(word).items()]
    return {(word, dress) for word, dress, look in wanted if any(look in text for text in texts)}


def below(folder: Path, words: list[str]) -> list[tuple[str, str, str]]:
    """(file, word, dress) of everything that is found in any file below `folder`, or in a file's name."""
    found = set()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(file.relative_to(folder))
        found |= {(name, *hit) for hit in worn(name.encode() + b"\n" + file.read_bytes(), words)}
    return sorted(found)
