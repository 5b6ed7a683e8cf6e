"""One file that holds an installation: the database as it was at one moment, the photos, the settings and the key.

Written beside a running server, checked byte by byte when it is opened again. What it leaves out is made anew
(style sheets) or is on its way out (letters kept as files).
"""

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from yoriai import __version__

from .environment import Environment

FORMAT = 1
MANIFEST, DATABASE, PHOTOS = "yoriai.json", "database", "photos"
SECRET = "secret-key"  # noqa: S105 (a name): with it receipts and sessions stay valid, wherever it was written
NAME = re.compile(r"yoriai-\d{8}-\d{6}\.tar\.gz")
MEMBER = re.compile(rf"{DATABASE}|{MANIFEST}|yoriai\.env|{SECRET}|{PHOTOS}(/[\w-][\w.-]*)+")  # no way out, no links
UNFINISHED = timedelta(days=1)  # nobody packs for so long: what is left of a killed one
BROKEN = (OSError, EOFError, zlib.error, tarfile.TarError, ValueError, TypeError, KeyError, AttributeError)
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
        """Each photo stands there in several widths."""
        return len({name.rpartition("-")[0] for name in self.files if name.startswith(f"{PHOTOS}/")})


def write(env: Environment, folder: Path, now: datetime) -> Path:
    """A new archive in the folder, whole or not at all, readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"yoriai-{now:%Y%m%d-%H%M%S}.tar.gz"
    if target.exists():
        raise Unfit(f"{target} is there already. Give each installation a folder of its own.")
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
    """Archives of ours older than that, and what killed ones left: they hold what people took back since."""
    old = [file for file in folder.iterdir() if NAME.fullmatch(file.name) and _age(file, now) > timedelta(days=days)]
    for file in old:
        file.unlink()
    for work in folder.glob(".yoriai-*.tar.gz.*"):
        if _age(work, now) > UNFINISHED:
            shutil.rmtree(work)
    return old


def _age(path: Path, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(path.stat().st_mtime, UTC)


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
                for member in tar:
                    _unpack(tar, member, into)
            while stream.read(1 << 20):  # to the end, where the sum of all bytes stands
                pass
        told = json.loads((into / MANIFEST).read_text("utf-8"))
        contents = Contents(told["made_at"], told["version"], told["database"], dict(told["files"]))
        later = told["format"] > FORMAT or _numbers(contents.version) > _numbers(__version__)
    except BROKEN as error:
        raise Unfit(f"{archive} is not a whole backup of Yoriai ({type(error).__name__}).") from error
    if later:
        raise Unfit(f"It was written by Yoriai {contents.version}; this is {__version__}. Install that version first.")
    found = {str(file.relative_to(into)) for file in into.rglob("*") if file.is_file()} - {MANIFEST}
    if found != contents.files.keys() or any(_digest(into / name) != sum_ for name, sum_ in contents.files.items()):
        raise Unfit(f"{archive} is damaged: what is in it is not what was packed. Take an older one.")
    return contents


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> None:
    """Only plain files under the names that we give: no links, no devices, no way out of the folder."""
    if not (member.isreg() and MEMBER.fullmatch(member.name)):
        raise ValueError(member.name)
    target = into / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    source = tar.extractfile(member)
    assert source is not None  # it is a plain file
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, member.mode & 0o640), "wb") as file:
        shutil.copyfileobj(source, file)


def place(unpacked: Path, contents: Contents, home: Path, database_url: str) -> None:
    """Into a folder and a database that hold nothing yet."""
    if contents.database == "postgresql":
        _load_postgresql(database_url, unpacked / DATABASE)
    else:
        shutil.move(unpacked / DATABASE, home / "yoriai.sqlite3")
    for name in ("yoriai.env", SECRET, PHOTOS):
        if (unpacked / name).exists():
            shutil.move(unpacked / name, home / name)


def _pack(file: Any, env: Environment, dump: Path, now: datetime) -> None:
    sums: dict[str, str] = {}
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
        for name, path in _members(env.home, dump):
            if digest := _add(tar, name, path):
                sums[name] = digest
        sums[SECRET] = _add_text(tar, SECRET, env.secret_key)  # it may come from the surroundings, in no file at all
        kind = "postgresql" if env.database_url else "sqlite"
        told = {"format": FORMAT, "version": __version__, "made_at": now.isoformat(), "database": kind, "files": sums}
        _add_text(tar, MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))  # last: a torn archive has none


def _members(home: Path, dump: Path) -> Iterator[tuple[str, Path]]:
    """The database first: each photo that it knows was on disk before its row."""
    yield DATABASE, dump
    if (home / "yoriai.env").is_file():
        yield "yoriai.env", home / "yoriai.env"
    for folder, _folders, files in os.walk(home / PHOTOS, followlinks=True):
        for name in sorted(files):
            path = Path(folder, name)
            if MEMBER.fullmatch(member := f"{PHOTOS}/{path.relative_to(home / PHOTOS)}"):
                yield member, path


class _Hashing:
    """Reads a file and sums up what was read, so that the list tells of the very bytes that were packed."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sum = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        body = self.file.read(size)
        self.sum.update(body)
        return body


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    """Its SHA-256; nothing when it was tidied away meanwhile."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return ""
    with file:
        info = tar.gettarinfo(arcname=name, fileobj=file)
        read = _Hashing(file)
        tar.addfile(info, read)  # as long as it was when it was opened, though somebody writes on
        return read.sum.hexdigest()


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> str:
    body = text.encode()
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(body), 0o600
    tar.addfile(info, io.BytesIO(body))
    return hashlib.sha256(body).hexdigest()


def _copy_sqlite(home: Path, target: Path) -> None:
    """`VACUUM INTO`: one moment of a database that others are writing; a copied file would be torn."""
    source = home / "yoriai.sqlite3"
    if not source.is_file():
        raise Unfit(f"There is no database in {home}. Is it the right --home?")
    connection = sqlite3.connect(source, timeout=60)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise Unfit(f"{source} cannot be copied: {error}.") from error
    finally:
        connection.close()
    target.chmod(0o600)


def _dump_postgresql(url: str, target: Path) -> None:
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"], url)


def _load_postgresql(url: str, dump: Path) -> None:
    _run(["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"], url, str(dump))


def _run(command: list[str], url: str, *last: str) -> None:
    """PostgreSQL's own programs; the password travels in the environment, where other users do not see it."""
    parts = urlsplit(url)
    login, at, host = parts.netloc.rpartition("@")
    without = parts._replace(netloc=f"{login.partition(':')[0]}{at}{host}").geturl()  # and everything about TLS
    secret = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
    try:
        subprocess.run(  # noqa: S603 (a fixed program; no word of it comes from outside)
            [*command, f"--dbname={without}", *last],
            env={**os.environ, **secret},
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise Unfit(f"{command[0]} is missing. Install the client programs of your PostgreSQL.") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines() or [f"it ended with {error.returncode}"]
        raise Unfit(f"{command[0]} refused: {said[-1]}") from error


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
