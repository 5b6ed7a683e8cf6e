"""What the QR page costs on the wire, and when its largest paint comes on a slow line with a slow processor."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
LARGEST_PAINT = """() => new Promise(resolve => new PerformanceObserver(list => {
  resolve(list.getEntries().at(-1).startTime) }).observe({type: 'largest-contentful-paint', buffered: true}))"""


def transferred(page: Page, path: str) -> dict[str, int]:
    """Bytes on the wire of every file of a page, headers included, by address."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({names[event["requestId"]]: int(event["encodedDataLength"])}),
    )
    page.goto(path, wait_until="networkidle")
    session.detach()
    return {url: size for url, size in sizes.items() if not url.startswith("data:")}


def largest_paint(page: Page, path: str) -> float:
    """Milliseconds until the largest paint, cold, at Lighthouse's slow 4G and a processor four times slower."""
    session: Any = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(path, wait_until="load", timeout=60_000)
    page.wait_for_timeout(300)
    return float(page.evaluate(LARGEST_PAINT))


def test_qr_page_stays_within_its_bytes(visit: Callable[..., Page], addresses: dict[str, str]) -> None:
    sizes = transferred(visit(), f"/q/{addresses['place']}")
    scripts = sum(size for url, size in sizes.items() if ".js" in url)
    html = next(size for url, size in sizes.items() if "/q/" in url)
    assert (sum(sizes.values()) <= 60_000, html <= 14_000, scripts <= 30_000) == (True, True, True), sizes


def test_qr_page_asks_nobody_else(visit: Callable[..., Page], addresses: dict[str, str]) -> None:
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/q/{addresses['place']}", wait_until="networkidle")
    assert [url for url in asked if not url.startswith("http://127.0.0.1:")] == []


def test_receipt_page_script_stays_small(visit: Callable[..., Page], addresses: dict[str, str]) -> None:
    sizes = transferred(visit(), f"/k/{addresses['receipt']}")
    assert sum(size for url, size in sizes.items() if ".js" in url) <= 30_000


def test_qr_page_paints_in_time_on_a_slow_line(visit: Callable[..., Page], addresses: dict[str, str]) -> None:
    visit().goto("/@tofu")  # the server has warmed up, the visitor has not
    assert min(largest_paint(visit(), f"/q/{addresses['place']}") for _try in range(3)) <= 1500
