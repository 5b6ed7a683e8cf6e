"""`yoriai serve` as it is shipped: the parent, the web processes and the worker."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import psutil

from tests.load.installation import Installation, free_port


@dataclass(frozen=True)
class Served:
    url: str
    pid: int

    def memory(self) -> float:
        return memory_of_tree(self.pid)


@contextmanager
def serving(installation: Installation, processes: int = 1) -> Iterator[Served]:
    port = free_port()
    command = [sys.executable, "-m", "yoriai.cli", "serve", "--port", str(port), "--processes", str(processes)]
    parent = subprocess.Popen(command, env=installation.environment, stderr=subprocess.DEVNULL)
    try:
        yield Served(answering(f"http://127.0.0.1:{port}"), parent.pid)
    finally:
        parent.terminate()
        parent.wait(30)


def memory_of_tree(pid: int) -> float:
    """Resident memory of a process and everything below it, in MB."""
    parent = psutil.Process(pid)
    return sum(process.memory_info().rss for process in [parent, *parent.children(recursive=True)]) / 1e6


def answering(url: str, within: float = 60) -> str:
    deadline = time.monotonic() + within
    while True:
        try:
            httpx.get(url)
            return url
        except httpx.TransportError:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.05)
