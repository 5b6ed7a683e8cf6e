"""The real command from an installed wheel: set up, serve, answer, survive a kill, stay small, end."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
import pytest

from .installation import ROOT, free_port

pytestmark = [pytest.mark.load, pytest.mark.timeout(600)]
MOST_MEMORY = 350_000_000


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`yoriai` from a wheel in a clean environment; the dependencies are those of this one."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT], check=True)
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv/bin/python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", *folder.glob("*.whl")], check=True)
    ours = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    theirs = next((folder / "venv").glob("lib/*/site-packages"))
    (theirs / "dependencies.pth").write_text(str(ours))
    return folder / "venv/bin/yoriai"


@pytest.fixture(scope="module")
def home(command: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    answers = ("--name", "まちの豆腐店", "--slug", "tofu", "--owner-email", "owner@tofu.example")
    done = run(command, folder, "setup", *answers)
    assert done.returncode == 0, done.stderr
    return folder


def environment(home: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("YORIAI_", "PYTHON"))}
    return {**kept, "YORIAI_HOME": str(home)}


def run(command: Path, home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([command, *arguments], env=environment(home), cwd=home, capture_output=True, text=True)


def answering(url: str, within: float = 60) -> httpx.Response:
    deadline = time.monotonic() + within
    while True:
        try:
            return httpx.get(url)
        except httpx.TransportError:
            assert time.monotonic() < deadline, f"{url} did not answer"
            time.sleep(0.1)


def test_the_wheel_holds_the_product_and_no_tests(command: Path) -> None:
    package = next(command.parents[1].glob("lib/*/site-packages/yoriai"))
    files = {str(path.relative_to(package)) for path in package.rglob("*") if path.is_file()}
    assert [name for name in files if "/tests/" in name or name == "conftest.py"] == []
    wanted = {
        "web/static/web/page.css",
        "web/inline/speaking.css",
        "web/templates/web/base.html",
        "people/text_bodies/ja.yaml",
        "py.typed",
    }
    wanted |= {"web/locale/ja/LC_MESSAGES/django.mo", "theme/print/poster.typ", "listening/data/words.toml"}
    assert sorted(wanted - files) == []


def test_serve_answers_survives_stays_small_and_ends(command: Path, home: Path) -> None:
    port = free_port()
    parent = subprocess.Popen([command, "serve", "--port", str(port)], env=environment(home), cwd=home)
    try:
        url = f"http://127.0.0.1:{port}/in"
        page = answering(url)
        assert page.status_code == 200
        style = re.search(r'href="(/static/web/page\.[0-9a-f]+\.css)"', page.text)
        assert style is not None
        assert answering(f"http://127.0.0.1:{port}{style[1]}").headers["cache-control"].endswith("immutable")
        tree = [psutil.Process(parent.pid), *psutil.Process(parent.pid).children(recursive=True)]
        assert sum(process.memory_info().rss for process in tree) <= MOST_MEMORY
        web = next(process for process in tree if "web_process" in " ".join(process.cmdline()))
        web.kill()
        web.wait(10)
        assert answering(url).status_code == 200
    finally:
        parent.send_signal(signal.SIGTERM)
        assert parent.wait(30) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


def test_two_web_processes_answer_while_one_after_the_other_dies(command: Path, home: Path) -> None:
    port = free_port()
    parent = subprocess.Popen(
        [command, "serve", "--processes", "2", "--port", str(port)], env=environment(home), cwd=home
    )
    try:
        url = f"http://127.0.0.1:{port}/in"
        answering(url)
        for _kill in range(4):
            children = psutil.Process(parent.pid).children()
            next(child for child in children if "web_process" in " ".join(child.cmdline())).kill()
            assert {httpx.get(url, timeout=30).status_code for _visit in range(5)} == {200}
    finally:
        parent.send_signal(signal.SIGTERM)
        assert parent.wait(30) == 0


def test_a_visitor_waits_while_the_only_web_process_starts_again(command: Path, home: Path) -> None:
    port = free_port()
    parent = subprocess.Popen([command, "serve", "--port", str(port)], env=environment(home), cwd=home)
    try:
        answering(f"http://127.0.0.1:{port}/in")
        web = next(c for c in psutil.Process(parent.pid).children() if "web_process" in " ".join(c.cmdline()))
        web.kill()
        web.wait(10)
        assert httpx.get(f"http://127.0.0.1:{port}/in", timeout=60).status_code == 200
    finally:
        parent.send_signal(signal.SIGTERM)
        assert parent.wait(30) == 0


def test_a_taken_port_is_told_and_nothing_is_started(command: Path, home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run(command, home, "serve", "--port", str(taken.getsockname()[1]))
    assert (done.returncode, "--port" in done.stderr) == (1, True)


def test_the_doctor_of_the_installed_wheel_is_content(command: Path, home: Path) -> None:
    done = run(command, home, "doctor")
    assert (done.returncode, "✗" in done.stdout) == (0, False), done.stdout
