"""What the surroundings decide: every YORIAI_* variable, typed, each with a default that simply works."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Environment:
    home: Path  # the one folder that holds all data: database, photos, outgoing letters
    base_url: str  # the address people use; letters and QR codes carry it
    database_url: str  # postgresql://…; empty means SQLite in `home`
    secret_key: str
    mail_url: str  # smtp[s]://user:password@host:port; empty means letters are kept as files in `home`
    mail_from: str
    demo: bool
    posts_per_minute: int  # public posts one address may send; a shop's Wi-Fi is one address for many people
    time_zone: str

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or "127.0.0.1"

    @property
    def only_here(self) -> bool:
        """The address leads back to this very machine: no phone can open it."""
        return self.host in ("localhost", "::1", "0.0.0.0") or self.host.startswith("127.")  # noqa: S104 (not bound)

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")


def read_file(path: Path) -> dict[str, str]:
    """`KEY=value` lines, as `yoriai setup` writes them. Real variables win over the file."""
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {key.strip(): value.strip() for key, _, value in pairs}


def kept_secret(home: Path) -> str:
    """The key of a server that was started without any settings: made once, kept with the data."""
    path = home / "secret-key"
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        home.mkdir(parents=True, exist_ok=True)
        key = secrets.token_urlsafe(50)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
        return key


def read_environment() -> Environment:
    home = Path(os.environ.get("YORIAI_HOME", "var")).resolve()
    values = {**read_file(home / "yoriai.env"), **os.environ}
    base_url = values.get("YORIAI_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    return Environment(
        home=home,
        base_url=base_url,
        database_url=values.get("YORIAI_DATABASE_URL", ""),
        secret_key=values.get("YORIAI_SECRET_KEY") or kept_secret(home),
        mail_url=values.get("YORIAI_MAIL_URL", ""),
        mail_from=values.get("YORIAI_MAIL_FROM", f"yoriai@{urlsplit(base_url).hostname or 'localhost'}"),
        demo=values.get("YORIAI_DEMO", "") == "1",
        posts_per_minute=int(values.get("YORIAI_POSTS_PER_MINUTE", "120")),
        time_zone=values.get("YORIAI_TIME_ZONE", "Asia/Tokyo"),
    )
