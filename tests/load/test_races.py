"""Two at once, on both databases: one result, or one result and one sentence; never two, never a broken page."""

import json
import subprocess
import sys

import pytest

from .installation import ROOT, Installation

pytestmark = [pytest.mark.load, pytest.mark.timeout(900)]
ROUNDS = 15
FEWEST = 36  # races: an action that rests on a lock and has no race is not tested


def test_two_at_once_meet_the_locks(installation: Installation) -> None:
    command = [sys.executable, "-m", "tests.load.racing", str(ROUNDS)]
    run = subprocess.run(command, env=installation.environment, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-2000:]
    found = json.loads(run.stdout.splitlines()[-1])
    assert len(found) >= FEWEST
    assert {race: wrong for race, wrong in found.items() if wrong} == {}
