"""The chore of the doors: what nobody can come in by any more is gone, everything else stays."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from yoriai.accounts.actions import CODE_LASTS, PRINTED_LASTS, forget_old_entries, issue_code, spend_code
from yoriai.accounts.models import EntryCode, Member


def aged(**delta: float) -> None:
    EntryCode.objects.update(issued_at=timezone.now() - timedelta(**delta))


@pytest.mark.parametrize(("printed", "lasts"), [(False, CODE_LASTS), (True, PRINTED_LASTS)])
def test_a_code_that_ended_is_forgotten_and_a_fresh_one_stays(owner: Member, printed: bool, lasts: timedelta) -> None:
    code = issue_code(owner.account, printed=printed)
    aged(seconds=lasts.total_seconds() - 60)
    forget_old_entries()
    assert EntryCode.objects.count() == 1
    aged(seconds=lasts.total_seconds() + 60)
    forget_old_entries()
    assert (EntryCode.objects.count(), spend_code(owner.account.email, code)) == (0, None)


def test_a_used_code_is_forgotten(owner: Member) -> None:
    spend_code(owner.account.email, issue_code(owner.account))
    forget_old_entries()
    assert EntryCode.objects.count() == 0


def test_an_ended_session_is_forgotten_and_a_running_one_stays(db: None) -> None:
    for days in (1, -1):
        session = SessionStore()
        session["entering"] = "somebody@tofu.example"
        session.set_expiry(timedelta(days=days))
        session.save()
    forget_old_entries()
    assert [session.expire_date > timezone.now() for session in Session.objects.all()] == [True]
