"""`yoriai serve`: one small parent, and below it the server of the pages and the worker. One that dies comes back."""

import argparse
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

from yoriai.config.environment import read_environment

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds before a child that died is started again, doubled each time
STEADY = 60.0  # a child that lived this long starts again without a wait
PR_SET_PDEATHSIG = 1
PATIENCE = 15.0  # for children that are told to stop


def end_with_parent() -> None:
    """A parent that was killed must not leave a server behind that holds the port (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process below the parent, and when it may be started (again)."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    wait: float = FIRST_WAIT
    not_before: float = field(default=0.0)

    def look_after(self, now: float) -> None:
        if self.process is None:
            if now >= self.not_before:
                self.process, self.started = self._begin(), now
        elif self.process.poll() is not None:
            if now - self.started >= STEADY:
                self.wait = FIRST_WAIT
            print(f"yoriai: {self.name} ended and is started again.", file=sys.stderr, flush=True)
            self.process, self.not_before = None, now + self.wait
            self.wait = min(self.wait * 2, LONGEST_WAIT)

    def _begin(self) -> "subprocess.Popen[bytes]":
        """In a session of its own: Ctrl-C reaches the parent alone, which then ends everything in order."""
        return subprocess.Popen(self.command, start_new_session=True, preexec_fn=end_with_parent)

    def tell(self, signal_: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal_)

    def end(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def uvicorn_command(host: str, port: int, proxies: str) -> list[str]:
    """Whom we believe about the visitor's address and https: only `proxies`."""
    return [
        *(sys.executable, "-m", "uvicorn", "yoriai.config.asgi:application"),
        *("--host", host, "--port", str(port), "--loop", "uvloop", "--http", "httptools"),
        *("--proxy-headers", "--forwarded-allow-ips", proxies),
        *("--timeout-graceful-shutdown", "10", "--no-server-header", "--no-access-log", "--log-level", "warning"),
    ]


def run(children: Sequence[Child]) -> int:
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, stop)
    while not stopping:
        for child in children:
            child.look_after(time.monotonic())
        time.sleep(0.2)
    for child in children:
        child.tell(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for child in children:
        child.end(deadline)
    return 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="yoriai serve", description="Serve the pages and send the letters.")
    parser.add_argument("--home", help="the folder of all data (YORIAI_HOME)")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the one port (8000)")
    parser.add_argument("--proxy", default="127.0.0.1", metavar="ADDRESS", help="the front server to believe")
    parser.add_argument("--no-worker", action="store_true", help="the worker runs elsewhere")
    options = parser.parse_args(arguments)
    if options.home:
        os.environ["YORIAI_HOME"] = os.path.abspath(options.home)
    if subprocess.call([sys.executable, "-m", "yoriai.config.commands.ready"]):
        return 1
    children = [Child("the server of the pages", uvicorn_command(options.host, options.port, options.proxy))]
    if not options.no_worker:
        children.append(Child("the worker", [sys.executable, "-m", "yoriai.cli", "worker"]))
    print(f"yoriai: listening on http://{options.host}:{options.port}", file=sys.stderr)
    print(f"yoriai: people open {read_environment().base_url}   (stop: Ctrl-C)", file=sys.stderr, flush=True)
    return run(children)
