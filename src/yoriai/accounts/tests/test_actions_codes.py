from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from yoriai.accounts.actions import answer_wishes, issue_code, spend_code, wish_code
from yoriai.accounts.models import Account, EntryCode, EntryWish, Member
from yoriai.web import codes


def test_a_mailed_code_opens_once(owner: Member) -> None:
    wish_code("OWNER@tofu.example ")
    answer_wishes()
    code = mail.outbox[0].subject[-6:]
    assert code.isdecimal()
    assert spend_code("owner@tofu.example", code) == owner.account
    assert spend_code("owner@tofu.example", code) is None


def test_a_stranger_is_told_nothing_and_mailed_nothing(db: None) -> None:
    Account.objects.create(email="no-desk@mail.example")
    wish_code("nobody@mail.example")
    wish_code("no-desk@mail.example")
    answer_wishes()
    assert (mail.outbox, EntryWish.objects.count(), EntryCode.objects.count()) == ([], 0, 0)


def test_a_wish_survives_an_absent_mail_server(owner: Member, settings: Any) -> None:
    settings.EMAIL_BACKEND = "yoriai.delivery.tests.broken_backend.Backend"
    wish_code("owner@tofu.example")
    assert answer_wishes() == 1  # nothing is raised: the letters of the same round go out
    assert EntryWish.objects.filter(due_at__gt=timezone.now()).count() == 1


def test_a_new_code_ends_the_older(owner: Member) -> None:
    older, newer = issue_code(owner.account), issue_code(owner.account)
    assert older == newer or spend_code(owner.account.email, older) is None
    assert spend_code(owner.account.email, newer) == owner.account


def test_five_wrong_tries_end_a_code(owner: Member) -> None:
    code = issue_code(owner.account)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _try in range(5):
        assert spend_code(owner.account.email, wrong) is None
    assert spend_code(owner.account.email, code) is None


@pytest.mark.parametrize(
    ("age", "opens"), [(timedelta(minutes=14), True), (timedelta(minutes=16), False), (timedelta(minutes=-5), False)]
)
def test_a_code_lasts_fifteen_minutes_and_never_comes_from_the_future(owner: Member, age: Any, opens: bool) -> None:
    code = issue_code(owner.account)
    EntryCode.objects.update(issued_at=timezone.now() - age)
    assert (spend_code(owner.account.email, code) is not None) is opens


def test_a_printed_code_is_long_and_lasts_a_week(owner: Member) -> None:
    code = issue_code(owner.account, printed=True)
    assert (len(code), codes.as_typed(f"{code[:4].lower()} {code[4:8]}-{code[8:]}")) == (12, code)
    EntryCode.objects.update(issued_at=timezone.now() - timedelta(days=6))
    assert spend_code(owner.account.email, code) == owner.account


def test_the_database_never_holds_the_code_itself(owner: Member) -> None:
    code = issue_code(owner.account, printed=True)
    assert EntryCode.objects.filter(digest__contains=code).count() == 0


def test_a_code_of_one_account_opens_no_other(owner: Member, host: Member) -> None:
    code = issue_code(owner.account, printed=True)
    assert spend_code(host.account.email, code) is None
