"""The README's pictures: わたしの声のゆくえ of the demo on a phone, cut between two knots into columns."""

import io
import sys
import tempfile
from itertools import combinations, pairwise
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from .site import CHROMIUM, FLAGS, Site, demo_site

PHONE = {"width": 360, "height": 740}
COLUMNS = 3
GAP = 40  # px around and between the columns
HEAD = 16  # px of air above a knot that begins a column
PAPER = "#F1ECE1"
RECEIPT = (
    "from yoriai.dialogue.models import Voice;"
    "print(Voice.objects.get(text__startswith='がんもどき、もうひと').receipt.get_absolute_url())"
)
WAKE = "Promise.all([...document.images].map(image => { image.loading = 'eager'; return image.decode(); }))"
EDGES = """() => [
  document.querySelector('.masthead').getBoundingClientRect().top,
  ...[...document.querySelectorAll('main > ol.thread > li, .version')].slice(1).map(knot => knot.getBoundingClientRect().top),
  document.querySelector('main > ol.thread').getBoundingClientRect().bottom,
].map(edge => Math.round(edge + scrollY))"""


def take(browser: Browser, site: Site, language: str) -> Image.Image:
    context = browser.new_context(
        base_url=site.url, viewport=PHONE, locale={"ja": "ja-JP", "en": "en-GB"}[language], color_scheme="light"
    )
    page = context.new_page()
    page.goto(site.ask(RECEIPT))
    page.evaluate(WAKE)
    edges: list[int] = page.evaluate(EDGES)
    whole = _whole(page)
    context.close()
    return _composed([whole.crop((0, top, whole.width, bottom)) for top, bottom in pairwise(_cuts(edges))])


def _whole(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")


def _cuts(edges: list[int]) -> list[int]:
    """The edges at which the tallest column is the least tall."""
    first, *between, last = edges[0], *(edge - HEAD for edge in edges[1:-1]), edges[-1]
    choices = ([first, *chosen, last] for chosen in combinations(between, COLUMNS - 1))
    return min(choices, key=lambda cuts: max(bottom - top for top, bottom in pairwise(cuts)))


def _composed(columns: list[Image.Image]) -> Image.Image:
    size = (sum(each.width + GAP for each in columns) + GAP, max(each.height for each in columns) + 2 * GAP)
    sheet = Image.new("RGB", size, PAPER)
    paper = columns[0].getpixel((2, 2))
    left = GAP
    for each in columns:
        sheet.paste(paper, (left, GAP, left + each.width, size[1] - GAP))
        sheet.paste(each, (left, GAP))
        left += each.width + GAP
    return sheet


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, demo_site(Path(home)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in ("ja", "en"):
            whole = take(browser, site, language)
            picture = whole.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=1)
            picture.save(folder / f"journey-{language}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
