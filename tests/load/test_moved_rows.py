"""`secure_delete` alone may leave copies of rows that moved; the worker's overwriting leaves none (decision 0051)."""

import json
import subprocess
import sys

import pytest

from .installation import ROOT, Installation

pytestmark = [pytest.mark.load, pytest.mark.timeout(600)]


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
def test_overwriting_leaves_no_copy_of_a_row_that_moved(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-m", "tests.load.moved_rows", "300"]
    run = subprocess.run(command, env=installation.environment, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-2000:]
    found = json.loads(run.stdout.splitlines()[-1])
    with capsys.disabled():
        print(f"\nof {found['gone']} taken back, {len(found['after_erasing'])} left a copy before overwriting")  # noqa: T201
    assert (found["all_there"], found["after_overwriting"]) == (True, [])
