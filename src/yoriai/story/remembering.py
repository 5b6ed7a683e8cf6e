"""Public pages are rendered once and remembered until something happens.

Every change of business state records an event, so the numbers of the organisation's last events tell whether a
remembered page is still true: a new voice, a decision, another consent, and the page is rendered anew – at once.
"""

from collections.abc import Callable
from gzip import compress
from hashlib import sha256
from threading import Lock
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from yoriai.accounts.models import Organisation
from yoriai.ledger.models import Event
from yoriai.web import clock

KEPT = 600  # seconds, though nothing may have happened
LONGEST_WAIT = 10  # seconds for another thread's page; then each makes its own
# A page that is new again is asked for by many visitors at once. One lock for each organisation, so that nobody waits
# for a neighbour's page; it is gone as soon as nobody makes or waits, so there are never more than threads.
_making: WeakValueDictionary[UUID, Lock] = WeakValueDictionary()
_guard = Lock()
LAST = 20  # events: on PostgreSQL a transaction may commit after one with a later number


def remembered(
    request: HttpRequest, organisation: Organisation, template: str, context: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """The page from memory when it is still true; else rendered from `context()`. For pages alike for everybody.

    Searches are not remembered: whoever asks for thousands of words would fill the memory with pages.
    """
    if request.GET or settings.MESSAGE_COOKIE in request.COOKIES:
        return render(request, template, context())
    zipped = accepts_gzip(request)

    def made() -> bytes:
        body = render(request, template, context()).content
        return compress(body) if zipped else body

    body = kept(organisation.pk, f"{_key(request, organisation)}{zipped}", made)
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


def accepts_gzip(request: HttpRequest) -> bool:
    """A remembered page is packed once, not for each visitor: there is no secret in it that packing could betray."""
    return "gzip" in request.headers.get("Accept-Encoding", "")


def _key(request: HttpRequest, organisation: Organisation) -> str:
    """Everything the page depends on: address, language, day, the shop's own details, what happened last."""
    last = list(Event.objects.filter(organisation=organisation).order_by("-id").values_list("id", flat=True)[:LAST])
    details = [getattr(organisation, field.attname) for field in organisation._meta.concrete_fields]
    seen = (request.path, get_language(), clock.today(), last, details)
    return f"page:{sha256(repr(seen).encode()).hexdigest()}"
