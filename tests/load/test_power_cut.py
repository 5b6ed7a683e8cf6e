"""An acknowledged voice survives a power cut at any moment; with synchronous=NORMAL it would not, and that is seen."""

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from .installation import ROOT, Installation
from .power_cut import STRACE, Call, Disk, File, calls

pytestmark = [
    pytest.mark.load,
    pytest.mark.timeout(900),
    pytest.mark.parametrize("installation", ["sqlite"], indirect=True),
]
VOICES, CUTS = 120, 400


class Found(NamedTuple):
    acknowledged: int
    lost: int
    unreadable: bool


def cuts(installation: Installation, synchronous: str, folder: Path) -> Iterator[Found]:
    """What CUTS cuts at random moments after the first acknowledgement leave on the disk."""
    with closing(sqlite3.connect(installation.home / "yoriai.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (installation.home / "yoriai.sqlite3").read_bytes()
    trace = traced(installation, synchronous, folder)
    disk = Disk(installation.home, folder / "notes", {"yoriai.sqlite3": File(bytearray(before))})
    chance = random.Random(20261112)
    first = Disk(installation.home, folder / "notes")
    start = next(number for number, call in enumerate(trace) if first.replay(call) or first.acknowledged)
    moments = sorted(chance.sample(range(start, len(trace)), CUTS))
    for number, call in enumerate(trace):
        disk.replay(call)
        if moments and number == moments[0]:
            moments.pop(0)
            disk.image(folder / "image", chance)
            yield look(folder / "image", disk.acknowledged)
            shutil.rmtree(folder / "image")
    assert len(disk.acknowledged) == VOICES


def traced(installation: Installation, synchronous: str, folder: Path) -> list[Call]:
    assert shutil.which("strace"), "This test needs strace: run it with bin/test load, which installs it"
    speaking = [sys.executable, "-m", "tests.load.speaking", str(VOICES), synchronous, str(folder / "notes")]
    command = [*STRACE, "-o", str(folder / "trace"), *speaking]
    done = subprocess.run(command, env=installation.environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return list(calls(folder / "trace"))


def look(image: Path, acknowledged: list[str]) -> Found:
    """As SQLite finds it at the next start: whole, and with everything that was acknowledged."""
    with closing(sqlite3.connect(image / "yoriai.sqlite3")) as database:
        try:
            whole = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            kept = {row[0] for row in database.execute("SELECT text FROM dialogue_voice")}
            torn = database.execute(
                "SELECT count(*) FROM dialogue_voice v LEFT JOIN dialogue_receipt r ON r.voice_id = v.id WHERE r.id IS NULL"
            ).fetchone()[0]
        except sqlite3.DatabaseError:
            return Found(len(acknowledged), len(acknowledged), True)
    return Found(len(acknowledged), len(set(acknowledged) - kept), bool(torn) or not whole)


def told(found: list[Found], synchronous: str) -> str:
    lost, bad = [each for each in found if each.lost], sum(each.unreadable for each in found)
    worst = max(each.lost for each in found)
    return f"{synchronous}: {len(found)} cuts, {len(lost)} lost acknowledged voices (at most {worst}), {bad} unreadable"


def test_no_cut_loses_an_acknowledged_voice(
    installation: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = list(cuts(installation, "as the product", tmp_path))
    with capsys.disabled():
        print(f"\n{told(found, 'as the product')}")  # noqa: T201
    assert (len(found), sum(each.lost for each in found), sum(each.unreadable for each in found)) == (CUTS, 0, 0)
    assert len({each.acknowledged for each in found}) > VOICES // 2  # the cuts fell everywhere


def test_without_syncing_each_commit_cuts_lose_voices_and_the_replay_sees_it(
    installation: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = list(cuts(installation, "NORMAL", tmp_path))
    with capsys.disabled():
        print(f"\n{told(found, 'NORMAL')}")  # noqa: T201
    assert sum(each.lost > 0 for each in found) > CUTS // 4
    assert [each for each in found if each.unreadable] == []
