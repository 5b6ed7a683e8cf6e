"""「連絡先は、企画の終わりから1年で消します」: said on the page, and kept."""

from datetime import date, timedelta

from yoriai.accounts.models import Member
from yoriai.conftest import later, make_theme, speak
from yoriai.dialogue.models import Voice
from yoriai.dialogue.retention import erase_outlived_contacts
from yoriai.ledger.models import Event
from yoriai.people.actions import leave_contact
from yoriai.people.models import Contact
from yoriai.people.texts import text
from yoriai.theme.actions import close_theme

AUGUST = date(2027, 8, 8)
A_YEAR_AND_THE_WEEK = 365 + 7  # the theme of the tests ends after seven days


def reached(voice: Voice) -> Contact:
    return leave_contact(voice.author, address="regular@mail.example", text=text("mail-result-1.0", "ja").filled())


def test_an_address_goes_a_year_after_the_question_ended_and_not_before(voice: Voice) -> None:
    reached(voice)
    with later(days=A_YEAR_AND_THE_WEEK - 2):
        assert erase_outlived_contacts() == 0
    with later(days=A_YEAR_AND_THE_WEEK + 1):
        assert erase_outlived_contacts() == 1
    removed = Event.objects.get(kind="people.contact_removed")
    assert (Contact.objects.count(), removed.subject, removed.actor) == (0, voice.author_id, None)


def test_a_question_closed_early_ended_on_that_day(voice: Voice, owner: Member) -> None:
    reached(voice)
    close_theme(voice.theme, by=owner.person)
    with later(days=366):
        assert erase_outlived_contacts() == 1


def test_a_person_who_still_takes_part_is_still_told(voice: Voice, owner: Member) -> None:
    reached(voice)
    with later(days=300):
        running = make_theme(owner.organisation, title="つぎ", starts_on=AUGUST, ends_on=AUGUST + timedelta(days=90))
        second = speak(running.places.get(), "つぎも楽しみです")
    Voice.objects.filter(pk=second.pk).update(author=voice.author)
    with later(days=A_YEAR_AND_THE_WEEK + 1):
        assert erase_outlived_contacts() == 0


def test_an_address_left_late_has_its_year_too(voice: Voice) -> None:
    with later(days=A_YEAR_AND_THE_WEEK + 30):
        reached(voice)
        assert erase_outlived_contacts() == 0
