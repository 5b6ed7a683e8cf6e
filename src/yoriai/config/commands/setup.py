"""`yoriai setup`: settings, database, style sheets, the first organisation. Run it again after every update."""

import argparse
import os
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

from yoriai.config.environment import kept_secret, read_file

QUESTIONS = {
    "base_url": ("The address people will open, for example https://koe.example.jp", "http://127.0.0.1:8000"),
    "name": ("The name of your shop, company or group", ""),
    "slug": ("A short name for addresses (a-z, 0-9, -)", ""),
    "owner_email": ("The owner's e-mail address", ""),
    "owner_title": ("What stands under your answers instead of your name, for example 店長 or shop manager", "世話役"),
}
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")


class Unfit(ValueError):
    """An answer that cannot be used; says why and what would do."""


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    home = Path(options.home or os.environ.get("YORIAI_HOME", "var")).resolve()
    os.environ["YORIAI_HOME"] = str(home)
    try:
        settings_file = write_settings(home, options)
        prepare()
        answer_missing(options)
        print_next_step(settings_file, *found(options))
    except Unfit as reason:
        print(f"yoriai setup: {reason}", file=sys.stderr)
        return 2
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="yoriai setup", description="Prepare for real use. Asks for what is not given; may be run again."
    )
    parser.add_argument("--home", help="the folder of all data (YORIAI_HOME, else ./var)")
    parser.add_argument("--base-url", help="the address people will open")
    parser.add_argument("--name", help="the name of the shop, company or group")
    parser.add_argument("--slug", help="its short name in addresses")
    parser.add_argument("--owner-email", help="the owner's e-mail address")
    parser.add_argument("--owner-title", help="what stands under the owner's answers instead of a name (世話役)")
    parser.add_argument("--database-url", help="postgresql://user:password@host/name (otherwise SQLite)")
    parser.add_argument("--mail-url", help="smtp://user:password@host:587 or smtps://…:465")
    parser.add_argument("--mail-from", help="the sender of all letters")
    return parser.parse_args(arguments)


def ask(key: str) -> str:
    """The answer of the person at the terminal; without a terminal the usual value, if there is one."""
    question, usual = QUESTIONS[key]
    if not sys.stdin.isatty():
        if usual:
            return usual
        raise Unfit(f"--{key.replace('_', '-')} is missing. {question}.")
    answer = input(f"{question}{f' [{usual}]' if usual else ''}: ").strip()
    return answer or usual or ask(key)


def write_settings(home: Path, options: argparse.Namespace) -> Path:
    """Only its owner may read the file: it holds the secret key and the passwords."""
    path = home / "yoriai.env"
    kept = read_file(path)
    given = {
        "YORIAI_BASE_URL": options.base_url or kept.get("YORIAI_BASE_URL") or ask("base_url"),
        "YORIAI_DATABASE_URL": options.database_url,
        "YORIAI_MAIL_URL": options.mail_url,
        "YORIAI_MAIL_FROM": options.mail_from,
    }
    key = kept_secret(home)  # an installation that was started without settings, or restored, has one already
    values = {"YORIAI_SECRET_KEY": key, **kept, **{k: v for k, v in given.items() if v}}
    if not values.get("YORIAI_DATABASE_URL", "postgresql:").startswith(("postgresql:", "postgres:")):
        raise Unfit("--database-url starts with postgresql:// (leave it out for SQLite).")
    values["YORIAI_BASE_URL"] = checked_address(values["YORIAI_BASE_URL"])
    if any("\n" in value for value in values.values()):
        raise Unfit("A setting may not hold a line break.")
    home.mkdir(parents=True, exist_ok=True, mode=0o750)
    body = "".join(f"{key}={value}\n" for key, value in sorted(values.items()))
    descriptor = os.open(path.with_suffix(".new"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"# Written by `yoriai setup`. Real environment variables win over this file.\n{body}")
    path.with_suffix(".new").replace(path)
    return path


def checked_address(url: str) -> str:
    parts = urlsplit(url.rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise Unfit(f"{url!r} is not an address such as https://koe.example.jp (no path behind the host).")
    return url.rstrip("/")


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yoriai.config.settings")
    import django  # noqa: PLC0415 (the settings file is written only now)
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def answer_missing(options: argparse.Namespace) -> None:
    """A second run of a server with one organisation needs no answers."""
    from yoriai.accounts.models import Organisation  # noqa: PLC0415

    if not options.slug and not options.name and Organisation.objects.count() == 1:
        options.slug = Organisation.objects.get().slug
    elif not options.name and not Organisation.objects.filter(slug=options.slug or "").exists():
        options.name = ask("name")
    options.slug = options.slug or ask("slug")
    if not SLUG.fullmatch(options.slug):
        raise Unfit(f"{options.slug!r} cannot be a short name: 3 to 40 of a-z, 0-9 and -.")


def found(options: argparse.Namespace) -> tuple[str, str]:
    """The organisation's owner, and a one-time code to enter by."""
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    from yoriai.accounts.actions import found_organisation, issue_code  # noqa: PLC0415
    from yoriai.accounts.models import Account, Organisation, Role  # noqa: PLC0415

    organisation = Organisation.objects.filter(slug=options.slug).first()
    if organisation is None:
        email = options.owner_email or ask("owner_email")
        title = options.owner_title or ask("owner_title")
        try:
            organisation = found_organisation(
                slug=options.slug, name=options.name, owner_email=email, owner_title=title
            )
        except ValidationError as error:
            told = error.messages[0]
            raise Unfit(f"Check the name, the short name, the e-mail address and the title ({told}).") from error
    owners = Account.objects.filter(memberships__organisation=organisation, memberships__role=Role.OWNER)
    owner = owners.order_by("memberships__appointed_at").first()
    if owner is None:
        raise Unfit(f"{organisation.name} has no owner.")
    return owner.email, issue_code(owner, printed=True)


def print_next_step(settings_file: Path, email: str, code: str) -> None:
    from django.conf import settings  # noqa: PLC0415

    spaced = " ".join(code[at : at + 4] for at in range(0, len(code), 4))
    home = settings_file.parent
    print(f"Settings   {settings_file}")
    print(f"Next       yoriai serve --home {home}")
    print(f"Enter      {settings.BASE_URL}/in   with {email}")
    print(f"Code       {spaced}   (once, within 7 days; this command prints a new one)")
    if settings.ENV.only_here:
        print("Address    opens on this machine only; for phones and QR codes run this again with --base-url https://…")
    if not settings.ENV.mail_url:
        print(f"Letters    go into {home / 'letters'} until you set --mail-url")
