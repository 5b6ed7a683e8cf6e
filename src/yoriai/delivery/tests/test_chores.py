import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from yoriai.accounts.models import Member
from yoriai.config.examination import chores as examined
from yoriai.conftest import client_of
from yoriai.delivery import chores, mail
from yoriai.delivery.models import ChoreState
from yoriai.web.chores import CHORES, Chore, register


@pytest.fixture
def swept(db: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One chore for the test, due every hour; the list grows each time it is done."""
    done: list[str] = []
    monkeypatch.setattr("yoriai.delivery.chores.CHORES", {"sweep": Chore("sweep", lambda: done.append("x"), HOUR)})
    chores.enrol()
    return done


@pytest.fixture
def failing_sweep(swept: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("a.person@mail.example")

    monkeypatch.setitem(chores.CHORES, "sweep", Chore("sweep", fail, HOUR))


HOUR = timedelta(hours=1)


def passed(**delta: float) -> None:
    ChoreState.objects.update(due_at=F("due_at") - timedelta(**delta))


def test_a_chore_is_done_at_once_and_again_after_its_time(swept: list[str]) -> None:
    assert (chores.do_due(), chores.do_due(), len(swept)) == (1, 0, 1)
    passed(minutes=59)
    assert chores.do_due() == 0
    passed(minutes=2)
    assert (chores.do_due(), len(swept)) == (1, 2)


def test_enrolling_again_changes_nothing(swept: list[str]) -> None:
    chores.do_due()
    before = ChoreState.objects.values_list().get()
    chores.enrol()
    assert ChoreState.objects.values_list().get() == before


def test_asked_for_often_it_is_done_once_and_soon(swept: list[str]) -> None:
    chores.do_due()
    for _time in range(3):
        chores.ask_for("sweep")
    assert chores.do_due() == 0
    passed(minutes=6)
    assert (chores.do_due(), chores.do_due(), len(swept)) == (1, 0, 2)


def test_asked_for_while_it_is_done_it_is_done_once_more(swept: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(chores.CHORES, "sweep", Chore("sweep", lambda: chores.ask_for("sweep"), HOUR))
    chores.do_due()
    passed(minutes=6)
    assert chores.do_due() == 1


@pytest.mark.usefixtures("failing_sweep")
def test_a_failure_is_tried_again_after_a_minute_then_two_and_keeps_only_its_class() -> None:
    assert (chores.do_due(), chores.do_due()) == (1, 0)
    passed(seconds=61)
    chores.do_due()
    state = ChoreState.objects.get()
    assert (state.failures, state.trouble, state.last_success_at) == (2, "RuntimeError", None)
    assert timedelta(seconds=110) < state.due_at - timezone.now() < timedelta(seconds=130)


@pytest.mark.usefixtures("failing_sweep")
def test_the_second_failure_in_a_row_shows_to_the_doctor_and_to_the_owner(owner: Member, staff: Member) -> None:
    said = []
    for _failure in range(2):
        chores.do_due()
        passed(hours=1)
        findings = [finding.sentence for finding in examined() if not finding.good]
        said.append((len(findings), "yoriai doctor" in client_of(owner).get("/desk").content.decode()))
    assert said == [(0, False), (1, True)]
    assert "RuntimeError" in findings[0]
    assert "yoriai doctor" not in client_of(staff).get("/desk").content.decode()


def test_a_success_ends_the_trouble(swept: list[str]) -> None:
    ChoreState.objects.update(failures=5, trouble="RuntimeError")
    chores.do_due()
    assert (list(chores.failing()), chores.last_tidied() is not None) == ([], True)


@pytest.mark.usefixtures("failing_sweep")
def test_a_failing_chore_stops_no_other_chore(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setitem(chores.CHORES, "wipe", Chore("wipe", lambda: done.append("x"), HOUR))
    chores.enrol()
    assert (chores.do_due(), done) == (2, ["x"])


def test_the_chores_of_the_product_are_these_and_each_succeeds(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """VACUUM cannot run inside a test's transaction: tests/test_bytes.py lets a real worker do it."""
    monkeypatch.setitem(CHORES, "erased bytes", Chore("erased bytes", lambda: None, HOUR))
    chores.enrol()
    assert chores.do_due() == len(CHORES)
    assert sorted(ChoreState.objects.filter(failures=0).values_list("chore", flat=True)) == [
        "addresses past their time",
        "erased bytes",
        "letters kept as files",
        "old sessions and codes",
        "settled letters",
        "unused photos",
    ]


def test_a_chore_is_registered_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        register("settled letters", lambda: None, every=HOUR)


def test_letters_kept_as_files_go_after_thirty_days(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = tmp_path
    for name, days in (("old.log", 31), ("new.log", 29), ("other.txt", 31)):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (time.time() - days * 86_400,) * 2)
    mail.purge_files()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["new.log", "other.txt"]
