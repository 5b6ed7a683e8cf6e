"""SQLite as decided in docs/decisions/0002, or PostgreSQL by address."""

import importlib
import sys
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SAFE_SQLITE = (3, 51, 3)  # the first release without the WAL-reset bug (sqlite.org/wal.html#walresetbug)


def use_bundled_sqlite() -> None:
    """Django imports `sqlite3`; give it the bundled, newer library under that name."""
    try:
        bundled = importlib.import_module("pysqlite3")
    except ImportError:
        return  # no wheel for this system: the check below tells the operator
    sys.modules["sqlite3"] = bundled
    sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")


def sqlite(path: Path) -> dict[str, Any]:
    use_bundled_sqlite()
    version = importlib.import_module("sqlite3").sqlite_version_info
    if version < SAFE_SQLITE:
        warnings.warn(
            f"SQLite {'.'.join(map(str, version))} can damage a database that several processes write; "
            "3.51.3 or newer is needed (pip install pysqlite3), or PostgreSQL by YORIAI_DATABASE_URL.",
            stacklevel=2,
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,  # a connection a thread: opening one anew for each page costs more than the page
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: nothing is acknowledged before it is on disk. recursive_triggers: REPLACE must not
            # slip past the ledger's guard. secure_delete: an erased voice leaves no bytes behind.
            # cache_size: 1 MB for each thread's connection; the system keeps the file's pages anyway.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
            "PRAGMA recursive_triggers=ON;PRAGMA secure_delete=ON;PRAGMA cache_size=-1000;",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("YORIAI_DATABASE_URL starts with postgresql://")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def database(url: str, home: Path) -> dict[str, Any]:
    return postgresql(url) if url else sqlite(home / "yoriai.sqlite3")
