"""Races about the desk's members and codes, about questions, and about the worker."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from yoriai.accounts.actions import (
    answer_wishes,
    appoint_member,
    dismiss_member,
    found_organisation,
    issue_code,
    spend_code,
    wish_code,
)
from yoriai.accounts.models import Account, Member, Role
from yoriai.delivery import channels, chores, worker
from yoriai.delivery.models import ChoreState
from yoriai.ledger.kinds import Kind, declare
from yoriai.ledger.models import Delivery
from yoriai.ledger.record import record
from yoriai.theme import actions as theme
from yoriai.theme.models import Closure, Theme
from yoriai.web import clock
from yoriai.web.chores import CHORES, Chore

from .race import Race, one_refused, owner, race

TOLD = declare(Kind("load.raced", "raced", routes=(lambda event: [f"pigeon:{n}" for n in range(6)],)))
flown: list[int] = []
swept: list[int] = []
channels.register("pigeon", lambda delivery, _whom: flown.append(delivery.pk) or channels.SENT)  # type: ignore[func-returns-value]
CHORES.clear()  # what the product tidies must not be done instead
CHORES["race"] = Chore("race", lambda: swept.append(1), timedelta(days=1))


@race
def one_code_opens_one_door() -> Race:
    account = owner().account
    code = issue_code(account)

    def ready(_runner: int) -> Callable[[], Any]:
        email = account.email
        return lambda: spend_code(email, code)

    return Race(ready, lambda found: sum(isinstance(who, Account) for who in found) == 1)


@race
def two_appointments_of_one_address_are_one_place() -> Race:
    shop, email = owner().organisation, f"{uuid.uuid4().hex[:12]}@tofu.example"

    def ready(_runner: int) -> Callable[[], Any]:
        by = owner()
        return lambda: appoint_member(shop, email=email, role="staff", title="店の人", by=by.person)

    return Race(ready, lambda found: found[0] == found[1] and Member.objects.filter(account__email=email).count() == 1)


@race
def of_two_owners_who_leave_one_stays() -> Race:
    shop = owner().organisation
    while Member.objects.filter(role=Role.OWNER).count() < 2:
        appoint_member(shop, email=f"{uuid.uuid4().hex[:12]}@tofu.example", role="owner", title="主", by=None)
    owners = list(Member.objects.filter(role=Role.OWNER).values_list("pk", flat=True))

    def ready(runner: int) -> Callable[[], Any]:
        mine = Member.objects.select_related("account").get(pk=owners[runner])
        return lambda: dismiss_member(mine)

    return Race(ready, lambda found: one_refused(found) and Member.objects.filter(role=Role.OWNER).count() == 1)


@race
def one_member_dismissed_twice_is_gone_once() -> Race:
    email = f"{uuid.uuid4().hex[:12]}@tofu.example"
    place = appoint_member(owner().organisation, email=email, role="staff", title="店の人", by=None).pk

    def ready(_runner: int) -> Callable[[], Any]:
        mine = Member.objects.select_related("account").get(pk=place)
        return lambda: dismiss_member(mine)

    return Race(ready, lambda _found: not Account.objects.filter(email=email).exists())


@race
def of_two_shops_that_let_one_person_go_the_last_erases_the_address() -> Race:
    email, slug = f"{uuid.uuid4().hex[:12]}@tofu.example", f"s{uuid.uuid4().hex[:12]}"
    shops = [owner().organisation, found_organisation(slug=slug, name="となり", owner_email=email, owner_title="主")]
    appoint_member(shops[1], email=f"second-{email}", role="owner", title="主", by=None)
    places = [appoint_member(shop, email=email, role="staff", title="店の人", by=None).pk for shop in shops]

    def ready(runner: int) -> Callable[[], Any]:
        mine = Member.objects.select_related("account").get(pk=places[runner])
        return lambda: dismiss_member(mine)

    def right(_found: list[Any]) -> bool:
        shops[1].delete()
        return not Account.objects.filter(email=email).exists()

    return Race(ready, right)


@race
def one_theme_is_closed_once() -> Race:
    today = clock.today()
    asked = theme.open_theme(
        owner().organisation, title="問い", question=f"豆腐は{uuid.uuid4()}", purpose="つくる", recipe="t03",
        starts_on=today, ends_on=today + timedelta(days=1), by=None,
    )  # fmt: skip

    def ready(_runner: int) -> Callable[[], Any]:
        mine, by = Theme.objects.get(pk=asked.pk), owner().person
        return lambda: theme.close_theme(mine, by=by)

    def right(found: list[Any]) -> bool:
        once = one_refused(found) and Closure.objects.filter(theme=asked).count() == 1
        asked.places.all().delete()
        asked.delete()
        return once

    return Race(ready, right)


@race
def two_workers_send_each_letter_once() -> Race:
    flown.clear()
    with transaction.atomic():
        event = record(TOLD, organisation=owner().organisation, subject=uuid.uuid4())

    def ready(_runner: int) -> Callable[[], Any]:
        return worker.work_once

    rows = Delivery.objects.filter(event=event)
    return Race(ready, lambda _found: sorted(flown) == sorted(rows.filter(outcome="sent").values_list("pk", flat=True)))


@race
def one_wish_for_a_code_is_one_letter() -> Race:
    before = letters()
    wish_code(owner().account.email)

    def ready(_runner: int) -> Callable[[], Any]:
        return answer_wishes

    return Race(ready, lambda _found: letters() == before + 1)


@race
def two_workers_do_a_chore_once() -> Race:
    swept.clear()
    ChoreState.objects.update_or_create(chore="race", defaults={"due_at": timezone.now()})

    def ready(_runner: int) -> Callable[[], Any]:
        return chores.do_due

    return Race(ready, lambda _found: len(swept) == 1)


def letters() -> int:
    return sum(file.read_bytes().count(b"Message-ID: ") for file in settings.ENV.home.glob("letters/*"))
