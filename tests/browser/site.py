"""A demo shop of its own, served by the real command, for one run of the browser tests."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.load.installation import free_port

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("YORIAI_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    url: str
    home: Path
    environment: dict[str, str]

    def ask(self, code: str) -> str:
        """The last line that `code` prints inside this installation."""
        command = [sys.executable, "-m", "yoriai.cli", "manage", "shell", "-v0", "-c", code]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip().splitlines()[-1]


def _own(home: Path, port: int, **more: str) -> Site:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("YORIAI_")}
    url = f"http://127.0.0.1:{port}"
    return Site(url, home, {**kept, "YORIAI_HOME": str(home), "YORIAI_BASE_URL": url, "PYTHONPATH": str(ROOT), **more})


@contextmanager
def demo_site(home: Path) -> Iterator[Site]:
    port = free_port()
    with _served(_own(home, port, YORIAI_DEMO="1"), "demo", "--port", str(port)) as site:
        yield site


@contextmanager
def fresh_site(home: Path, *, name: str) -> Iterator[Site]:
    """What `yoriai setup` leaves behind: one shop, its owner, and nothing else."""
    port = free_port()
    site = _own(home, port)
    setup = ["setup", "--base-url", site.url, "--name", name, "--slug", "tofu", "--owner-email", "owner@tofu.example"]
    subprocess.run([sys.executable, "-m", "yoriai.cli", *setup], env=site.environment, check=True, capture_output=True)
    with _served(site, "serve", "--port", str(port)) as served:
        yield served


@contextmanager
def _served(site: Site, *command: str) -> Iterator[Site]:
    with (site.home / "server.log").open("w") as log:
        run = [sys.executable, "-m", "yoriai.cli", *command]
        server = subprocess.Popen(run, env=site.environment, stdout=log, stderr=log)
    try:
        _wait(server, site)
        yield site
    finally:
        server.terminate()
        server.wait(30)


def _wait(server: "subprocess.Popen[bytes]", site: Site) -> None:
    deadline = time.monotonic() + 180  # `make bench` holds the start to its budget; here others may be at work
    while time.monotonic() < deadline:
        assert server.poll() is None, (site.home / "server.log").read_text()[-2000:]
        try:
            httpx.get(f"{site.url}/robots.txt", timeout=2).raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise AssertionError("the demo did not answer within three minutes")
