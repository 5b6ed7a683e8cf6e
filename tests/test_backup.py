"""`yoriai backup` and `yoriai restore`, as an operator runs them: R14 of the reliability list."""

import gzip
import json
import os
import sqlite3
import stat
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from tests.load.installation import Installation, own_database, prepared
from yoriai.config import archive
from yoriai.config.environment import Environment

pytestmark = pytest.mark.timeout(180)
NOW = datetime(2026, 10, 12, 3, 0, tzinfo=UTC)
EVERYTHING = """
import hashlib, json
from django.apps import apps
rows = {m._meta.label: sorted(map(repr, m._base_manager.values_list())) for m in apps.get_models()}
print(hashlib.sha256(repr(sorted(rows.items())).encode()).hexdigest())
"""
VOICE = """
from yoriai.conftest import speak
from yoriai.theme.models import Place
print(speak(Place.objects.get(), "お弁当に入る小さいのがほしい").receipt.code)
"""
KEY = "from django.conf import settings; print(settings.SECRET_KEY)"
PAGE = "from django.test import Client; print(Client(SERVER_NAME='127.0.0.1').get('/k/{}').status_code)"


def yoriai(home: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    kept = {key: value for key, value in os.environ.items() if not key.startswith("YORIAI_")}
    command = [sys.executable, "-m", "yoriai.cli", *arguments, "--home", str(home)]
    return subprocess.run(command, env={**kept, **more}, capture_output=True, text=True)


@pytest.fixture(scope="module")
def two_databases() -> Iterator[tuple[str, str]]:
    """Addresses on the server of this run: two databases of PostgreSQL, or nothing for SQLite."""
    server = os.environ.get("YORIAI_DATABASE_URL", "")
    with ExitStack() as stack:
        yield (
            (stack.enter_context(own_database(server)), stack.enter_context(own_database(server)))
            if server
            else ("", "")
        )


def test_everything_comes_back_in_an_empty_place(two_databases: tuple[str, str], tmp_path: Path) -> None:
    here = prepared(tmp_path / "here", two_databases[0])
    (here.home / "photos" / "shop").mkdir(parents=True)
    (here.home / "photos" / "shop" / "1-480.webp").write_bytes(b"photo")
    receipt = here.ask(VOICE)
    written = yoriai(here.home, "backup", str(tmp_path / "kept"), YORIAI_DATABASE_URL=here.database_url)
    assert written.returncode == 0, written.stderr
    (file,) = (tmp_path / "kept").iterdir()
    there = Installation(tmp_path / "there", two_databases[1])
    address = ["--database-url", there.database_url] if there.database_url else []
    restored = yoriai(there.home, "restore", str(file), *address)
    assert restored.returncode == 0, restored.stderr
    assert there.ask(EVERYTHING) == here.ask(EVERYTHING)
    assert (there.home / "photos/shop/1-480.webp").read_bytes() == b"photo"
    assert there.ask(KEY) == here.ask(KEY)
    assert there.ask(PAGE.format(receipt)) == "200"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of data with the least that a backup needs."""
    home = tmp_path / "home"
    (home / "photos").mkdir(parents=True)
    (home / "photos" / "a.webp").write_bytes(b"photo")
    (home / "secret-key").write_text("key")
    with sqlite3.connect(home / "yoriai.sqlite3") as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE voice (number INTEGER PRIMARY KEY, text TEXT)")
    database.close()
    return home


@pytest.fixture
def written(home: Path, tmp_path: Path) -> Path:
    return archive.write(surroundings(home), tmp_path / "kept", NOW)


def surroundings(home: Path) -> Environment:
    return Environment(home, "http://127.0.0.1:8000", "", "key", "", "", False, 120, "Asia/Tokyo")


def test_a_database_that_others_write_is_one_moment(home: Path, tmp_path: Path) -> None:
    """Each writer's transaction holds two rows: an odd number would be a torn copy."""
    enough = Event()

    def write() -> None:
        database = sqlite3.connect(home / "yoriai.sqlite3", timeout=30)
        while not enough.is_set():
            with database:
                database.executemany("INSERT INTO voice(text) VALUES (?)", [("声" * 500,), ("声" * 500,)])
        database.close()

    writer = Thread(target=write, daemon=True)
    writer.start()
    try:
        until(lambda: archived_rows(home) > 0)
        files = [archive.write(surroundings(home), tmp_path / "kept" / str(n), NOW) for n in range(5)]
    finally:
        enough.set()
        writer.join()
    counts = [rows_of(archive_file, tmp_path / f"there{n}") for n, archive_file in enumerate(files)]
    assert all(count % 2 == 0 for count in counts)
    assert 0 < counts[0] <= counts[-1]


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def archived_rows(home: Path) -> int:
    with sqlite3.connect(home / "yoriai.sqlite3", timeout=30) as database:
        return int(database.execute("SELECT count(*) FROM voice").fetchone()[0])


def rows_of(file: Path, there: Path) -> int:
    archive.restore(file, there, "")
    with sqlite3.connect(there / "yoriai.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return archived_rows(there)


def test_only_its_owner_may_read_a_backup(written: Path) -> None:
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert list(written.parent.iterdir()) == [written]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def flip(at: float) -> Callable[[Path], None]:
    def one_byte(file: Path) -> None:
        body = bytearray(file.read_bytes())
        body[int(len(body) * at)] ^= 0xFF
        file.write_bytes(bytes(body))

    return one_byte


def exchange_a_photo(file: Path) -> None:
    repacked(file, lambda name, body: b"other" if name.startswith("photos/") else body)


def of_a_later_version(file: Path) -> None:
    later = {"version": "99.0.0"}
    repacked(
        file, lambda name, body: json.dumps({**json.loads(body), **later}).encode() if name == "yoriai.json" else body
    )


def way_out_of_the_folder(file: Path) -> None:
    repacked(file, lambda _name, body: body, {"../outside": b"x"})


def link_to_the_key(file: Path) -> None:
    repacked(file, lambda _name, body: body)
    with gzip.open(file) as packed:
        body = BytesIO(packed.read())
    with tarfile.open(fileobj=body, mode="a") as tar:
        link = tarfile.TarInfo("photos/x.webp")
        link.type, link.linkname = tarfile.SYMTYPE, "../secret-key"
        tar.addfile(link)
    file.write_bytes(gzip.compress(body.getvalue()))


def without_a_list(file: Path) -> None:
    repacked(file, lambda name, body: b"[]" if name == "yoriai.json" else body)


def repacked(file: Path, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> None:
    with tarfile.open(file) as tar:
        members = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
    with tarfile.open(file, "w:gz") as tar:
        for name, body in {**members, **(more or {})}.items():
            info = tarfile.TarInfo(name)
            changed = change(name, body)
            info.size = len(changed)
            tar.addfile(info, BytesIO(changed))


@pytest.mark.parametrize(
    "harm",
    [
        cut,
        *map(flip, (0.1, 0.3, 0.5, 0.7, 0.9)),
        exchange_a_photo,
        of_a_later_version,
        way_out_of_the_folder,
        link_to_the_key,
        without_a_list,
    ],
)
def test_a_harmed_backup_is_refused_and_leaves_nothing(
    harm: Callable[[Path], None], written: Path, tmp_path: Path
) -> None:
    harm(written)
    with pytest.raises(archive.Unfit):
        archive.restore(written, tmp_path / "there", "")
    assert list((tmp_path / "there").iterdir()) == []
    assert not (tmp_path / "outside").exists()


def test_a_folder_with_data_is_never_overwritten(written: Path, home: Path) -> None:
    before = sorted(home.iterdir())
    refused = yoriai(home, "restore", str(written))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "is not empty" in refused.stderr
    assert sorted(home.iterdir()) == before


def test_a_backup_of_sqlite_does_not_go_into_another_database(written: Path, tmp_path: Path) -> None:
    with pytest.raises(archive.Unfit, match="needs no --database-url"):
        archive.restore(written, tmp_path / "there", "postgresql://yoriai@/other")


def test_a_folder_without_data_has_no_backup(tmp_path: Path) -> None:
    refused = yoriai(tmp_path, "backup", str(tmp_path / "kept"))
    assert refused.returncode == 2
    assert "Is it the right --home?" in refused.stderr
    assert list((tmp_path / "kept").iterdir()) == []


def test_old_backups_go_and_other_files_stay(written: Path) -> None:
    old, other = written.with_name("yoriai-20260101-030000.tar.gz"), written.with_name("notes.txt")
    own = written.with_name("yoriai-before-the-update.tar.gz")
    for file in (old, other, own):
        file.write_bytes(b"x")
        os.utime(file, (NOW.timestamp() - 31 * 86400,) * 2)
    os.utime(written, (NOW.timestamp() - 29 * 86400,) * 2)
    assert archive.drop_old(written.parent, NOW, 30) == [old]
    assert sorted(written.parent.iterdir()) == sorted([written, other, own])


def test_what_a_killed_backup_left_is_cleared_away(written: Path) -> None:
    """It holds the whole database: nobody would look for it there."""
    left = written.with_name(".yoriai-20261010-030000.tar.gz.123")
    left.mkdir()
    (left / "database").write_bytes(b"x")
    os.utime(left, (NOW.timestamp() - 2 * 86400,) * 2)
    archive.drop_old(written.parent, NOW, 30)
    assert not left.exists()


def test_two_backups_never_take_each_others_place(written: Path, home: Path) -> None:
    with pytest.raises(archive.Unfit, match="is there already"):
        archive.write(surroundings(home), written.parent, NOW)


def test_a_photo_that_grows_while_it_is_packed_harms_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def longer(self: tarfile.TarFile, **how: Any) -> tarfile.TarInfo:
        info = untouched(self, **how)
        if how["arcname"].startswith("photos/"):
            with (home / how["arcname"]).open("ab") as photo:
                photo.write(b" and more")
        return info

    untouched = tarfile.TarFile.gettarinfo
    monkeypatch.setattr(tarfile.TarFile, "gettarinfo", longer)
    archive.restore(archive.write(surroundings(home), tmp_path / "kept", NOW), tmp_path / "there", "")
    assert (tmp_path / "there" / "photos" / "a.webp").read_bytes() == b"photo"


def test_a_key_that_stands_in_no_file_comes_along(home: Path, tmp_path: Path) -> None:
    given = replace(surroundings(home), secret_key="from the surroundings")
    archive.restore(archive.write(given, tmp_path / "kept", NOW), tmp_path / "there", "")
    assert (tmp_path / "there" / "secret-key").read_text() == "from the surroundings"


def test_a_damaged_database_is_refused_in_one_sentence(home: Path, tmp_path: Path) -> None:
    (home / "yoriai.sqlite3").write_bytes(b"no database" * 1000)
    refused = yoriai(home, "backup", str(tmp_path / "kept"))
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)


def test_a_wrong_folder_is_not_made(tmp_path: Path) -> None:
    refused = yoriai(tmp_path / "typo", "backup", str(tmp_path / "kept"))
    assert (refused.returncode, (tmp_path / "typo").exists()) == (2, False)
