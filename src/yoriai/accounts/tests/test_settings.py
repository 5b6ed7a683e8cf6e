"""Settings and members: the owner's pages."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from yoriai.accounts.actions import appoint_member, dismiss_member
from yoriai.accounts.models import Member, Organisation, Role
from yoriai.conftest import client_of

PROFILE = {"name": "まちの豆腐店", "reply_days": "10", "reply_place": "レジ横", "email": "ask@tofu.example"}


def test_settings_keeps_the_facts(owner: Member, shop: Organisation) -> None:
    answer = client_of(owner).post("/desk/settings", PROFILE)
    shop.refresh_from_db()
    assert (answer.status_code, shop.reply_days, shop.reply_place) == (302, 10, "レジ横")


def test_settings_tells_the_texts_in_force_in_human_words(owner: Member) -> None:
    page = client_of(owner).get("/desk/settings").content.decode().replace("<wbr>", "")
    assert "第1.2版（2026年11月26日（木）から）" in page
    assert re.findall(r"\b(?:notice|terms|purpose|share|retention|minor)[a-z-]*-\d\.\d", page) == []


def test_settings_says_what_is_wrong_and_loses_nothing(owner: Member, shop: Organisation) -> None:
    page = client_of(owner).post("/desk/settings", PROFILE | {"name": "", "reply_days": "900"})
    assert set(page.context["form"].errors) == {"name", "reply_days"}
    assert "レジ横" in page.content.decode()


@pytest.mark.parametrize(
    ("tel", "kept"), [("でんわ", False), ("０９２−７１２−１２３４", True), ("092-712-1234 内線3", True)]
)
def test_settings_take_a_telephone_that_somebody_can_call(owner: Member, tel: str, kept: bool) -> None:
    answer = client_of(owner).post("/desk/settings", PROFILE | {"tel": tel})
    found = Organisation.objects.filter(pk=owner.organisation_id, tel=tel)
    assert (answer.status_code == 302, found.exists()) == (kept, kept)


def test_settings_of_staff_has_no_facts(staff: Member, shop: Organisation) -> None:
    client = client_of(staff)
    assert client.get("/desk/settings").context["form"] is None
    assert client.post("/desk/settings", PROFILE).status_code == 404


def test_settings_bears_any_input(owner: Member) -> None:
    for words in ["x" * 10_000, "<script>", "a\x00", "\u202e" * 9_999, "99999999999999999999"]:
        answer = client_of(owner).post("/desk/settings", dict.fromkeys(PROFILE, words))
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content


def test_members_appoints(owner: Member, shop: Organisation) -> None:
    answer = client_of(owner).post(
        "/desk/settings/members", {"email": "New@tofu.example", "title": "仕込みの者", "role": "staff"}
    )
    appointed = Member.objects.get(organisation=shop, account__email="new@tofu.example")
    assert (answer.status_code, appointed.role, appointed.title) == (302, Role.STAFF, "仕込みの者")


def test_members_refuses_a_wrong_role(owner: Member) -> None:
    page = client_of(owner).post("/desk/settings/members", {"email": "a@b.example", "title": "x", "role": "king"})
    assert set(page.context["form"].errors) == {"role"}


def test_members_is_for_owners(host: Member, staff: Member, partner: Member) -> None:
    answers = [client_of(m).get("/desk/settings/members").status_code for m in (host, staff, partner)]
    assert answers == [404, 404, 404]


def test_member_changes_role(owner: Member, staff: Member) -> None:
    client_of(owner).post(f"/desk/settings/members/{staff.pk}", {"title": "店長", "role": "host"})
    staff.refresh_from_db()
    assert (staff.role, staff.title) == (Role.HOST, "店長")


def test_member_last_owner_stays_owner(owner: Member) -> None:
    page = client_of(owner).post(f"/desk/settings/members/{owner.pk}", {"title": "店主", "role": "staff"})
    assert set(page.context["form"].errors) == {"role"}
    assert client_of(owner).post(f"/desk/settings/members/{owner.pk}", {"dismiss": "1"}).status_code == 302
    owner.refresh_from_db()
    assert owner.role == Role.OWNER


def test_member_is_dismissed(owner: Member, staff: Member) -> None:
    client_of(owner).post(f"/desk/settings/members/{staff.pk}", {"dismiss": "1"})
    assert not Member.objects.filter(pk=staff.pk).exists()


def test_member_of_another_shop_is_not_there(owner: Member, other_shop: Member) -> None:
    client = client_of(owner)
    assert client.get(f"/desk/settings/members/{other_shop.pk}").status_code == 404
    assert client.post(f"/desk/settings/members/{other_shop.pk}", {"dismiss": "1"}).status_code == 404


def test_form_sent_after_signing_out_leads_back_to_its_page(db: None) -> None:
    page = "http://testserver/desk/settings"
    answer = Client().post("/desk/settings/members", PROFILE, headers={"Referer": page})
    assert answer["Location"] == f"/in?next={quote(page)}"


def test_settings_asks_a_stranger_to_come_in(db: None) -> None:
    assert Client().get("/desk/settings")["Location"] == "/in?next=/desk/settings"


def test_owner_who_leaves_their_own_place_comes_to_the_door(owner: Member, shop: Organisation) -> None:
    appoint_member(shop, email="next@tofu.example", role=Role.OWNER, title="次の店主", by=owner.person)
    client = client_of(owner)
    answer = client.post(f"/desk/settings/members/{owner.pk}", {"dismiss": "1"})
    assert (answer["Location"], client.get("/in").status_code) == ("/in", 200)


def test_dismissed_member_still_signed_in_sees_the_door(staff: Member) -> None:
    client = client_of(staff)
    dismiss_member(staff)
    assert (client.get("/desk").status_code, client.get("/in").status_code) == (302, 200)


@pytest.mark.parametrize("days", ["", "0", "61", "たくさん", "-1", "1.5"])
def test_a_number_of_days_that_is_none_says_which_would_do(owner: Member, days: str) -> None:
    form = client_of(owner).post("/desk/settings", PROFILE | {"reply_days": days}).context["form"]
    assert list(form.errors["reply_days"]) == ["日数として読めませんでした。1から60までの数字で書いてください。"]
