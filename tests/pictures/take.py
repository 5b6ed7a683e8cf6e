"""Pictures of every page in every look, and everything a browser can say against them. `bin/pictures FOLDER`."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

from tests.browser.conftest import DESK, PHONE
from tests.browser.site import CHROMIUM, FLAGS, Site, demo_site, fresh_site
from tests.browser.test_axe import broken_rules

from .sheets import contact_sheets

Window = dict[str, int]
WINDOWS = {"phone": PHONE, "desk": DESK}
TALLEST = {"phone": 4440, "desk": 2400}  # px; below is more of the same, down to the end
END = {"phone": 1480, "desk": 800}  # px; the last of a taller page, in a picture of its own
NARROWEST = {"width": 320, "height": 640}
LOCALES = {"ja": "ja-JP", "en": "en-GB"}
SCHEMES = ("light", "dark")
AXE_LOOKS = {("phone", "light"), ("desk", "dark")}  # both windows and both palettes, in both languages
STATES: dict[str, Callable[[Path], AbstractContextManager[Site]]] = {
    "full": demo_site,
    "empty": lambda home: fresh_site(home, name="まちの豆腐店"),
    "overfull": demo_site,
}
EXPECTED = {"/not-here": 404}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WAKE = "Promise.all([...document.images].map(image => { image.loading = 'eager'; return image.decode(); }))"


@dataclass
class Camera:
    """One visitor with one language; keeps what went wrong."""

    page: Page
    look: str  # full/ja
    folder: Path
    troubles: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.set_default_timeout(30_000)
        self.page.on("pageerror", lambda error: self._say(f"script: {error}"))
        self.page.on("console", self._read)
        self.page.on("requestfailed", lambda request: self._say(f"failed: {request.url} {request.failure}"))

    def _read(self, line: ConsoleMessage) -> None:
        """Errors of scripts, refused resources, violations of the content policy; the page that must be missing may."""
        if line.type == "error" and not self.page.url.endswith(tuple(EXPECTED)):
            self._say(f"console: {line.text}")

    def _say(self, trouble: str) -> None:
        self.troubles.append(f"{self.look} {self.page.url}: {trouble}")

    def take(self, name: str, path: str) -> None:
        """All pictures of one page: two windows, two palettes."""
        answer: Response | None = self.page.goto(path)
        assert answer is not None
        if answer.status != EXPECTED.get(path, 200):
            self._say(f"answers {answer.status}")
        self.page.evaluate(WAKE)
        self._measure(name, NARROWEST)
        for (window, size), scheme in product(WINDOWS.items(), SCHEMES):
            self._measure(name, size)
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self._shoot(name, window, scheme)
            if (window, scheme) in AXE_LOOKS:
                self.troubles += [
                    f"{self.look} {name} {window} {scheme}: axe {rule}" for rule in broken_rules(self.page)
                ]

    def _measure(self, name: str, size: Window) -> None:
        self.page.set_viewport_size(size)  # type: ignore[arg-type]
        if (wide := self.page.evaluate(WIDER)) > 0:
            self.troubles.append(f"{self.look} {name}: {wide} px wider than {size['width']}")

    def _shoot(self, name: str, window: str, scheme: str) -> None:
        whole = max(self.page.evaluate("document.documentElement.scrollHeight"), WINDOWS[window]["height"])
        self._clip(name, window, scheme, 0, min(whole, TALLEST[window]))
        if whole > TALLEST[window]:
            top = max(TALLEST[window], whole - END[window])
            self._clip(f"{name} end", window, scheme, top, whole - top)

    def _clip(self, name: str, window: str, scheme: str, top: int, height: int) -> None:
        file = self.folder / window / scheme / f"{name.replace(':', '-').replace(' ', '-')}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        clip: Any = {"x": 0, "y": top, "width": WINDOWS[window]["width"], "height": height}
        self.page.screenshot(path=file, type="jpeg", quality=88, full_page=True, clip=clip)


def ask_for_a_code(page: Page, email: str) -> str:
    """The page that waits for the code from the letter."""
    page.goto("/in")
    page.fill("[name=email]", email)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/in/code*")
    page.wait_for_load_state("networkidle")  # what is left half-way would count as a failed request
    return page.url.partition(page.url.split("/in/code")[0])[2]


def come_in(page: Page, email: str, code: str) -> None:
    """By the printed code, as after `yoriai setup`."""
    page.goto("/in/code?printed")
    page.fill("[name=email]", email)
    page.fill("[name=code]", code)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/desk*")


def one_state(browser: Browser, state: str, folder: Path, languages: list[str]) -> list[str]:
    troubles: list[str] = []
    with tempfile.TemporaryDirectory() as home, STATES[state](Path(home)) as site:
        for desk in json.loads(site.ask(f"from tests.pictures import states; states.{state}()")):
            for language, cameras in _cameras(browser, site, desk, state, folder, languages):
                for name, path, from_desk in desk["visits"]:
                    cameras[from_desk].take(name, path)
                stranger = cameras[False]
                stranger.take("accounts:code mailed", ask_for_a_code(stranger.page, desk["email"]))
                troubles += cameras[False].troubles + cameras[True].troubles
                print(f"{state} {language}: {len(desk['visits'])} pages", flush=True)
    return troubles


def _cameras(
    browser: Browser, site: Site, desk: dict[str, Any], state: str, folder: Path, languages: list[str]
) -> Iterator[tuple[str, dict[bool, Camera]]]:
    """Per language a stranger and the owner; the owner comes in once."""
    kept: Any = None
    for language in languages:
        with ExitStack() as stack:
            cameras = {}
            for inside in (False, True):
                context = browser.new_context(
                    base_url=site.url,
                    locale=LOCALES[language],
                    storage_state=kept if inside else None,
                    reduced_motion="reduce",
                )
                stack.callback(context.close)
                camera = Camera(context.new_page(), f"{state}/{language}", folder / state / language)
                if inside and kept is None:
                    come_in(camera.page, desk["email"], desk["code"])
                    kept = context.storage_state()
                camera.listen()
                cameras[inside] = camera
            yield language, cameras


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0])
    states = [state for state in STATES if state in arguments] or list(STATES)
    languages = [language for language in LOCALES if language in arguments] or list(LOCALES)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        troubles = [each for state in states for each in one_state(browser, state, folder, languages)]
        browser.close()
    print("\n".join([*troubles, f"{len(troubles)} troubles"]), flush=True)
    contact_sheets(folder, states, languages)
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
