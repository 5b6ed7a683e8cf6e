"""A post that is larger than any form: a page that says so and gives the beginning of the words back."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from yoriai.accounts.models import Member
from yoriai.conftest import client_of
from yoriai.dialogue.models import Voice
from yoriai.theme.models import Place
from yoriai.web.views import MOST_RETURNED

PLAIN = "application/x-www-form-urlencoded"
BOOK = (
    "ゆばの佃煮の作り方を、はじめから書きます。" + "豆を水にひたします。" * 60_000
)  # more than 5 MB as a browser sends it


def send(client: Client, address: str, **fields: str) -> str:
    answer = client.post(address, urlencode(fields), content_type=PLAIN)
    assert answer.status_code == 400
    return answer.content.decode()


def test_a_voice_like_a_book_comes_back_with_its_beginning(place: Place) -> None:
    page = send(Client(), f"/q/{place.code}", form_id="x", text=BOOK, credit="none")
    assert BOOK[: MOST_RETURNED // 2] in page
    assert len(page) < 3 * MOST_RETURNED
    assert Voice.objects.count() == 0


def test_any_form_gives_its_longest_field_back(voice: Voice, owner: Member) -> None:
    page = send(client_of(owner), reverse("making:from_voice", args=[voice.pk]), words="all", headline=BOOK)
    assert BOOK[:1000] in page


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>" * 100_000, "%" * 3_000_000, "=&" * 2_000_000, "\x00" * 3_000_000]
)
def test_odd_floods_are_shown_as_words_or_not_at_all(place: Place, text: str) -> None:
    assert "<script>alert" not in send(Client(), f"/q/{place.code}", text=text)


def test_raw_bytes_that_are_no_form_break_nothing(place: Place) -> None:
    for kind in (PLAIN, "multipart/form-data; boundary=x", "text/plain", ""):
        answer = Client().post(f"/q/{place.code}", b"\xff%" * 1_500_000, content_type=kind)
        assert answer.status_code in (400, 422)
