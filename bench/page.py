"""One cold opening of a page in a real browser: the bytes of every file, and when the largest thing was painted."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = os.environ.get("YORIAI_CHROMIUM", "/usr/bin/chromium")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}  # 1.44 Mbit/s
LARGEST = """() => new Promise((done) => {
  const read = (list) => done(Math.round(list.getEntries().at(-1).startTime));
  new PerformanceObserver(read).observe({ type: "largest-contentful-paint", buffered: true });
})"""


@dataclass
class Opened:
    files: dict[str, tuple[str, int]] = field(default_factory=dict)  # address → kind, bytes on the wire with headers
    foreign: list[str] = field(default_factory=list)
    largest_paint: int = 0  # milliseconds

    def bytes_of(self, kind: str = "") -> int:
        return sum(size for found, size in self.files.values() if kind in ("", found))


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


def open_cold(with_browser: Browser, url: str, *, slow: bool = True) -> Opened:
    """As a phone of 360 × 740 that was never here; `slow`: slow 4G and a processor four times slower."""
    context = with_browser.new_context(viewport={"width": 360, "height": 740}, locale="ja")
    page, seen = context.new_page(), Opened()
    link, kinds = context.new_cdp_session(page), {}
    link.send("Network.enable")
    if slow:
        link.send("Network.emulateNetworkConditions", SLOW_4G)
        link.send("Emulation.setCPUThrottlingRate", {"rate": 4})

    def responded(event: dict) -> None:
        kinds[event["requestId"]] = (event["response"]["url"], event["type"])

    def finished(event: dict) -> None:
        address, kind = kinds.get(event["requestId"], ("", ""))
        if address.startswith("http"):
            seen.files[address] = (kind, int(event["encodedDataLength"]))
            if urlsplit(address).netloc != urlsplit(url).netloc:
                seen.foreign.append(address)

    link.on("Network.responseReceived", responded)
    link.on("Network.loadingFinished", finished)
    page.goto(url, wait_until="networkidle")
    seen.largest_paint = page.evaluate(LARGEST)
    context.close()
    return seen
