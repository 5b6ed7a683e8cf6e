"""`yoriai setup`, `doctor` and `manage check --deploy` as an operator runs them: as processes of their own."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.timeout(120)
ANSWERS = ("--name", "まちの豆腐店", "--slug", "tofu", "--owner-email", "owner@tofu.example")
Run = subprocess.CompletedProcess[str]


def yoriai(home: Path, *arguments: str, **more: str) -> Run:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("YORIAI_")}
    environment = {**kept, "YORIAI_HOME": str(home), "LANG": "C.UTF-8", **more}
    command = [sys.executable, "-m", "yoriai.cli", *arguments]
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    home = tmp_path_factory.mktemp("installation")
    return home, yoriai(home, "setup", "--base-url", "https://koe.example.jp", *ANSWERS)


def test_setup_prints_the_code_and_the_next_step(installed: tuple[Path, Run]) -> None:
    home, run = installed
    assert (run.returncode, run.stderr) == (0, "")
    assert f"yoriai serve --home {home}" in run.stdout
    assert re.search(r"Code +(\w{4} ){3}", run.stdout)


def test_only_the_owner_of_the_files_may_read_the_settings(installed: tuple[Path, Run]) -> None:
    assert stat.S_IMODE((installed[0] / "yoriai.env").stat().st_mode) == 0o600


def test_the_written_settings_pass_the_deployment_check(installed: tuple[Path, Run]) -> None:
    run = yoriai(installed[0], "manage", "check", "--deploy", "--fail-level", "WARNING")
    assert (run.returncode, run.stderr) == (0, "")


def test_a_second_run_keeps_everything_and_prints_a_new_code(installed: tuple[Path, Run]) -> None:
    home, first = installed
    before = (home / "yoriai.env").read_text("utf-8")
    again = yoriai(home, "setup")
    assert (again.returncode, (home / "yoriai.env").read_text("utf-8")) == (0, before)
    assert again.stdout != first.stdout


def test_the_doctor_finds_an_installation_without_mail_and_says_what_to_do(installed: tuple[Path, Run]) -> None:
    run = yoriai(installed[0], "doctor")
    bad = [line for line in run.stdout.splitlines() if line.startswith("✗")]
    assert (run.returncode, len(bad)) == (1, 1)
    assert "yoriai setup --mail-url" in bad[0]


def test_the_doctor_speaks_japanese_where_the_terminal_does(installed: tuple[Path, Run]) -> None:
    assert "スタイルシートの用意ができています" in yoriai(installed[0], "doctor", LANG="ja_JP.UTF-8").stdout


def test_the_doctor_is_content_once_mail_is_set(installed: tuple[Path, Run]) -> None:
    mail = "smtps://post:secret@mail.example:465"
    assert yoriai(installed[0], "doctor", YORIAI_MAIL_URL=mail).returncode == 0


def test_a_trial_is_told_what_real_use_needs(tmp_path: Path) -> None:
    """An address that no phone can open is said at setup, and by the doctor as something to do, not as good or bad."""
    run = yoriai(tmp_path, "setup", *ANSWERS, "--owner-title", "店長")
    assert "on this machine only" in run.stdout
    found = yoriai(tmp_path, "doctor")
    to_do = [line for line in found.stdout.splitlines() if line.startswith("–")]
    assert (found.returncode, len(to_do)) == (0, 4)  # address, mail, backup, worker
    assert "only this machine" in to_do[0]


@pytest.mark.parametrize("command", ["serve", "doctor"])
def test_without_setup_a_command_says_what_to_run(tmp_path: Path, command: str) -> None:
    run = yoriai(tmp_path, command)
    assert run.returncode == 1
    assert "yoriai setup" in run.stdout + run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        (("--slug", "Tofu Shop"), "short name"),
        (("--base-url", "koe.example.jp"), "https://koe.example.jp"),
        (("--base-url", "https://koe.example.jp/path"), "no path"),
        (("--owner-email", "nobody"), "e-mail"),
        (("--owner-title", "長" * 41), "title"),
        (("--database-url", "mysql://x"), "postgresql://"),
    ],
)
def test_an_unfit_answer_is_explained(tmp_path: Path, changes: tuple[str, str], word: str) -> None:
    run = yoriai(tmp_path, "setup", *ANSWERS, *changes)
    assert (run.returncode, "Traceback" in run.stderr) == (2, False)
    assert word in run.stderr


def test_a_missing_answer_without_a_terminal_is_named(tmp_path: Path) -> None:
    run = yoriai(tmp_path, "setup")
    assert (run.returncode, "--name is missing" in run.stderr) == (2, True)


def test_help_and_unknown_commands_answer_at_once(tmp_path: Path) -> None:
    assert yoriai(tmp_path, "--help").stdout.startswith("usage: yoriai COMMAND")
    unknown = yoriai(tmp_path, "paint")
    assert (unknown.returncode, "no command 'paint'" in unknown.stderr) == (2, True)
