"""How often one address may do something."""

import hashlib
import time

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .refusal import TooMany


def address_of(request: HttpRequest) -> str:
    """The sender's address, hashed: enough to count with, useless to keep."""
    raw = f"{settings.SECRET_KEY[:16]}{request.META.get('REMOTE_ADDR', '')}"
    return hashlib.sha256(raw.encode()).hexdigest()[:20]


def spend(request: HttpRequest, what: str, *, per_minute: int) -> None:
    """Count one try; refuse the one after `per_minute`."""
    key = f"limit:{what}:{address_of(request)}:{int(time.time() // 60)}"
    counters = caches["limits"]
    counters.add(key, 0, timeout=120)
    if counters.incr(key) > per_minute:
        raise TooMany(_("Many messages arrived from here at once. Please wait a minute and try again."))
