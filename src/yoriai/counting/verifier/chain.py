#!/usr/bin/env python3
"""Check a published result by yourself: python verify.py FILE [--key BASE64]

One file, standard library only. It recomputes the commitments, the Merkle roots (RFC 6962), the signed
checkpoints (C2SP tlog-checkpoint, Ed25519 of RFC 8032) and the count, and compares them with what was published. Pass
the public key you were given elsewhere with --key: a key read from the file itself only shows that the file fits
together.

Three chapters follow: the chain of commitments and signatures, the plain count, and the checks that use both.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from typing import Any


def canonical(value: Any) -> bytes:
    """The one way to write a value as bytes: JSON, sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def commitment(salt: bytes, contest: str, ballot: Any) -> str:
    """SHA-256 of salt, contest and ballot: tells nothing without the salt, and can mean no other ballot."""
    return hashlib.sha256(salt + contest.encode() + canonical(ballot)).hexdigest()


def leaves(contest: dict[str, Any], entries: Sequence[str], result: dict[str, Any]) -> list[bytes]:
    """What the tree holds: the rules first, then every ballot, then the result."""
    return [canonical(contest), *(entry.encode() for entry in entries), canonical(result)]


def merkle_root(data: Sequence[bytes]) -> bytes:
    """Root of RFC 6962: leaves hashed after 0x00, nodes after 0x01, the left part a power of two."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in data]
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def checkpoint_body(origin: str, size: int, root: bytes) -> str:
    """What is signed: origin, size and root, one a line."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def key_mark(name: str, key: bytes) -> bytes:
    """The four bytes that name a key in a signed note."""
    return hashlib.sha256(name.encode() + b"\n\x01" + key).digest()[:4]


def open_note(note: str, key: bytes) -> tuple[str, int, bytes] | None:
    """(origin, size, root) of a signed checkpoint, or None if the signature does not fit."""
    body, _, signatures = note.partition("\n\n")
    try:
        origin, size, told = body.split("\n")[:3]
        root, length = base64.b64decode(told, validate=True), int(size)
    except ValueError:
        return None
    for line in signatures.split("\n"):
        mark, _, rest = line.partition(" ")
        name, _, coded = rest.partition(" ")
        try:
            raw = base64.b64decode(coded, validate=True)
        except ValueError:
            continue
        if mark == "—" and raw[:4] == key_mark(name, key) and signature_fits(key, f"{body}\n".encode(), raw[4:]):
            return origin, length, root
    return None


# Signatures: Ed25519, RFC 8032 section 6. A point is (X, Y, Z, T) with x = X/Z, y = Y/Z and T = XY/Z.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while scalar:
        total = add(total, point) if scalar & 1 else total
        point, scalar = add(point, point), scalar >> 1
    return total


def decompress(data: bytes) -> Point | None:
    """The point that 32 bytes name by y and the lowest bit of x; None where there is no such point."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if len(data) != 32 or y >= P or x * x % P != square or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


BASE = decompress(bytes.fromhex("58" + 31 * "66"))  # y = 4/5


def signature_fits(key: bytes, message: bytes, signature: bytes) -> bool:
    """Does the Ed25519 signature (64 bytes) of `message` belong to the public key (32 bytes)?"""
    point, mark = decompress(key), decompress(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if point is None or mark is None or BASE is None or len(signature) != 64 or scalar >= ORDER:
        return False
    digest = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = multiply(scalar, BASE), add(mark, multiply(digest, point))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0
