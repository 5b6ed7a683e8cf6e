"""Forms and lists of the desk, as a browser lays them out: nothing cut, nothing hidden, nothing glued together."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

TALLER = "field => field.scrollHeight - field.clientHeight"
LONG = "直径3.5センチにすれば、深さ4センチのお弁当箱でもふたが閉まると思う。" * 3


@pytest.fixture
def owner(visit: Callable[..., Page]) -> Callable[..., Page]:
    def open_at(path: str, **more: object) -> Page:
        page = visit(**more)
        page.goto("/demo")
        page.click("button[value=owner]")
        page.goto(path)
        return page

    return open_at


@pytest.mark.parametrize("script", [True, False])
def test_long_choices_say_how_many_more_there_are(
    owner: Callable[..., Page], addresses: dict[str, str], script: bool
) -> None:
    page = owner(f"/desk/ideas/{addresses['idea']}/prototypes", java_script_enabled=script)
    boxes = page.locator("[name=grounds]:visible")
    expect(boxes).to_have_count(6)
    page.get_by_text("件も見る").click()
    expect(boxes).to_have_count(page.locator("[name=grounds]").count())


def test_a_file_field_is_chosen_by_keyboard_and_says_what_was_chosen(
    owner: Callable[..., Page], addresses: dict[str, str], picture: bytes
) -> None:
    page = owner(f"/desk/ideas/{addresses['idea']}/prototypes")
    page.locator("[name=photo]").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.locator(".file").evaluate("box => getComputedStyle(box).outlineStyle") == "solid"
    page.locator("[name=photo]").set_input_files({"name": "試作2.png", "mimeType": "image/png", "buffer": picture})
    expect(page.locator("[data-file-name]")).to_have_text("試作2.png")
    expect(page.get_by_label("写真をえらぶ")).to_have_count(1)


def test_a_file_field_is_the_native_one_without_script(owner: Callable[..., Page], addresses: dict[str, str]) -> None:
    page = owner(f"/desk/ideas/{addresses['idea']}/prototypes", java_script_enabled=False)
    seen = [page.locator(part).is_visible() for part in ("[name=photo]", ".file__button", ".file__name")]
    assert seen == [True, False, False]
    assert page.locator("[name=photo]").evaluate("field => getComputedStyle(field).opacity") == "1"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/desk/prototypes/{prototype}/experiment", "hypothesis"),
        ("/desk/settings", "tagline"),
        ("/desk/settings", "address"),
    ],
)
def test_a_long_sentence_is_seen_whole(
    owner: Callable[..., Page], addresses: dict[str, str], path: str, name: str
) -> None:
    page = owner(path.format(**addresses))
    field = page.locator(f"[name={name}]")
    low = field.evaluate("field => field.offsetHeight")
    field.fill(LONG)
    assert (field.evaluate(TALLER) <= 1, field.evaluate("field => field.offsetHeight") > low) == (True, True)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_day_of_the_demo_is_not_broken_over_lines(visit: Callable[..., Page], language: str) -> None:
    page = visit(language=language)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/demo")
    assert page.locator(".demo-bar .unbroken").evaluate("day => day.getClientRects().length") == 1


@pytest.mark.parametrize("phone", [True, False])
def test_a_prototype_keeps_air_between_its_parts(
    owner: Callable[..., Page], addresses: dict[str, str], phone: bool
) -> None:
    page = owner(f"/desk/ideas/{addresses['idea']}", phone=phone)
    version = page.locator(".version").first
    assert version.locator(".photo").evaluate("photo => getComputedStyle(photo).float") == "none"
    boxes = [part.bounding_box() for part in version.locator("> div > *").all()]
    gaps = [round(below["y"] - above["y"] - above["height"]) for above, below in pairwise(boxes)]  # type: ignore[index]
    assert (len(gaps) >= 3, set(gaps)) == (True, {12})
