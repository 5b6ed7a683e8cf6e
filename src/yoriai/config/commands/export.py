"""`yoriai export FOLDER`: every voice and its whole thread as open tables, while it runs."""

import argparse
import os
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="yoriai export", description="Write all voices and what became of them as CSV and JSON, in one zip."
    )
    parser.add_argument("folder", type=Path, help="where it goes, readable by its owner only")
    parser.add_argument("--home", help="the folder of all data (YORIAI_HOME)")
    parser.add_argument("--slug", help="which shop, where there are several: its short name in addresses")
    options = parser.parse_args(arguments)
    home = Path(options.home or os.environ.get("YORIAI_HOME", "var")).resolve()
    if not home.is_dir():
        print(f"yoriai export: there is no folder {home}. Is it the right --home?", file=sys.stderr)
        return 2
    os.environ["YORIAI_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yoriai.config.settings")
    import django  # noqa: PLC0415 (`--help` must not wait for it)

    django.setup()
    from yoriai.accounts.models import Organisation  # noqa: PLC0415
    from yoriai.config.export import write  # noqa: PLC0415
    from yoriai.web import clock  # noqa: PLC0415

    shops = {shop.slug: shop for shop in Organisation.objects.order_by("slug")}
    slug = options.slug or (next(iter(shops)) if len(shops) == 1 else "")
    if slug not in shops:
        there = ", ".join(shops) or "none; `yoriai setup` makes the first"
        print(f"yoriai export: which shop? Please say --slug. There are: {there}.", file=sys.stderr)
        return 2
    try:
        written, rows = write(shops[slug], options.folder.resolve(), clock.now())
    except OSError as reason:
        print(f"yoriai export: {reason}", file=sys.stderr)
        return 2
    print(f"Written    {written} ({written.stat().st_size / 1e6:.1f} MB)")
    inside = ", ".join(f"{rows[name]} {name}" for name in ("voices", "ideas", "products", "links"))
    print(f"In it      {inside}")
    return 0
