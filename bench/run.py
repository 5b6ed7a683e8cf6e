"""The budget table, measured here and now: `make bench`."""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil

from tests.load.installation import Installation, serving
from tests.load.visitor import Visitor

from .page import browser, open_cold


class Figure(NamedTuple):
    what: str
    found: float
    unit: str
    budget: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        return self.found >= self.budget if self.at_least else self.found <= self.budget


def show(figures: list[Figure]) -> None:
    print(f"\n{'what':<52}{'found':>14}   {'budget':>12}")
    for figure in figures:
        sign, verdict = ("≥" if figure.at_least else "≤"), ("kept" if figure.kept else "BROKEN")
        budget = f"{sign} {figure.budget:g} {figure.unit}"
        print(f"{figure.what:<52}{figure.found:>10.1f} {figure.unit:<5}{budget:>14}   {verdict}")


def answering(url: str) -> httpx.Response:
    while True:
        try:
            return httpx.get(url)
        except httpx.TransportError:
            time.sleep(0.05)


def demo(home: Path) -> list[Figure]:
    """From nothing to the first page of the demo; then the whole tree idle; then the page behind the QR code."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    environment = {**os.environ, "YORIAI_HOME": str(home)}
    began = time.monotonic()
    parent = subprocess.Popen(
        [sys.executable, "-m", "yoriai.cli", "demo", "--port", str(port)], env=environment, stdout=subprocess.PIPE
    )
    base = f"http://127.0.0.1:{port}"
    answering(f"{base}/demo")
    started = time.monotonic() - began
    try:
        place = next(line for line in iter(parent.stdout.readline, b"") if b"/q/" in line).split()[0].decode()
        return [Figure("demo: from nothing to its first page", started, "s", 60), *pages(place), memory(parent.pid)]
    finally:
        parent.terminate()
        parent.wait(30)


def memory(pid: int) -> Figure:
    time.sleep(3)
    tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    used = sum(process.memory_info().rss for process in tree) / 1e6
    return Figure("demo: memory of the whole tree, after visits", used, "MB", 350)


def pages(url: str) -> list[Figure]:
    with browser() as chromium:
        open_cold(chromium, url, slow=False)  # the server's first answer is not the visitor's affair
        runs = [open_cold(chromium, url) for _ in range(5)]
    opened = runs[-1]
    for address, (kind, size) in sorted(opened.files.items(), key=lambda item: -item[1][1]):
        print(f"  {size / 1000:6.1f} kB  {kind:<11} {address.partition('//')[2].partition('/')[2][:60]}")
    paint = statistics.median(run.largest_paint for run in runs) / 1000
    return [
        Figure("QR page: everything on the wire", opened.bytes_of() / 1000, "kB", 60),
        Figure("QR page: HTML on the wire", opened.bytes_of("Document") / 1000, "kB", 14),
        Figure("QR page: scripts on the wire", opened.bytes_of("Script") / 1000, "kB", 30),
        Figure("QR page: requests to others", len(opened.foreign), "", 0),
        Figure("QR page: largest paint, slow 4G, 4× CPU (median of 5)", paint, "s", 1.5),
    ]


def posts(home: Path, count: int) -> list[Figure]:
    """Whole visits by eight people at once – open the form, send, on disk – and the search while typing."""
    installation = Installation(home, "")
    installation.prepare()
    with serving(installation), ThreadPoolExecutor(8) as people:

        def visit(number: int) -> float:
            visitor = Visitor(installation.url, installation.place)
            form = visitor.open_form()
            began = time.monotonic()
            visitor.send(form, f"{number}番目の声。お弁当に入る小さいがんもどきがほしい")
            return time.monotonic() - began

        began = time.monotonic()
        waits = sorted(people.map(visit, range(count)))
        rate = count / (time.monotonic() - began)
        with httpx.Client(base_url=installation.url) as typing:
            found = [similar(typing, installation.place) for _ in range(60)]
    return [
        Figure("visits with a voice a second (8 at once)", rate, "/s", 5, at_least=True),
        Figure("a voice on disk and answered, p95", waits[int(count * 0.95)] * 1000, "ms", 1000),
        Figure(f"similar voices among {count}, p95", sorted(found)[57] * 1000, "ms", 150),
    ]


def similar(typing: httpx.Client, place: str) -> float:
    began = time.monotonic()
    typing.get(f"/q/{place}/similar", params={"text": "小さいがんもどきをお弁当に"}).raise_for_status()
    return time.monotonic() - began


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--voices", type=int, default=300, help="how many voices are sent (300)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = demo(Path(folder, "demo"))
        Path(folder, "posts").mkdir()
        figures += posts(Path(folder, "posts"), options.voices)
    show(figures)
    counting = subprocess.run([sys.executable, "-m", "bench.counting"]).returncode  # in a process of its own
    return 0 if counting == 0 and all(figure.kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
