"""`yoriai serve`: one small parent that holds the port; below it web processes and the worker. Who dies comes back."""

import argparse
import ctypes
import os
import signal
import socket
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
QUEUE = 512  # visitors who wait at the port while every web process is busy or away
MOST_PROCESSES = 64


def end_with_parent() -> None:
    """A parent that was killed must not leave a server behind that holds the port (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process below the parent, and when it may be started (again)."""

    name: str
    command: Sequence[str]
    listener: socket.socket | None = None  # handed down to web processes
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
        handed = (self.listener.fileno(),) if self.listener else ()
        return subprocess.Popen(self.command, pass_fds=handed, start_new_session=True, preexec_fn=end_with_parent)

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


def web_processes(listeners: Sequence[socket.socket], proxies: str) -> list[Child]:
    command = (sys.executable, "-m", "yoriai.config.web_process")
    return [
        Child(f"web process {count}", [*command, str(listener.fileno()), proxies], listener)
        for count, listener in enumerate(listeners, 1)
    ]


def listen(host: str, port: int, processes: int = 1) -> list[socket.socket]:
    """The port, once for each web process. OSError when somebody else has it.

    Linux deals visitors out evenly among sockets of one port. At a single socket the process that wakes first takes a
    whole crowd, and the others stay idle. Elsewhere they share one.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    alone = socket.create_server((host, port), family=family, backlog=QUEUE)
    if processes == 1 or sys.platform != "linux":
        return [alone] * processes
    address = alone.getsockname()[:2]
    alone.close()  # it only asked whether the port is free: a shared one would be given to a second server, too
    return [
        socket.create_server(address, family=family, backlog=QUEUE, reuse_port=True) for _process in range(processes)
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
        if child.listener:
            child.listener.close()  # nobody new; those inside are served to the end
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
    parser.add_argument("--processes", type=int, default=1, metavar="N", help="web processes, one a core (1)")
    parser.add_argument("--no-worker", action="store_true", help="the worker runs elsewhere")
    options = parser.parse_args(arguments)
    if not 1 <= options.processes <= MOST_PROCESSES:
        parser.error(f"--processes is a number from 1 to {MOST_PROCESSES}")
    if options.home:
        os.environ["YORIAI_HOME"] = os.path.abspath(options.home)
    if subprocess.call([sys.executable, "-m", "yoriai.config.commands.ready"]):
        return 1
    try:
        listeners = listen(options.host, options.port, options.processes)
    except (OSError, OverflowError) as error:
        print(f"yoriai: cannot listen on {options.host}:{options.port} ({error}).", file=sys.stderr)
        print("yoriai: is it running already? Another port: --port 8001", file=sys.stderr)
        return 1
    children = web_processes(listeners, options.proxy)
    if not options.no_worker:
        children.append(Child("the worker", [sys.executable, "-m", "yoriai.cli", "worker"]))
    print(f"yoriai: listening on http://{options.host}:{options.port}", file=sys.stderr)
    print(f"yoriai: people open {read_environment().base_url}   (stop: Ctrl-C)", file=sys.stderr, flush=True)
    return run(children)
