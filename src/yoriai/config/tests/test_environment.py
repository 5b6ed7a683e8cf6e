from pathlib import Path
from typing import Any

import pytest

from yoriai.config.databases import postgresql
from yoriai.config.environment import read_environment


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("BASE_URL", "SECRET_KEY", "DATABASE_URL", "MAIL_URL"):
        monkeypatch.delenv(f"YORIAI_{name}", raising=False)
    monkeypatch.setenv("YORIAI_HOME", str(tmp_path))
    return tmp_path


def test_without_any_setting_everything_works_and_the_key_is_kept(home: Path) -> None:
    first, second = read_environment(), read_environment()
    assert (first.base_url, first.https, first.database_url) == ("http://127.0.0.1:8000", False, "")
    assert (first.secret_key == second.secret_key, len(first.secret_key) > 60) == (True, True)


def test_a_variable_wins_over_the_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "yoriai.env").write_text("# note\nYORIAI_BASE_URL=https://file.example/\n\nYORIAI_SECRET_KEY=a=b\n")
    assert (read_environment().base_url, read_environment().secret_key) == ("https://file.example", "a=b")
    monkeypatch.setenv("YORIAI_BASE_URL", "https://variable.example")
    assert read_environment().host == "variable.example"


def test_a_database_address_is_taken_apart() -> None:
    found: dict[str, Any] = postgresql("postgresql://yo%40ri:p%2Fw@db.example:6543/koe?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("yo@ri", "p/w", "db.example", "6543")
    assert (found["NAME"], found["OPTIONS"]) == ("koe", {"sslmode": "require"})


def test_a_socket_folder_is_a_host() -> None:
    assert postgresql("postgresql://yoriai@/koe?host=/run/pg")["HOST"] == "/run/pg"


def test_another_database_is_refused() -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        postgresql("mysql://localhost/koe")
