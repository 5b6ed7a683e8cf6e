import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from .site import CHROMIUM, FLAGS, Site, demo_site

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser; `bin/test` runs it beside the others, in one process."""
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def _a_monday_morning() -> None:
    """The browser meets a real server with a calendar of its own; nothing stands still here."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with demo_site(tmp_path_factory.mktemp("demo")) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A visitor with an empty profile: visit(phone=True, language="ja", …). Broken pages and scripts fail the test."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_page(*, phone: bool = True, language: str = "ja", **more: Any) -> Page:
        locale = "ja-JP" if language == "ja" else "en-GB"
        context = browser.new_context(base_url=site.url, viewport=PHONE if phone else DESK, locale=locale, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("response", lambda answer: troubles.append(answer.url) if answer.status >= 500 else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture(scope="session", autouse=True)
def addresses(site: Site) -> dict[str, str]:
    """The demo's pages that have a code in their address; asked for before a test adds a theme or a story."""
    lines = site.ask(
        "from yoriai.theme.models import Theme; from yoriai.story.models import Story;"
        "from yoriai.dialogue.models import Voice; from yoriai.making.models import Idea, Prototype, Product;"
        "told, asked = Theme.objects.order_by('starts_on');"
        "first = Voice.objects.get(text__startswith='がんもどき、もうひと');"
        "idea = Idea.objects.get(headline__startswith='ふたが');"
        "print(';'.join(map(str, [asked.places.get().code, first.receipt.code, told.code, asked.code,"
        "Story.objects.get().code, Story.objects.get().pk, first.pk, idea.pk,"
        "Prototype.objects.first().pk, Product.objects.get().pk])))"
    )
    names = ("place", "receipt", "told", "asked", "story", "story_id", "voice", "idea", "prototype", "product")
    return dict(zip(names, lines.split(";"), strict=True))


@pytest.fixture(scope="session")
def picture() -> bytes:
    """A small photo, as a phone would send it."""
    made = io.BytesIO()
    Image.new("RGB", (800, 600), (190, 120, 60)).save(made, "PNG")
    return made.getvalue()
