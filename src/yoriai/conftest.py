"""The fixed cast of every test, by role, and the factories that need no surprise."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from yoriai.accounts.actions import appoint_member, found_organisation
from yoriai.accounts.models import Member, Organisation, Role
from yoriai.dialogue.actions import receive_voice
from yoriai.dialogue.models import Voice
from yoriai.people.texts import text
from yoriai.theme.actions import open_theme
from yoriai.theme.models import Place, Theme
from yoriai.web import clock

TOKYO = ZoneInfo("Asia/Tokyo")
START = datetime(2026, 10, 12, 9, 0, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def _a_monday_morning(settings: Any, tmp_path: Path) -> Any:
    """Business time stands still in tests; each test may move it. Files live as long as the test."""
    for cache in caches.all():
        cache.clear()
    settings.STORAGES = storages_in(tmp_path)
    with clock.standing_at(START):
        yield


def storages_in(folder: Path) -> dict[str, Any]:
    return {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder / "photos"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@contextmanager
def kept_rows(blocker: Any, folder: Path) -> Iterator[None]:
    """Rows for all tests of a module, written once: what a test does to them is undone after it, they at the end."""
    files = override_settings(STORAGES=storages_in(folder))
    with files, blocker.unblock(), transaction.atomic(), clock.standing_at(START):
        yield
        transaction.set_rollback(True)


def tofu_shop() -> Organisation:
    return found_organisation(
        slug="tofu",
        name="まちの豆腐店",
        owner_email="owner@tofu.example",
        owner_title="店主",
        reply_place="店頭の貼り紙",
    )


def bakery() -> Organisation:
    return found_organisation(
        slug="bakery", name="となりのパン屋", owner_email="owner@bakery.example", owner_title="店長"
    )


def owner_of(shop: Organisation) -> Member:
    return Member.objects.select_related("person", "organisation", "account").get(organisation=shop, role=Role.OWNER)


def appoint(shop: Organisation, role: Role, by: Member) -> Member:
    title = {Role.HOST: "世話役", Role.STAFF: "店の人", Role.PARTNER: "米農家"}[role]
    return appoint_member(shop, email=f"{role}@{shop.slug}.example", role=role, title=title, by=by.person)


@pytest.fixture
def shop(db: None) -> Organisation:
    return tofu_shop()


@pytest.fixture
def owner(shop: Organisation) -> Member:
    return owner_of(shop)


@pytest.fixture
def host(shop: Organisation, owner: Member) -> Member:
    return appoint(shop, Role.HOST, owner)


@pytest.fixture
def staff(shop: Organisation, owner: Member) -> Member:
    return appoint(shop, Role.STAFF, owner)


@pytest.fixture
def partner(shop: Organisation, owner: Member) -> Member:
    return appoint(shop, Role.PARTNER, owner)


@pytest.fixture
def other_shop(db: None) -> Member:
    """The owner of another organisation on the same server: must get 404 everywhere."""
    return owner_of(bakery())


def make_theme(shop: Organisation, **changes: Any) -> Theme:
    values: dict[str, Any] = {
        "title": "朝の5分を助ける一品",
        "question": "お弁当に入れたい豆腐のおかず、どんなものがあったらうれしいですか",
        "purpose": "朝の5分を助ける一品を、いっしょにつくります。",
        "recipe": "t03",
        "starts_on": date(2026, 10, 12),
        "ends_on": date(2026, 10, 18),
        "by": None,
    }
    return open_theme(shop, **(values | changes))


@pytest.fixture
def theme(shop: Organisation) -> Theme:
    return make_theme(shop)


@pytest.fixture
def place(theme: Theme) -> Place:
    return theme.places.get()


def speak(
    place: Place, words: str = "がんもどき、もうひとまわり小さいのがあればお弁当に入るのになあ", **more: Any
) -> Voice:
    """One voice through the front door, with the texts a participant sees."""
    shop = place.theme.organisation
    notice = text("notice-short-1.0", "ja").filled(
        shop=shop.name,
        reply_days=14,
        reply_place="店頭",
        retention="企画の終わりから1年",
        notice_url="/q/x/about",
    )
    terms = text("terms-a-short-1.0", "ja").filled(terms_url="/q/x/about")
    values: dict[str, Any] = {
        "text": words,
        "form_id": f"form-{words}-{Voice.objects.count()}",
        "texts": [notice, terms],
    }
    return receive_voice(place, **(values | more)).voice


@pytest.fixture
def voice(place: Place) -> Voice:
    return speak(place)


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.account)
    return client


def later(**delta: Any) -> Any:
    """The same test, some time on: `with later(days=3): …`"""
    return clock.standing_at(clock.now() + timedelta(**delta))
