"""`yoriai restore FILE --home FOLDER`: a backup becomes an installation again, with the same addresses and keys."""

import argparse
import os
import signal
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="yoriai restore", description="Make an installation of a backup. The folder must be empty or new."
    )
    parser.add_argument("file", type=Path, help="what `yoriai backup` wrote")
    parser.add_argument("--home", required=True, type=Path, help="the folder of all data, empty or new")
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL database, for a backup of one")
    options = parser.parse_args(arguments)
    if options.database_url and not options.database_url.startswith(("postgresql://", "postgres://")):
        parser.error("--database-url starts with postgresql://")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what is half unpacked is cleared away on the way out
    home = options.home.resolve()
    from yoriai.config import archive  # noqa: PLC0415 (`--help` must not wait for it)

    try:
        contents = archive.restore(options.file, home, options.database_url)
    except (archive.Unfit, OSError) as reason:
        print(f"yoriai restore: {reason}", file=sys.stderr)
        return 2
    try:
        prepare(home, options.database_url)
    except Exception as reason:
        print(f"yoriai restore: the data is back. Then: {reason}. Run `yoriai setup --home {home}`.", file=sys.stderr)
        return 2
    print(f"Restored   everything of {contents.made_at}: database and {contents.photos} photos")
    print("Remember   voices that were taken back since then stand in it again: take them back before you serve")
    print(f"Next       yoriai serve --home {home}")
    return 0


def prepare(home: Path, database_url: str) -> None:
    """The new database's address in the settings, the tables brought up to this version, the style sheets."""
    os.environ["YORIAI_HOME"] = str(home)
    os.environ["YORIAI_DATABASE_URL"] = database_url  # never the one that another installation uses
    from yoriai.config.commands import setup  # noqa: PLC0415

    if database_url:
        setup.write_settings(home, setup.parse(["--database-url", database_url]))
    setup.prepare()
