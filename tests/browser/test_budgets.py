"""The page behind the QR code stays light and quick: measured from a real server by a real browser."""

import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.page import Opened, open_cold
from tests.load.installation import Installation, serving

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Opened]]:
    installation = Installation(Path(tmp_path_factory.mktemp("budgets")), "")
    installation.prepare()
    with serving(installation):
        url = f"{installation.url}/q/{installation.place}"
        open_cold(browser, url, slow=False)
        yield [open_cold(browser, url) for _ in range(5)]


def test_the_page_behind_the_qr_code_is_light(opened: list[Opened]) -> None:
    page = opened[0]
    assert page.bytes_of() <= 60_000
    assert page.bytes_of("Document") <= 14_000
    assert page.bytes_of("Script") <= 30_000
    assert page.foreign == []


def test_it_is_painted_before_anybody_wonders(opened: list[Opened], capsys: pytest.CaptureFixture[str]) -> None:
    """Slow 4G, a processor four times slower, nothing in the cache."""
    paints = sorted(page.largest_paint for page in opened)
    with capsys.disabled():
        print(f"\nlargest paint of five cold openings: {paints} ms")  # noqa: T201 – a figure that CI shows
    assert statistics.median(paints) <= 1_500
