from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import later
from yoriai.delivery import channels, worker
from yoriai.delivery.queries import last_pulse, troubled
from yoriai.dialogue.actions import answer_voice
from yoriai.dialogue.models import Voice, Withdrawal
from yoriai.ledger.models import Delivery
from yoriai.people.models import Contact


@pytest.fixture
def answered(voice: Voice, staff: Member) -> Delivery:
    Contact.objects.create(person=voice.author, address="regular@mail.example", stop_code="stop" * 6)
    answer_voice(voice, text="来月、小さいものを試作します。", by=staff)
    return Delivery.objects.get()


@pytest.fixture
def broken_mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "yoriai.delivery.tests.broken_backend.Backend"


def test_an_answer_is_mailed_once_and_settled(answered: Delivery) -> None:
    assert (worker.work_once(), worker.work_once(), len(mail.outbox)) == (1, 0, 1)
    answered.refresh_from_db()
    assert (answered.outcome, answered.attempts, answered.trouble) == ("sent", 1, "")


def test_of_two_claims_of_one_row_exactly_one_gets_it(answered: Delivery) -> None:
    first, second = worker.claim_due(), worker.claim_due()
    assert [delivery.pk for delivery in first] == [answered.pk]
    assert list(second) == []


def test_a_row_of_a_worker_that_died_is_taken_again_after_the_lease(answered: Delivery) -> None:
    list(worker.claim_due())
    with later(minutes=4):
        assert worker.work_once() == 0
    with later(minutes=6):
        assert worker.work_once() == 1


def test_the_late_first_worker_cannot_settle_what_a_second_has_claimed(answered: Delivery) -> None:
    (late,) = worker.claim_due()
    with later(minutes=6):
        list(worker.claim_due())
    worker.deliver(late)
    answered.refresh_from_db()
    assert answered.settled_at is None


@pytest.mark.usefixtures("broken_mail")
def test_a_failure_waits_twice_as_long_each_time_and_keeps_only_its_class(answered: Delivery) -> None:
    start = answered.due_at
    worker.work_once()
    answered.refresh_from_db()
    assert (answered.trouble, answered.due_at - start) == ("SMTPServerDisconnected", timedelta(minutes=1))
    with later(minutes=2):
        worker.work_once()
    answered.refresh_from_db()
    assert answered.due_at - start == timedelta(minutes=4)


@pytest.mark.usefixtures("broken_mail")
def test_after_eight_tries_it_is_given_up_and_stays_visible(answered: Delivery, shop: Organisation) -> None:
    for day in range(8):
        with later(days=day):
            worker.work_once()
    answered.refresh_from_db()
    assert (answered.attempts, answered.outcome) == (8, "given_up")
    assert list(troubled(shop)) == [answered]


@pytest.mark.usefixtures("broken_mail")
def test_trouble_shows_after_the_second_failure_and_only_to_its_own_shop(
    answered: Delivery, shop: Organisation, other_shop: Member
) -> None:
    worker.work_once()
    assert list(troubled(shop)) == []
    with later(minutes=2):
        worker.work_once()
    assert list(troubled(shop)) == [answered]
    assert list(troubled(other_shop.organisation)) == []


def test_nobody_is_written_to_who_took_the_address_back(answered: Delivery) -> None:
    Contact.objects.all().delete()
    worker.work_once()
    answered.refresh_from_db()
    assert (answered.outcome, mail.outbox) == ("nobody", [])


def test_a_withdrawn_voice_is_never_quoted_in_a_letter(answered: Delivery, voice: Voice) -> None:
    Voice.objects.filter(pk=voice.pk).update(text="")
    Withdrawal.objects.create(voice=voice)
    worker.work_once()
    answered.refresh_from_db()
    assert (answered.outcome, mail.outbox) == ("nobody", [])


def test_settled_rows_are_purged_after_thirty_days_and_open_ones_never(answered: Delivery) -> None:
    with later(days=60):
        assert worker.purge() == 0
    worker.work_once()
    with later(days=29):
        assert worker.purge() == 0
    with later(days=31):
        assert worker.purge() == 1


def test_the_pulse_tells_when_the_worker_was_last_well(db: None) -> None:
    assert last_pulse() is None
    worker.note_pulse()
    assert last_pulse() is not None


def test_an_unknown_channel_is_a_visible_trouble(answered: Delivery) -> None:
    Delivery.objects.update(address="pigeon:1")
    worker.work_once()
    assert Delivery.objects.get().trouble == "UnknownChannel"


def test_a_channel_is_registered_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        channels.register("mail", lambda delivery, whom: "sent")
