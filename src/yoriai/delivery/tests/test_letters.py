from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from yoriai.accounts.models import Member, Organisation, Person
from yoriai.conftest import later
from yoriai.delivery import worker
from yoriai.delivery.mail import Recipient, compose, forget_letters_saying, recipient_of
from yoriai.dialogue.actions import answer_voice, take_answer_back
from yoriai.dialogue.models import Voice
from yoriai.ledger.kinds import Letter
from yoriai.making.actions import decide, form_idea, launch_product
from yoriai.people.actions import remove_contact
from yoriai.people.models import Contact
from yoriai.web import clock

STOP = "stop" * 6


@pytest.fixture
def reachable(voice: Voice) -> Voice:
    Contact.objects.create(person=voice.author, address="regular@mail.example", stop_code=STOP)
    return voice


def test_a_letter_quotes_the_words_and_the_answer_and_leads_to_the_receipt(reachable: Voice, staff: Member) -> None:
    answer_voice(reachable, text="来月、小さいものを試作します。", by=staff)
    worker.work_once()
    body = mail.outbox[0].body
    pieces = [reachable.text, "来月、小さいものを試作します。", f"http://127.0.0.1:8000/k/{reachable.receipt.code}"]
    assert [piece for piece in pieces if piece not in body] == []


def test_every_letter_ends_with_its_sender_and_a_one_tap_stop(reachable: Voice, staff: Member) -> None:
    answer_voice(reachable, text="ありがとうございます。", by=staff)
    worker.work_once()
    letter = mail.outbox[0]
    assert letter.extra_headers["List-Unsubscribe"] == f"<http://127.0.0.1:8000/stop/{STOP}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    footer = letter.body.split("\n-- \n")[1]
    assert [piece for piece in ("まちの豆腐店", f"/stop/{STOP}") if piece not in footer] == []


def test_a_letter_speaks_the_language_of_its_reader(reachable: Voice, staff: Member) -> None:
    Person.objects.filter(pk=reachable.author_id).update(language="en")
    answer_voice(reachable, text="Thank you.", by=staff)
    worker.work_once()
    assert mail.outbox[0].subject == "An answer from まちの豆腐店"


def test_the_same_delivery_always_has_the_same_message_id(reachable: Voice) -> None:
    reader = Recipient("a@mail.example", "ja", "footer", "https://x.example/stop")
    letters = [compose(Letter("件名", "本文"), reader, reference="7.3") for _ in range(2)]
    assert [letter.extra_headers["Message-ID"] for letter in letters] == ["<7.3@127.0.0.1>"] * 2


def test_a_line_break_in_a_subject_starts_no_header(db: None) -> None:
    reader = Recipient("a@mail.example", "ja", "footer", "https://x.example/stop")
    letter = compose(Letter("豆腐\r\nBcc: x@mail.example", "本文"), reader, reference="1.1")
    assert letter.message()["Bcc"] is None
    assert letter.subject == "豆腐 Bcc: x@mail.example"


def test_a_person_is_found_only_through_their_own_shop(
    reachable: Voice, shop: Organisation, other_shop: Member
) -> None:
    assert recipient_of(other_shop.organisation_id, reachable.author_id) is None
    found = recipient_of(shop.pk, reachable.author_id)
    assert found is not None
    assert found.address == "regular@mail.example"


def test_two_answers_are_two_letters_each_with_its_own_words(reachable: Voice, staff: Member) -> None:
    answer_voice(reachable, text="まず、お礼を申します。", by=staff)
    with later(minutes=1):
        answer_voice(reachable, text="来月、試作します。", by=staff)
        worker.work_once()
    assert [answer for answer in ("まず、お礼を申します。", "来月、試作します。") if answer in mail.outbox[0].body] == [
        "まず、お礼を申します。"
    ]
    assert "来月、試作します。" in mail.outbox[1].body


def test_an_answer_taken_back_before_its_letter_left_sends_nothing(reachable: Voice, staff: Member) -> None:
    """Neither its own words nor, once more, those of the answer before it."""
    answer_voice(reachable, text="はじめの返事です。", by=staff)
    worker.work_once()
    with later(hours=1):
        take_answer_back(answer_voice(reachable, text="まちがいです。", by=staff), by=staff)
        worker.work_once()
    assert [letter.body.count("はじめの返事です。") for letter in mail.outbox] == [1]


def test_what_is_adopted_by_coming_out_is_one_letter(reachable: Voice, owner: Member) -> None:
    """The decision and the thing itself, told at once, are not two letters."""
    idea = form_idea(reachable.theme, headline="小さくしてほしい", grounds=[(reachable, None)], by=owner)
    decide(idea, verdict="try", reason="ためします。", by=owner)
    worker.work_once()
    with clock.standing_at(None):  # type: ignore[arg-type]  # time goes on between the two
        launch_product(idea.theme, name="小豆腐", out_on=clock.today(), ideas=[idea], because="好評のため", by=owner)
        worker.work_once()
    assert ["小豆腐" in letter.subject for letter in mail.outbox] == [False, True]


def test_letters_kept_as_files_go_with_the_address(
    reachable: Voice, staff: Member, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    answer_voice(reachable, text="来月、試作します。", by=staff)
    worker.work_once()
    kept = len(list(tmp_path.iterdir()))
    with django_capture_on_commit_callbacks(execute=True):
        remove_contact(reachable.author.contact)
    assert (kept, list(tmp_path.iterdir())) == (1, [])


def test_two_erasures_at_once_stumble_over_no_letter(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = tmp_path
    reader = Recipient("a@mail.example", "ja", "footer", "https://x.example/stop")
    for number in range(2):
        letter = compose(Letter("お返事", "本文"), reader, reference=f"7.{number}").message()
        (tmp_path / f"{number}.log").write_bytes(letter.as_bytes())

    def says(_text: str) -> bool:
        """While this one still reads, the other has erased everything."""
        for file in tmp_path.iterdir():
            file.unlink()
        return True

    forget_letters_saying({7}, says)
    assert list(tmp_path.iterdir()) == []
