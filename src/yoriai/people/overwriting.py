"""What was erased from the tables must not lie on in the files below them.

SQLite overwrites a deleted row (`secure_delete`), but not the copy that stays behind when a row moved to another
page, nor what its write-ahead log still holds. So the log is emptied at once, and the worker soon writes the
whole file anew. PostgreSQL keeps dead rows until VACUUM, and their bytes until the space is used again.
"""

import logging

from django.db import OperationalError, connection, transaction

from yoriai.delivery import chores

CHORE = "erased bytes"
log = logging.getLogger("yoriai.people")


def leave_no_bytes() -> None:
    """Part of every erasure's transaction: empty the log after it, and overwrite what is left within minutes."""
    chores.ask_for(CHORE)
    transaction.on_commit(_try_to_empty_log)


def overwrite() -> None:
    """The worker's chore. Takes as long as copying the database file, and as much room on the disk."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    _empty_log()


def _try_to_empty_log() -> None:
    """The erasure itself is done and acknowledged; if others read just now, the chore empties the log."""
    try:
        _empty_log()
    except OperationalError as error:
        log.info("the write-ahead log is emptied later: %s", error)


def _empty_log() -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        (busy, *_sizes) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise OperationalError("somebody reads the database all the time")
