"""Every page, in both languages, on a phone and a desk, light and dark: axe finds nothing, nothing overflows."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PUBLIC = (
    "/demo",
    "/@tofu",
    "/q/{place}",
    "/q/{place}/about",
    "/k/",
    "/k/{receipt}",
    "/k/{receipt}/name",
    "/k/{receipt}/contact",
    "/k/{receipt}/withdrawal",
    "/t/{told}",
    "/t/{asked}",
    "/t/{told}/voices",
    "/t/{told}/ideas",
    "/s/{story}",
    "/in",
    "/not-here",
)
DESK = (
    "/desk",
    "/desk/voices?tab=all",
    "/desk/voices/{voice}",
    "/desk/themes",
    "/desk/themes/new",
    "/desk/themes/new/t03",
    "/desk/themes/{told}",
    "/desk/themes/{asked}/edit",
    "/desk/places",
    "/desk/people",
    "/desk/settings",
    "/desk/settings/members",
    "/desk/ideas",
    "/desk/ideas/{idea}",
    "/desk/ideas/{idea}/edit",
    "/desk/ideas/{idea}/prototypes",
    "/desk/ideas/{idea}/product",
    "/desk/voices/{voice}/idea",
    "/desk/prototypes/{prototype}",
    "/desk/products/{product}",
    "/desk/stories",
    "/desk/stories/{story_id}",
    "/desk/stories/{story_id}/thanks",
)
LOOKS = (("ja", "light", True), ("en", "dark", True), ("en", "light", False), ("ja", "dark", False))


def broken_rules(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def check(page: Page, path: str) -> list[str]:
    """What is wrong with one page: axe's findings, and anything wider than the window."""
    answer = page.goto(path)
    assert answer is not None
    if answer.status != (404 if path == "/not-here" else 200):
        return [f"{path}: {answer.status}"]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{path}: {wide} px too wide"] * (wide > 0) + [f"{path}: {rule}" for rule in broken_rules(page)]


@pytest.mark.parametrize(("language", "scheme", "phone"), LOOKS)
def test_axe_finds_nothing_on_public_pages(
    visit: Callable[..., Page], addresses: dict[str, str], language: str, scheme: str, phone: bool
) -> None:
    page = visit(phone=phone, language=language, color_scheme=scheme, bypass_csp=True)
    assert [wrong for path in PUBLIC for wrong in check(page, path.format(**addresses))] == []


@pytest.mark.parametrize(("language", "scheme", "phone"), LOOKS)
def test_axe_finds_nothing_at_the_desk(
    visit: Callable[..., Page], addresses: dict[str, str], language: str, scheme: str, phone: bool
) -> None:
    page = visit(phone=phone, language=language, color_scheme=scheme, bypass_csp=True)
    page.goto("/demo")
    page.click("button[value=owner]")
    assert [wrong for path in DESK for wrong in check(page, path.format(**addresses))] == []


def test_pages_fit_the_narrowest_phone(visit: Callable[..., Page], addresses: dict[str, str]) -> None:
    page = visit(language="ja")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/demo")
    page.click("button[value=owner]")
    wide = []
    for path in (*PUBLIC, *DESK):
        page.goto(path.format(**addresses))
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(path)
    assert wide == []


def test_a_long_shop_name_stays_inside_the_phone(visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto("/@tofu")
    page.evaluate("document.querySelector('.masthead__home').append('まちとひととみどりのいとなみ研究所'.repeat(3))")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert page.locator(".masthead a[lang]").bounding_box()["width"] > 40  # type: ignore[index]


def test_a_long_title_stays_inside_the_search_of_the_inbox(visit: Callable[..., Page]) -> None:
    page = visit(phone=False)
    page.goto("/demo")
    page.click("button[value=owner]")
    page.goto("/desk/voices?tab=all&q=豆腐")
    page.evaluate("document.querySelector('#sift-theme option').textContent = '朝の5分を助ける一品を'.repeat(6)")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
