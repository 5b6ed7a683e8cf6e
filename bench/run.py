"""The budget table, measured here and now: `make bench`."""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.load.installation import free_port, own_database, prepared, serving
from tests.load.visitor import Visitor

from . import hits, measuring, pages, similar
from .figures import Figure, show
from .page import browser, open_cold
from .shipped import answering, memory_of_tree


def demo(home: Path) -> list[Figure]:
    """From nothing to the first page of the demo; then the whole tree idle; then the page behind the QR code."""
    port = free_port()
    environment = {**os.environ, "YORIAI_HOME": str(home), "YORIAI_DATABASE_URL": ""}
    began = time.monotonic()
    parent = subprocess.Popen(
        [sys.executable, "-m", "yoriai.cli", "demo", "--port", str(port)], env=environment, stdout=subprocess.PIPE
    )
    try:
        answering(f"http://127.0.0.1:{port}/demo", within=180)
        started = time.monotonic() - began
        place = next(line for line in iter(parent.stdout.readline, b"") if b"/q/" in line).split()[0].decode()
        return [Figure("demo: from nothing to its first page", started, "s", 60), *qr_page(place), memory(parent.pid)]
    finally:
        parent.terminate()
        parent.wait(30)


def memory(pid: int) -> Figure:
    time.sleep(3)
    return Figure("demo: memory of the whole tree, after visits", memory_of_tree(pid), "MB", 350)


def qr_page(url: str) -> list[Figure]:
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
    installation = prepared(home, "")
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
    return [
        Figure("visits with a voice a second (8 at once)", rate, "/s", 5, at_least=True),
        Figure("a voice on disk and answered, p95", waits[int(count * 0.95)] * 1000, "ms", 1000),
    ]


def crowds(folder: Path, count: int) -> list[Figure]:
    """Among very many voices and ideas, on SQLite and on the PostgreSQL that bin/bench started."""
    found = pages.figures(prepared(folder / "pages", ""))
    with own_database(os.environ["YORIAI_DATABASE_URL"]) as postgresql:
        for name, url in (("sqlite", ""), ("postgresql", postgresql)):
            installation = prepared(folder / name, url)
            found += similar.figures(installation, count)
            found += hits.figures(installation)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--voices", type=int, default=300, help="how many voices are sent (300)")
    parser.add_argument("--crowd", type=int, default=50_000, help="how many voices there are already (50000)")
    parser.add_argument("--all", action="store_true", help="also listen to 100,000 voices (about eight minutes)")
    options = parser.parse_args()
    # First, while no larger child process has set the mark of memory.
    figures = [Figure(what, found, unit, budget) for what, found, budget, unit in measuring.rows()]
    with tempfile.TemporaryDirectory() as folder:
        figures += demo(Path(folder, "demo"))
        figures += posts(Path(folder, "posts"), options.voices)
        figures += crowds(Path(folder, "crowds"), options.crowd)
    show(figures)
    # The kernels in processes of their own, so that each CPU second and each megabyte is theirs.
    listening = [sys.executable, "bench/listening.py", *(["--all"] if options.all else [])]
    kernels = [subprocess.run(command).returncode for command in ([sys.executable, "-m", "bench.counting"], listening)]
    return 0 if not any(kernels) and all(figure.kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
