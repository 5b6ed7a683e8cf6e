import pytest
from django.contrib.auth import get_user
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.test import Client

from yoriai.accounts.actions import (
    appoint_member,
    change_organisation,
    dismiss_member,
    found_organisation,
    sign_out_everywhere,
)
from yoriai.accounts.models import MAY, Account, Member, Organisation, Role
from yoriai.conftest import client_of
from yoriai.web.refusal import Refused


def test_founding_gives_an_owner_who_may_do_everything(owner: Member) -> None:
    assert (owner.role, owner.title, owner.account.email) == (Role.OWNER, "店主", "owner@tofu.example")
    assert [verb for verb in MAY if not owner.may(verb)] == []


@pytest.mark.parametrize("slug", ["", "a", "Tofu", "to fu", "-tofu", "x" * 41, "豆腐"])
def test_a_slug_that_is_no_address_is_refused_and_leaves_nothing(db: None, slug: str) -> None:
    with pytest.raises(ValidationError):
        found_organisation(slug=slug, name="豆腐店", owner_email="a@b.example", owner_title="主")
    assert (Organisation.objects.count(), Account.objects.count()) == (0, 0)


def test_two_organisations_cannot_share_a_slug(shop: Organisation) -> None:
    with pytest.raises(ValidationError):
        found_organisation(slug=shop.slug, name="別の店", owner_email="a@b.example", owner_title="主")


def test_a_second_appointment_changes_the_role(shop: Organisation, owner: Member, staff: Member) -> None:
    again = appoint_member(shop, email=" STAFF@tofu.example ", role=Role.HOST, title="世話役", by=owner.person)
    assert (again.pk, again.role, shop.members.count()) == (staff.pk, Role.HOST, 2)


@pytest.mark.parametrize("role", ["boss", ""])
def test_an_unknown_role_is_refused(shop: Organisation, owner: Member, role: str) -> None:
    with pytest.raises(ValidationError):
        appoint_member(shop, email="x@tofu.example", role=role, title="店の人", by=owner.person)


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a b@c.example", "x" * 400 + "@c.example"])
def test_an_address_that_is_none_is_refused(shop: Organisation, owner: Member, email: str) -> None:
    with pytest.raises(ValidationError):
        appoint_member(shop, email=email, role=Role.STAFF, title="店の人", by=owner.person)
    assert Account.objects.count() == 1


def test_the_last_owner_cannot_leave_or_step_down(shop: Organisation, owner: Member) -> None:
    with pytest.raises(Refused):
        dismiss_member(owner)
    with pytest.raises(Refused):
        appoint_member(shop, email=owner.account.email, role=Role.STAFF, title="店の人", by=owner.person)
    assert Member.objects.get(pk=owner.pk).role == Role.OWNER


def test_one_of_two_owners_may_leave(shop: Organisation, owner: Member) -> None:
    second = appoint_member(shop, email="second@tofu.example", role=Role.OWNER, title="女将", by=owner.person)
    dismiss_member(owner)
    assert list(shop.members.all()) == [second]


def test_a_dismissed_member_is_a_stranger_whose_address_is_erased(staff: Member) -> None:
    client = client_of(staff)
    dismiss_member(staff)
    assert client.get("/desk").headers["Location"].startswith("/in")
    assert not Account.objects.filter(email="staff@tofu.example").exists()


def test_a_member_of_two_shops_keeps_the_account_for_the_other(staff: Member, other_shop: Member) -> None:
    email = staff.account.email
    appoint_member(other_shop.organisation, email=email, role=Role.STAFF, title="店の人", by=other_shop.person)
    client = client_of(staff)
    dismiss_member(staff)
    assert client.get("/desk").status_code == 200


def test_a_profile_is_checked_before_it_is_kept(shop: Organisation) -> None:
    with pytest.raises(ValidationError):
        change_organisation(shop, reply_days=0)
    assert Organisation.objects.get(pk=shop.pk).reply_days == 14


def signed_in(client: Client) -> bool:
    request = HttpRequest()
    request.session = client.session
    return bool(get_user(request).is_authenticated)


def test_signing_out_everywhere_ends_every_session(host: Member) -> None:
    phone, till = client_of(host), client_of(host)
    assert [signed_in(client) for client in (phone, till)] == [True, True]
    sign_out_everywhere(host.account)
    assert [signed_in(client) for client in (phone, till)] == [False, False]
