"""Coming in to the desk, as a person without a password does it."""

import re
import time
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from yoriai.accounts.actions import answer_wishes, appoint_member, issue_code, spend_code
from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import client_of


def _code_of_last_letter() -> str:
    """What the worker mailed."""
    answer_wishes()
    return re.search(r"\d{6}", mail.outbox[-1].subject)[0]  # type: ignore[index]


def test_enter_opens_the_desk_with_the_mailed_code(owner: Member) -> None:
    client = Client()
    client.post("/in", {"email": " Owner@Tofu.example "})
    answer = client.post("/in/code", {"code": _code_of_last_letter()})
    assert (answer.status_code, answer["Location"]) == (302, "/desk")
    assert client.get("/desk").status_code == 200


def test_enter_takes_full_width_digits(owner: Member) -> None:
    client = Client()
    client.post("/in", {"email": "owner@tofu.example"})
    wide = _code_of_last_letter().translate({ord("0") + i: ord("０") + i for i in range(10)})
    assert client.post("/in/code", {"code": wide}).status_code == 302


def test_enter_answers_the_same_for_an_unknown_address(owner: Member) -> None:
    known = Client().post("/in", {"email": "owner@tofu.example"})
    unknown = Client().post("/in", {"email": "nobody@tofu.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    answer_wishes()
    assert len(mail.outbox) == 1


def test_enter_leads_on_to_the_page_that_was_asked_for(owner: Member) -> None:
    client = Client()
    client.get("/in?next=/desk/voices")
    client.post("/in", {"email": "owner@tofu.example"})
    assert client.post("/in/code", {"code": _code_of_last_letter()})["Location"] == "/desk/voices"


def test_enter_never_leads_to_another_server(owner: Member) -> None:
    client = Client()
    client.get("/in?next=https://elsewhere.example/")
    client.post("/in", {"email": "owner@tofu.example"})
    assert client.post("/in/code", {"code": _code_of_last_letter()})["Location"] == "/desk"


def test_enter_is_limited_beside_the_field(owner: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_792_000_000.0)  # ten tries in the same minute, on any machine
    client = Client()
    answers = [client.post("/in", {"email": "owner@tofu.example"}).status_code for _ in range(10)]
    assert answers == [302] * 8 + [429] * 2


def test_wrong_code_says_what_to_do(owner: Member) -> None:
    client = Client()
    client.post("/in", {"email": "owner@tofu.example"})
    wrong = "000000" if _code_of_last_letter() != "000000" else "111111"
    page = client.post("/in/code", {"code": wrong})
    assert page.status_code == 200
    assert "code" in page.context["form"].errors


def test_code_page_bears_any_input(owner: Member) -> None:
    for typed in ["", "a\x00b", "x" * 10_000, "<script>", "\u202e" * 500, "123 456 7"]:
        client = Client(REMOTE_ADDR=f"10.0.0.{len(typed) % 250}")
        client.post("/in", {"email": "owner@tofu.example"})
        assert client.post("/in/code", {"code": typed}).status_code == 200


def test_printed_code_opens_the_desk(owner: Member) -> None:
    code = issue_code(owner.account, printed=True)
    typed = f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()
    answer = Client().post("/in/code?printed", {"email": "owner@tofu.example", "code": typed})
    assert answer["Location"] == "/desk"


def test_mailed_code_leaves_the_printed_one_alone(owner: Member) -> None:
    printed = issue_code(owner.account, printed=True)
    issue_code(owner.account)
    assert spend_code("owner@tofu.example", printed) == owner.account


def test_code_is_spent_once(owner: Member) -> None:
    code = issue_code(owner.account)
    assert spend_code("owner@tofu.example", code) == owner.account
    assert spend_code("owner@tofu.example", code) is None


def test_code_ends_after_five_tries(owner: Member) -> None:
    code = issue_code(owner.account)
    for _ in range(5):
        spend_code("owner@tofu.example", "not it")
    assert spend_code("owner@tofu.example", code) is None


def test_dismissed_member_cannot_come_in(host: Member) -> None:
    code, email = issue_code(host.account), host.account.email
    host.delete()
    client = Client()
    assert client.post("/in/code?printed", {"email": email, "code": code}).status_code == 200
    assert client.get("/desk").status_code == 302


def test_leave_shows_first_and_goes_on_post(owner: Member) -> None:
    client = client_of(owner)
    assert client.get("/out").status_code == 200
    assert client.get("/desk").status_code == 200
    client.post("/out")
    assert client.get("/desk").status_code == 302


def test_leave_everywhere_ends_every_session(owner: Member) -> None:
    here, there = client_of(owner), client_of(owner)
    page = here.get("/out/everywhere", headers={"accept-language": "en"})
    assert (page.status_code, "a new code to sign in again" in page.content.decode()) == (200, True)
    here.post("/out/everywhere")
    assert (here.get("/desk").status_code, there.get("/desk").status_code) == (302, 302)


def test_choose_changes_the_desk(owner: Member, other_shop: Member) -> None:
    here: Organisation = other_shop.organisation
    appoint_member(here, email="owner@tofu.example", role="staff", title="手伝い", by=None)
    client = client_of(owner)
    assert client.get("/desk/choose").status_code == 200
    client.post("/desk/choose", {"organisation": str(here.pk)})
    assert client.get("/desk").context["request"].member.organisation == here


def test_choose_refuses_a_foreign_desk(owner: Member, other_shop: Member) -> None:
    client = client_of(owner)
    for wrong in [str(other_shop.organisation_id), "", "x\x00"]:
        assert client.post("/desk/choose", {"organisation": wrong}).status_code == 404


def test_enter_sends_several_desks_to_the_choice(owner: Member, other_shop: Member, settings: Any) -> None:
    appoint_member(other_shop.organisation, email="owner@tofu.example", role="staff", title="手伝い", by=None)
    client = Client()
    client.post("/in", {"email": "owner@tofu.example"})
    assert client.post("/in/code", {"code": _code_of_last_letter()})["Location"] == "/desk/choose"


def test_session_holds_whatever_the_time_zone_of_the_account_in_hand(host: Member) -> None:
    assert host.account.get_session_auth_hash() == Member.objects.get(pk=host.pk).account.get_session_auth_hash()
