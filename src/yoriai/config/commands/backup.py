"""`yoriai backup FOLDER`: everything of this installation in one file, while it runs."""

import argparse
import os
import signal
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="yoriai backup", description="Write one file that holds everything, beside a running server."
    )
    parser.add_argument("folder", type=Path, help="where it goes: another disk, readable by its owner only")
    parser.add_argument("--home", help="the folder of all data (YORIAI_HOME)")
    parser.add_argument("--keep", type=int, default=30, metavar="DAYS", help="older ones in the folder go (30)")
    options = parser.parse_args(arguments)
    if options.keep < 1:
        parser.error("--keep takes 1 day or more")
    home = Path(options.home or os.environ.get("YORIAI_HOME", "var")).resolve()
    if not home.is_dir():
        print(f"yoriai backup: there is no folder {home}. Is it the right --home?", file=sys.stderr)
        return 2
    os.environ["YORIAI_HOME"] = str(home)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what is half packed is cleared away on the way out
    from datetime import UTC, datetime  # noqa: PLC0415 (`--help` must not wait for the rest)

    from yoriai.config.databases import use_bundled_sqlite  # noqa: PLC0415
    from yoriai.config.environment import read_environment  # noqa: PLC0415

    use_bundled_sqlite()
    from yoriai.config import archive  # noqa: PLC0415 (after the newer SQLite)

    now = datetime.now(UTC)
    try:
        written = archive.write(read_environment(), options.folder.resolve(), now)
    except (archive.Unfit, OSError) as reason:
        print(f"yoriai backup: {reason}", file=sys.stderr)
        return 2
    old = archive.drop_old(options.folder.resolve(), now, options.keep)
    print(f"Written    {written} ({written.stat().st_size / 1e6:.1f} MB)")
    if old:
        print(f"Erased     {len(old)} older than {options.keep} days")
    print(f"Back again yoriai restore {written} --home AN-EMPTY-FOLDER")
    return 0
