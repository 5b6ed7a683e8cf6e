"""A worker killed a hundred times while sending: each letter goes out at least once and is settled exactly once."""

import json
import subprocess
import sys

import pytest

from .installation import ROOT, Installation

pytestmark = [pytest.mark.load, pytest.mark.timeout(600)]


def test_a_hundred_kills_of_the_worker_lose_no_letter(installation: Installation) -> None:
    command = [sys.executable, "-m", "tests.load.killed_workers", "100"]
    run = subprocess.run(command, env=installation.environment, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-2000:]
    found = json.loads(run.stdout.splitlines()[-1])
    assert (found["kills"], found["open"], found["unsent"]) == (100, 0, 0)
    assert found["settled"] == found["rows"]
    assert found["changed_after_settling"] == 0
