"""A real installation of its own for one load test: folder, database, shop, server processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg

ROOT = Path(__file__).resolve().parents[2]
SEED = """
import json
from datetime import timedelta
from yoriai.accounts.actions import found_organisation
from yoriai.theme.actions import open_theme
from yoriai.web import clock
shop = found_organisation(slug="tofu", name="まちの豆腐店", owner_email="owner@tofu.example", owner_title="店主",
                          operator="まちの豆腐店", reply_place="店頭の貼り紙")
theme = open_theme(shop, title="朝の5分を助ける一品", question="お弁当に入れたい豆腐のおかずは", purpose="いっしょにつくります。",
                   recipe="t03", starts_on=clock.today(), ends_on=clock.today() + timedelta(days=7), by=None)
print(json.dumps({"place": theme.places.get().code}))
"""


@dataclass
class Installation:
    home: Path
    database_url: str
    place: str = ""
    port: int = 0
    more: dict[str, str] = field(default_factory=dict)  # further variables of its environment

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("YORIAI_")}
        own = {"YORIAI_HOME": str(self.home), "YORIAI_POSTS_PER_MINUTE": "1000000"}
        return {**kept, **own, "YORIAI_DATABASE_URL": self.database_url, "PYTHONPATH": str(ROOT), **self.more}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *command: str) -> str:
        done = subprocess.run([sys.executable, *command], env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def manage(self, *arguments: str) -> str:
        return self.run("-m", "yoriai.cli", "manage", *arguments)

    def ask(self, code: str) -> str:
        """The last line that `code` prints inside this installation."""
        return self.manage("shell", "-v0", "-c", code).strip().splitlines()[-1]

    def prepare(self) -> None:
        self.manage("migrate", "-v0")
        self.manage("collectstatic", "--noinput", "-v0")
        self.place = json.loads(self.ask(SEED))["place"]

    def wait_for_answer(self, address: str, within: float = 60) -> None:
        deadline = time.monotonic() + within
        while True:
            try:
                httpx.get(f"{self.url}{address}")
            except httpx.TransportError:
                assert time.monotonic() < deadline, f"{address} did not answer"
                time.sleep(0.1)
            else:
                return

    def kill_a_web_process(self, slot: int = 0) -> None:
        try:
            os.kill(int((self.home / "pids" / str(slot)).read_text()), signal.SIGKILL)
        except (ProcessLookupError, ValueError, FileNotFoundError):
            return  # it is just being started again


def prepared(home: Path, database_url: str) -> Installation:
    """A new one, with its shop and its place."""
    home.mkdir(parents=True, exist_ok=True)
    made = Installation(home, database_url)
    made.prepare()
    return made


@contextmanager
def serving(installation: Installation, processes: int = 1) -> Iterator[Installation]:
    port_file, pids = installation.home / "port", installation.home / "pids"
    command = [sys.executable, "-m", "tests.load.forking_server", str(port_file), str(pids), str(processes)]
    server = subprocess.Popen(command, env=installation.environment, cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while not ((pids / str(processes - 1)).exists() and port_file.read_text()):
            assert server.poll() is None, "the server ended at its start"
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.05)
        installation.port = int(port_file.read_text())
        yield installation
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def own_database(server_url: str) -> Iterator[str]:
    """A fresh database on the server that bin/with-postgresql started; gone afterwards."""
    name = f"load_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(server_url)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
