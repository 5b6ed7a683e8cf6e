"""Random codes for addresses: none can be counted up, those that open something private cannot be guessed."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz"  # no 0/O, 1/I/l, u/U
SPOKEN = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # for codes a person reads out or types


def public_code() -> str:
    """For things anybody may open: 10 characters, 57 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def private_code() -> str:
    """For what only its holder may open: 24 characters, 136 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(24))


def spoken_code() -> str:
    """Printed on a slip and typed by hand: 12 characters, 58 bits; guessing is limited where it is asked."""
    return "".join(secrets.choice(SPOKEN) for _ in range(12))


def as_typed(text: str) -> str:
    """What a person typed, as the code was printed: any width, case, spaces or hyphens."""
    folded = text.translate(_HALF_WIDTH).upper()
    return "".join(c for c in folded if c in SPOKEN)[:12]


_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
