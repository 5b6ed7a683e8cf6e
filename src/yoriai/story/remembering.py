"""Public pages are rendered once and remembered until something happens.

Every change of business state records an event, so the sum of the numbers of the organisation's last events
tells whether a remembered page is still true: a new voice, a decision, another consent, and the page is rendered anew
– at once.
"""

from collections.abc import Callable
from gzip import compress
from hashlib import sha256
from threading import Lock
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from yoriai.accounts.models import Organisation
from yoriai.story.models import Story
from yoriai.theme.models import Theme
from yoriai.web import clock

KEPT = 600  # seconds, though nothing may have happened
LONGEST_WAIT = 10  # seconds for another thread's page; then each makes its own
# A page that is new again is asked for by many visitors at once. One lock for each organisation, so that nobody waits
# for a neighbour's page; it is gone as soon as nobody makes or waits, so there are never more than threads.
_making: WeakValueDictionary[UUID, Lock] = WeakValueDictionary()
_guard = Lock()
LAST = 20  # events: on PostgreSQL a transaction may commit after one with a later number
# Of the last events the sum of their numbers is enough: each new one puts a larger number in the place of a smaller.
STATE = """
SELECT *, (SELECT SUM(id) FROM (
    SELECT id FROM ledger_event WHERE organisation_id = %s ORDER BY id DESC LIMIT %s
) AS last) FROM accounts_organisation WHERE id = %s
"""
Opened = TypeVar("Opened", Organisation, Theme, Story)


def remembered(
    request: HttpRequest, template: str, door: Callable[[], Opened], context: Callable[[Opened], dict[str, Any]]
) -> HttpResponse:
    """The page from memory when it is still true; else rendered from `context()` of what `door()` opens, or 404.

    For pages alike for everybody. Whom the door let in once it would let in again while nothing happened in that shop:
    a remembered page asks only for the shop's last events and its details.
    Searches are not remembered: whoever asks for thousands of words would fill the memory with pages.
    """
    if request.GET or settings.MESSAGE_COOKIE in request.COOKIES:
        return render(request, template, context(door()))
    zipped = accepts_gzip(request)

    def made() -> bytes:
        body = render(request, template, context(door())).content  # opened after the key was read, never before
        return compress(body) if zipped else body

    shop = _shop(request, door)
    body = kept(shop, f"{_key(request, shop)}{zipped}", made)
    headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"} if zipped else {"Vary": "Accept-Encoding"}
    return HttpResponse(body, headers=headers)


def kept(organisation: UUID, key: str, make: Callable[[], bytes]) -> bytes:
    """What is remembered under the key; else one thread makes it, and the organisation's others wait for it."""
    body: bytes | None = cache.get(key)
    if body is not None:
        return body
    lock = _lock_of(organisation)
    first = lock.acquire(timeout=LONGEST_WAIT)
    try:
        body = cache.get(key)
        if body is None:
            body = make()
            cache.set(key, body, KEPT)
    finally:
        if first:
            lock.release()
    return body


def _lock_of(organisation: UUID) -> Lock:
    with _guard:
        lock = _making.get(organisation)
        if lock is None:
            lock = _making[organisation] = Lock()
        return lock


def _shop(request: HttpRequest, door: Callable[[], Organisation | Theme | Story]) -> UUID:
    """Whose page this is: the codes in addresses are given once and never to another shop."""
    key = f"shop:{request.path}"
    shop: UUID | None = cache.get(key)
    if shop is None:
        opened = door()
        shop = opened.pk if isinstance(opened, Organisation) else opened.organisation_id
        cache.set(key, shop, KEPT)
    return shop


def accepts_gzip(request: HttpRequest) -> bool:
    """A remembered page is packed once, not for each visitor: there is no secret in it that packing could betray."""
    return "gzip" in request.headers.get("Accept-Encoding", "")


def _key(request: HttpRequest, shop: UUID) -> str:
    """Everything the page depends on: address, language, day, the shop's own details, what happened last.

    As the database gives it: to build this question as an object costs more than the rest of the answer.
    """
    stored = Organisation._meta.pk.get_db_prep_value(shop, connection)
    with connection.cursor() as cursor:
        cursor.execute(STATE, [stored, LAST, stored])
        state = cursor.fetchone()
    seen = (request.path, get_language(), clock.today(), state)
    return f"page:{sha256(repr(seen).encode()).hexdigest()}"
