"""The fixed cast of every test, by role, and the factories that need no surprise."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.test import Client

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
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "photos"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with clock.standing_at(START):
        yield


@pytest.fixture
def shop(db: None) -> Organisation:
    return found_organisation(
        slug="tofu",
        name="まちの豆腐店",
        owner_email="owner@tofu.example",
        owner_title="店主",
        reply_place="店頭の貼り紙",
    )


@pytest.fixture
def owner(shop: Organisation) -> Member:
    return Member.objects.select_related("person", "organisation", "account").get(organisation=shop, role=Role.OWNER)


@pytest.fixture
def host(shop: Organisation, owner: Member) -> Member:
    return appoint_member(shop, email="host@tofu.example", role=Role.HOST, title="世話役", by=owner.person)


@pytest.fixture
def staff(shop: Organisation, owner: Member) -> Member:
    return appoint_member(shop, email="staff@tofu.example", role=Role.STAFF, title="店の人", by=owner.person)


@pytest.fixture
def partner(shop: Organisation, owner: Member) -> Member:
    return appoint_member(shop, email="partner@farm.example", role=Role.PARTNER, title="米農家", by=owner.person)


@pytest.fixture
def other_shop(db: None) -> Member:
    """The owner of another organisation on the same server: must get 404 everywhere."""
    organisation = found_organisation(
        slug="bakery", name="となりのパン屋", owner_email="owner@bakery.example", owner_title="店長"
    )
    return Member.objects.select_related("person", "organisation", "account").get(organisation=organisation)


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
