"""One file that holds an installation: the database as it was at one moment, the photos, the settings and the key.

Written beside a running server, checked byte by byte when it is opened again. What it leaves out is made anew
(style sheets) or is on its way out (letters kept as files).
"""

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from yoriai import __version__

from .databases import postgresql
from .environment import Environment

FORMAT = 1
MANIFEST, DATABASE, PHOTOS = "yoriai.json", "database", "photos"
OWN = ("yoriai.env", "secret-key")  # settings and keys: receipts and sessions stay valid
PATTERN = "yoriai-*.tar.gz"
LAST = "last-backup"  # in the folder of all data: when the last one was written


class Unfit(ValueError):
    """Why an archive cannot be written or opened, and what would do."""


@dataclass(frozen=True)
class Contents:
    made_at: str
    version: str
    database: str  # sqlite or postgresql
    files: dict[str, str]  # name → SHA-256

    @property
    def photos(self) -> int:
        return sum(name.startswith(f"{PHOTOS}/") for name in self.files)


def write(env: Environment, folder: Path, now: datetime) -> Path:
    """A new archive in the folder, whole or not at all, readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"yoriai-{now:%Y%m%d-%H%M%S}.tar.gz"
    work = folder / f".{target.name}.{os.getpid()}"
    work.mkdir(mode=0o700)
    try:
        dump = work / DATABASE
        _dump_postgresql(env.database_url, dump) if env.database_url else _copy_sqlite(env.home, dump)
        with os.fdopen(os.open(work / "archive", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            _pack(file, env, dump, now)
            file.flush()
            os.fsync(file.fileno())
        (work / "archive").replace(target)
        _sync(folder)
    finally:
        shutil.rmtree(work)
    (env.home / LAST).write_text(now.isoformat(), "ascii")
    return target


def drop_old(folder: Path, now: datetime, days: int) -> list[Path]:
    """Archives of ours older than that: they still hold what people took back since."""
    oldest = (now - timedelta(days=days)).timestamp()
    old = [file for file in folder.glob(PATTERN) if file.stat().st_mtime < oldest]
    for file in old:
        file.unlink()
    return old


def restore(archive: Path, home: Path, database_url: str) -> Contents:
    """An installation again, in a folder and a database that hold nothing yet: a backup never overwrites."""
    home.mkdir(parents=True, exist_ok=True, mode=0o750)
    if any(home.iterdir()):
        raise Unfit(f"{home} is not empty. A backup never overwrites: choose a new folder.")
    unpacked = Path(tempfile.mkdtemp(prefix=".restoring-", dir=home))
    try:
        contents = opened(archive, unpacked)
        if contents.database == "postgresql" and not database_url:
            raise Unfit("It holds a PostgreSQL database: give --database-url of an empty one.")
        if contents.database != "postgresql" and database_url:
            raise Unfit("It holds a SQLite database, which needs no --database-url.")
        place(unpacked, contents, home, database_url)
    finally:
        shutil.rmtree(unpacked)
    return contents


def opened(archive: Path, into: Path) -> Contents:
    """Everything unpacked into an empty folder and compared with the list of what was packed."""
    try:
        with gzip.open(archive) as stream:
            with tarfile.open(fileobj=stream, mode="r|") as tar:
                tar.extractall(into, filter="data")  # refuses links, devices and ways out of the folder
            while stream.read(1 << 20):  # to the end, where the sum of all bytes stands
                pass
        told = json.loads((into / MANIFEST).read_text("utf-8"))
        contents = Contents(told["made_at"], told["version"], told["database"], told["files"])
    except (OSError, EOFError, zlib.error, tarfile.TarError, ValueError, KeyError) as error:
        raise Unfit(f"{archive} is not a whole backup of Yoriai ({type(error).__name__}).") from error
    if told["format"] > FORMAT or _numbers(contents.version) > _numbers(__version__):
        raise Unfit(f"It was written by Yoriai {contents.version}; this is {__version__}. Install that version first.")
    found = {str(file.relative_to(into)) for file in into.rglob("*") if file.is_file()} - {MANIFEST}
    if found != contents.files.keys() or any(_digest(into / name) != sum_ for name, sum_ in contents.files.items()):
        raise Unfit(f"{archive} is damaged: what is in it is not what was packed. Take an older one.")
    return contents


def place(unpacked: Path, contents: Contents, home: Path, database_url: str) -> None:
    """Into a folder and a database that hold nothing yet."""
    if contents.database == "postgresql":
        _load_postgresql(database_url, unpacked / DATABASE)
    else:
        shutil.move(unpacked / DATABASE, home / "yoriai.sqlite3")
    for name in (*OWN, PHOTOS):
        if (unpacked / name).exists():
            shutil.move(unpacked / name, home / name)


def _pack(file: Any, env: Environment, dump: Path, now: datetime) -> None:
    sums: dict[str, str] = {}
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
        for name, path in _members(env.home, dump):
            sums[name] = _digest(path)
            tar.add(path, name, recursive=False)
        kind = "postgresql" if env.database_url else "sqlite"
        told = {"format": FORMAT, "version": __version__, "made_at": now.isoformat(), "database": kind, "files": sums}
        _add_text(tar, MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))  # last: a torn archive has none


def _members(home: Path, dump: Path) -> Iterator[tuple[str, Path]]:
    """The database first: each photo that it knows was on disk before its row."""
    yield DATABASE, dump
    for name in OWN:
        if (home / name).is_file():
            yield name, home / name
    for path in sorted((home / PHOTOS).rglob("*")):
        if path.is_file():
            yield f"{PHOTOS}/{path.relative_to(home / PHOTOS)}", path


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    body = text.encode()
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(body), 0o600
    tar.addfile(info, io.BytesIO(body))


def _copy_sqlite(home: Path, target: Path) -> None:
    """`VACUUM INTO`: one moment of a database that others are writing; a copied file would be torn."""
    source = home / "yoriai.sqlite3"
    if not source.is_file():
        raise Unfit(f"There is no database in {home}. Is it the right --home?")
    connection = sqlite3.connect(source, timeout=60)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
    target.chmod(0o600)


def _dump_postgresql(url: str, target: Path) -> None:
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"], url)


def _load_postgresql(url: str, dump: Path) -> None:
    _run(["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"], url, str(dump))


def _run(command: list[str], url: str, *last: str) -> None:
    """PostgreSQL's own programs; the password travels in the environment, where other users do not see it."""
    known = postgresql(url)
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    surroundings = {**os.environ, **{name: known[key] for name, key in names.items() if known[key]}}
    try:
        subprocess.run(  # noqa: S603 (a fixed program; no word of it comes from outside)
            [*command, f"--dbname={known['NAME']}", *last], env=surroundings, check=True, capture_output=True, text=True
        )
    except FileNotFoundError as error:
        raise Unfit(f"{command[0]} is missing. Install the client programs of your PostgreSQL.") from error
    except subprocess.CalledProcessError as error:
        raise Unfit(f"{command[0]} refused: {error.stderr.strip().splitlines()[-1]}") from error


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
