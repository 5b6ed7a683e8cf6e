"""The style sheet inside the page behind the QR code: complete, fresh, and nothing else may be inline."""

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from yoriai.accounts.models import Member
from yoriai.conftest import speak
from yoriai.dialogue.actions import read_voice
from yoriai.theme.models import Place
from yoriai.web import assets
from yoriai.web.sheet import SPEAKING
from yoriai.web.tests.test_headers import policy

TEMPLATES = (
    "dialogue/speak",
    "dialogue/_line",
    "people/_credit",
    "web/base",
    "web/_messages",
    "web/_language",
    "web/_demo",
)
CLASSES = re.compile(r'class="([^"]*)"')


@pytest.fixture
def page(client: Client, place: Place, owner: Member) -> Any:
    read_voice(speak(place), by=owner)
    return client.post(place.get_absolute_url(), {"text": "", "form_id": "x"})


@pytest.mark.parametrize("path", assets.BUILT, ids=lambda path: path.name)
def test_sheets_are_fresh(path: Any) -> None:
    assert path.read_text("utf-8") == assets.BUILT[path]()


def test_the_page_carries_the_one_sheet_that_its_policy_knows(page: Any) -> None:
    (inside,) = re.findall(r"<style>(.*?)</style>", page.content.decode(), re.DOTALL)
    known = b64encode(sha256(inside.encode()).digest()).decode()
    assert policy(page)["style-src"] == {"'self'", f"'sha256-{known}'"}


def test_the_page_waits_for_no_other_sheet(page: Any) -> None:
    assert re.findall(r'<link rel="stylesheet"[^>]*>', page.content.decode()) == []


def test_the_sheet_has_every_class_of_the_page(page: Any) -> None:
    sources = [(assets.WEB.parent / f"{n.split('/')[0]}/templates/{n}.html").read_text("utf-8") for n in TEMPLATES]
    found = CLASSES.findall(re.sub(r"\{%.*?%\}", " ", "".join(sources)) + page.content.decode())
    used = {name for names in found for name in names.split() if "{" not in name}
    everywhere = {name for name in used if re.search(rf"\.{name}(?![\w-])", assets.page_css())}
    assert {name for name in everywhere if not re.search(rf"\.{name}(?![\w-])", SPEAKING)} == set()
    assert {"btn--primary", "field__error", "credit__name", "textarea--voice", "like"} <= everywhere


def test_the_sheet_is_small() -> None:
    assert len(SPEAKING) <= 16_000
