"""The parent of the process tree, with children that are small scripts: real processes, real signals."""

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from yoriai.config.commands.serve import Child, listen, main, web_processes
from yoriai.config.web_process import configuration

pytestmark = pytest.mark.timeout(60)
PARENT = """
import sys
from yoriai.config.commands.serve import Child, run
note = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\\\n'); time.sleep(60)"
sys.exit(run([Child(name, [sys.executable, "-c", note, name]) for name in sys.argv[1:]]))
"""


def pids(file: Path, at_least: int) -> list[int]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = [int(line) for line in file.read_text().split()] if file.exists() else []
        if len(found) >= at_least:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{file.name} was not started {at_least} times")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def until_gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pid)


@pytest.fixture
def tree(tmp_path: Path) -> tuple["subprocess.Popen[bytes]", Path, Path]:
    pages, worker = tmp_path / "pages", tmp_path / "worker"
    command = [sys.executable, "-c", PARENT, str(pages), str(worker)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL), pages, worker


Tree = tuple["subprocess.Popen[bytes]", Path, Path]


def test_a_child_that_was_killed_comes_back_and_the_other_stays(tree: Tree) -> None:
    parent, pages, worker = tree
    os.kill(pids(pages, 1)[0], signal.SIGKILL)
    assert len(pids(pages, 2)) == 2
    assert len(pids(worker, 1)) == 1
    parent.terminate()
    parent.wait(20)


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_told_parent_ends_all_its_children(tree: Tree, name: signal.Signals) -> None:
    parent, pages, worker = tree
    children = pids(pages, 1) + pids(worker, 1)
    parent.send_signal(name)
    assert parent.wait(20) == 0
    assert [pid for pid in children if alive(pid)] == []


def test_a_killed_parent_leaves_no_child_that_holds_the_port(tree: Tree) -> None:
    parent, pages, worker = tree
    children = pids(pages, 1) + pids(worker, 1)
    parent.kill()
    parent.wait(20)
    assert [pid for pid in children if not until_gone(pid)] == []


def test_a_child_that_keeps_dying_is_started_ever_more_slowly() -> None:
    child = Child("the test", [sys.executable, "-c", "raise SystemExit(1)"])
    waits = []
    for now in (0.0, 100.0, 200.0):
        child.not_before = now
        child.look_after(now)
        assert child.process is not None
        child.process.wait()
        child.look_after(now + 1)
        waits.append(child.not_before - now - 1)
    assert waits == [0.5, 1.0, 2.0]


def test_only_the_named_front_server_is_believed() -> None:
    assert configuration("10.0.0.7").forwarded_allow_ips == "10.0.0.7"
    (listener,) = listen("127.0.0.1", 0)
    with listener:
        assert web_processes([listener], "10.0.0.7")[0].command[-1] == "10.0.0.7"


@pytest.mark.parametrize(("first", "second"), [(1, 1), (1, 2), (2, 1), (2, 2)])
def test_a_taken_port_is_told_in_a_sentence(first: int, second: int) -> None:
    with ExitStack() as stack:
        listeners = [stack.enter_context(listener) for listener in listen("127.0.0.1", 0, first)]
        with pytest.raises(OSError, match="in use"):
            listen("127.0.0.1", listeners[0].getsockname()[1], second)


def test_a_crowd_is_dealt_out_among_the_web_processes() -> None:
    with ExitStack() as stack:
        listeners = [stack.enter_context(listener) for listener in listen("127.0.0.1", 0, 2)]
        for _visitor in range(64):
            stack.enter_context(socket.create_connection(listeners[0].getsockname()))
        assert [accepted(listener, stack) >= 10 for listener in listeners] == [True, True]


def accepted(listener: socket.socket, stack: ExitStack) -> int:
    listener.settimeout(0.2)
    for count in itertools.count():
        try:
            stack.enter_context(listener.accept()[0])
        except TimeoutError:
            return count
    raise AssertionError


@pytest.mark.parametrize("number", ["0", "-1", "65", "two"])
def test_an_odd_number_of_processes_is_refused(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--processes", number])
    assert "--processes" in capsys.readouterr().err
