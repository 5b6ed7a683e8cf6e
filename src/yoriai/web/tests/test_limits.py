"""The counters that end a flood are not washed away by it."""

import time

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from yoriai.web.limits import spend
from yoriai.web.refusal import TooMany


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_792_000_000.0)


def test_the_try_after_the_last_allowed_one_is_refused() -> None:
    request = RequestFactory().get("/")
    for _try in range(3):
        spend(request, "test", per_minute=3)
    with pytest.raises(TooMany):
        spend(request, "test", per_minute=3)


def test_another_address_and_another_matter_have_counters_of_their_own() -> None:
    for sender, what in (("192.0.2.1", "a"), ("192.0.2.2", "a"), ("192.0.2.1", "b")):
        spend(RequestFactory(REMOTE_ADDR=sender).get("/"), what, per_minute=1)


def test_a_flood_of_remembered_pages_pushes_no_counter_out() -> None:
    """The memory of pages throws a third away when it is full; who asks for many pages must not gain new tries."""
    request = RequestFactory().get("/")
    spend(request, "test", per_minute=1)
    for page in range(10_000):
        cache.set(f"page:{page}", b"", 600)
    with pytest.raises(TooMany):
        spend(request, "test", per_minute=1)
