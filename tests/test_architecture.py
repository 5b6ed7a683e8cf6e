"""The rules of the house, checked on our own source."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.template import engines
from django.utils import translation

from yoriai.accounts.models import Role
from yoriai.config.kinds_page import PAGE, page
from yoriai.ledger.kinds import KINDS
from yoriai.web.translations import stale

from . import architecture as source


def short(path: Path) -> str:
    return str(path.relative_to(source.ROOT))


def test_the_imports_keep_their_direction() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([lint, "--no-cache"], cwd=source.ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-2000:]


@pytest.mark.parametrize("path", source.modules(), ids=short)
def test_modules_and_functions_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
    assert [f.name for f in source.functions(path) if source.length(f) > 50] == []


@pytest.mark.parametrize("path", source.action_files(), ids=short)
def test_every_atomic_action_records_its_event(path: Path) -> None:
    recorders = source.recorders(path)
    public = [f for f in source.functions(path) if source.is_atomic(f) and not f.name.startswith("_")]
    assert [f.name for f in public if not source.calls(f) & recorders] == []


def test_actions_that_change_rows_are_atomic() -> None:
    """receive_voice opens its transaction inside, to answer a second submit with the first receipt."""
    changing = {"save", "create", "bulk_create", "update", "delete", "get_or_create", "update_or_create"}
    open_ones = [
        f"{path.parent.name}.{f.name}"
        for path in source.action_files()
        for f in source.functions(path)
        if not f.name.startswith("_") and source.calls(f) & changing and not source.is_atomic(f)
    ]
    assert sorted(open_ones) == ["dialogue.receive_voice", "people.agree"]


def test_every_kind_has_a_sentence_in_japanese_and_english() -> None:
    def sentences(language: str) -> dict[str, str]:
        with translation.override(language):
            return {name: str(kind.sentence) for name, kind in KINDS.items()}

    japanese, english = sentences("ja"), sentences("en")
    assert [name for name in KINDS if not english[name] or japanese[name] == english[name]] == []


def test_every_kind_is_documented() -> None:
    assert PAGE.read_text("utf-8") == page()


FREE_WORDS = {"text", "name", "body", "words", "title", "headline", "address", "email", "mail", "tel", "phone", "note"}


def test_no_fact_is_called_like_free_text() -> None:
    """`notice` and `terms` are the ids of texts; a headline or a name must never be a fact."""
    facts = {fact for kind in KINDS.values() for fact in kind.facts}
    assert facts & FREE_WORDS == set()


@pytest.mark.parametrize("path", source.templates(), ids=short)
def test_templates_are_free_of_inline_code_and_foreign_addresses(path: Path) -> None:
    text = source.without_tags(path.read_text("utf-8"))
    patterns = (source.STYLE, source.HANDLER, source.SCRIPT, source.FOREIGN)
    assert [found.group(0) for pattern in patterns if (found := pattern.search(text))] == []


@pytest.mark.parametrize("path", source.templates(), ids=short)
def test_templates_can_be_read(path: Path) -> None:
    assert engines["django"].from_string(path.read_text("utf-8"))


SINKS = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function")


@pytest.mark.parametrize("path", sorted(source.PACKAGE.glob("*/static/**/*.js")), ids=short)
def test_scripts_use_no_dangerous_sink(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [sink for sink in SINKS if sink in text] == []


def test_the_compiled_translations_are_fresh() -> None:
    assert stale() == []


def test_only_the_clock_tells_the_time() -> None:
    """Security and the machine keep to the real time and say so here; everything else lives in the shop's calendar."""
    real = {
        "accounts/actions.py",
        "config/commands/backup.py",  # when the file was written
        "config/examination.py",
        "demo/calendar.py",
        "delivery/chores.py",  # like the pulse: about the machine
        "delivery/mail.py",  # the age of a file
        "delivery/worker.py",
        "web/clock.py",
        "web/limits.py",
    }
    telling = {
        str(path.relative_to(source.PACKAGE))
        for path in source.modules()
        if any(
            word in path.read_text("utf-8") for word in ("timezone.now(", "date.today(", "datetime.now(", "time.time(")
        )
    }
    assert telling - real == set()


def test_nothing_is_skipped_or_left_for_later() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "pytest." + "skip", "mark." + "skip", "x" + "fail")
    files = [
        *source.PACKAGE.rglob("*.py"),
        *source.PACKAGE.glob("*/templates/**/*.html"),
        *source.ROOT.glob("tests/**/*.py"),
    ]
    assert [short(path) for path in files if any(mark in path.read_text("utf-8") for mark in marks)] == []


def test_roles_are_the_four_of_the_design() -> None:
    assert Role.values == ["owner", "host", "staff", "partner"]


def test_no_signals_carry_business() -> None:
    using = [short(path) for path in source.modules() if "django.dispatch" in path.read_text("utf-8")]
    assert using == []


def test_every_public_action_takes_its_details_by_keyword() -> None:
    loose = [
        f"{path.parent.name}.{f.name}"
        for path in source.action_files()
        for f in source.functions(path)
        if not f.name.startswith("_") and isinstance(f, ast.FunctionDef) and len(f.args.args) > 2
    ]
    assert loose == []
