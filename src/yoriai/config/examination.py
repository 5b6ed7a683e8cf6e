"""What the doctor looks at. Each finding is one sentence; a bad one says what to do."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from yoriai.delivery.chores import failing, last_tidied
from yoriai.delivery.queries import last_pulse, waiting

from .archive import LAST
from .databases import SAFE_SQLITE
from .readiness import database_lack, static_lack

LEAST_SPACE = 500_000_000  # bytes: photos of a busy week
SILENT = timedelta(minutes=10)
BACKUP_AGE = timedelta(days=3)


class Finding(NamedTuple):
    good: bool | None  # None: fine for a trial, to be done before real use
    sentence: str


def examine() -> Iterator[Finding]:
    """In the order in which to mend: without a database nothing else can be said."""
    yield base_url()
    if lack := database_lack():
        yield Finding(False, lack)
        return
    yield from sqlite_findings() if connection.vendor == "sqlite" else postgresql_findings()
    yield Finding(not (lack := static_lack()), lack or _("The style sheets are prepared."))
    yield disk()
    yield mail()
    yield backup()
    yield worker()
    yield from chores()
    yield clock()
    yield from deploy_checks()


def base_url() -> Finding:
    if settings.ENV.https:
        return Finding(True, _("People open %(url)s.") % {"url": settings.BASE_URL})
    if settings.ENV.only_here:
        return Finding(
            None,
            _("People open %(url)s: only this machine. For others run `yoriai setup --base-url https://…`.")
            % {"url": settings.BASE_URL},
        )
    return Finding(
        False,
        _(
            "%(url)s is not encrypted: others can read along. Put https in front, then `yoriai setup --base-url https://…`."
        )
        % {"url": settings.BASE_URL},
    )


def sqlite_findings() -> Iterator[Finding]:
    version = sqlite3.sqlite_version_info
    known = {"version": ".".join(map(str, version))}
    yield (
        Finding(True, _("SQLite %(version)s.") % known)
        if version >= SAFE_SQLITE
        else Finding(
            False,
            _("SQLite %(version)s can damage the database. Run `pip install pysqlite3`, or use PostgreSQL.") % known,
        )
    )
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
    safe = journal == "wal" and synchronous >= 2
    yield Finding(
        safe,
        _("What was received survives a power cut (WAL, FULL).")
        if safe
        else _("The database is not in WAL and FULL mode. Keep it on a local disk, not on a network folder."),
    )


def postgresql_findings() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        (commit,) = cursor.fetchone()
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    yield Finding(True, _("PostgreSQL %(version)s.") % {"version": version})
    safe = commit in ("on", "local", "remote_write", "remote_apply")
    yield Finding(
        safe,
        _("What was received survives a power cut (synchronous_commit).")
        if safe
        else _("synchronous_commit is off: a power cut loses voices. Set it to on in PostgreSQL."),
    )


def disk() -> Finding:
    free = shutil.disk_usage(settings.ENV.home).free
    known = {"free": f"{free / 1e9:.1f} GB", "home": settings.ENV.home}
    if free >= LEAST_SPACE:
        return Finding(True, _("%(free)s free in %(home)s.") % known)
    return Finding(False, _("Only %(free)s free in %(home)s. Make room before photos and voices are refused.") % known)


def mail() -> Finding:
    if settings.ENV.mail_url:
        return Finding(True, _("Letters go out through %(host)s.") % {"host": settings.EMAIL_HOST})
    return Finding(
        False if settings.ENV.https else None,
        _("No mail server: letters are only kept in %(home)s/letters. Run `yoriai setup --mail-url smtp://…`.")
        % {"home": settings.ENV.home},
    )


def backup() -> Finding:
    try:
        last = datetime.fromisoformat((settings.ENV.home / LAST).read_text("ascii"))
    except (OSError, ValueError):
        return Finding(None, _("There is no backup yet. `yoriai backup FOLDER` writes one, best every night."))
    known = {"when": _written(last)}
    if timezone.now() - last <= BACKUP_AGE:
        return Finding(True, _("The last backup was written at %(when)s.") % known)
    return Finding(False, _("The last backup was written at %(when)s. Run `yoriai backup FOLDER` every night.") % known)


def worker() -> Finding:
    pulse = last_pulse()
    if pulse is None:
        return Finding(None, _("The worker has not run yet. `yoriai serve` starts it."))
    known = {"when": _written(pulse), "waiting": waiting()}
    if timezone.now() - pulse <= SILENT:
        return Finding(True, _("The worker was well at %(when)s; %(waiting)s letters wait.") % known)
    return Finding(
        False,
        _("The worker was last well at %(when)s; %(waiting)s letters wait. Start `yoriai serve` or `yoriai worker`.")
        % known,
    )


def chores() -> Iterator[Finding]:
    """What the worker tidies, and whether it succeeds."""
    troubled = list(failing())
    for state in troubled:
        known = {"chore": state.chore, "times": state.failures, "trouble": state.trouble}
        yield Finding(
            False,
            _("The worker could not tidy “%(chore)s” %(times)s times (%(trouble)s). Its log says more.") % known,
        )
    if (tidied := last_tidied()) and not troubled:
        yield Finding(True, _("The worker has tidied everything since %(when)s.") % {"when": _written(tidied)})


def clock() -> Finding:
    now = timezone.now()
    newest = settings.ENV.home.stat().st_mtime
    good = now.year >= 2026 and now.timestamp() >= newest - 60
    known = {"when": _written(now), "zone": settings.TIME_ZONE}
    return Finding(
        good,
        _("The clock says %(when)s (%(zone)s).") % known
        if good
        else _("The clock says %(when)s (%(zone)s), earlier than the newest file. Set the machine's clock.") % known,
    )


def deploy_checks() -> Iterator[Finding]:
    """Django's own examination of the settings; it counts where the address is public."""
    if settings.ENV.https:
        for problem in run_checks(include_deployment_checks=True):
            if not problem.is_silenced():
                yield Finding(False, f"{problem.id}: {problem.msg}")


def _written(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
