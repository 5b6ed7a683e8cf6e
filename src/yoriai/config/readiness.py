"""What must be true before a server may start. Each lack is one sentence with what to do."""

import json
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _


def lacks() -> list[str]:
    """Empty when the server may start."""
    return [sentence for sentence in (database_lack(), static_lack()) if sentence]


def database_lack() -> str:
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        open_steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return _("The database cannot be opened (%(error)s). Check YORIAI_DATABASE_URL.") % {
            "error": type(error).__name__
        }
    if open_steps:
        return _("The database is not up to date. Run `yoriai setup`.")
    return ""


def static_lack() -> str:
    """The style sheets are collected, and they are those of this version."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.is_file():
        return _("The style sheets are not prepared. Run `yoriai setup`.")
    try:
        known = json.loads(manifest.read_text("utf-8"))["paths"]
    except (ValueError, KeyError):
        return _("The list of style sheets is damaged. Run `yoriai setup`.")
    return "" if known.keys() >= _shipped() else _("The style sheets are of an older version. Run `yoriai setup`.")


def _shipped() -> set[str]:
    package = Path(__file__).resolve().parent.parent
    folders = [folder for folder in package.glob("*/static") if folder.is_dir()]
    return {str(file.relative_to(folder)) for folder in folders for file in folder.rglob("*") if file.is_file()}
