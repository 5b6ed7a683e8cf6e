import re

from django.test import Client

from yoriai.accounts.models import Organisation
from yoriai.dialogue.models import Voice
from yoriai.people.actions import leave_contact
from yoriai.people.models import Contact
from yoriai.people.texts import text


def stop_address(voice: Voice) -> str:
    agreed = text("mail-result-1.0", "ja").filled()
    return f"/stop/{leave_contact(voice.author, address='regular@example.jp', text=agreed).stop_code}"


def test_stop_letters_asks_first(client: Client, voice: Voice) -> None:
    assert client.get(stop_address(voice)).status_code == 200
    assert Contact.objects.count() == 1


def test_stop_letters_names_the_shop_as_it_is_called(client: Client, voice: Voice) -> None:
    Organisation.objects.update(name="A&B豆腐店")
    page = client.get(stop_address(voice)).content.decode()
    (title,) = re.findall("<h1>(.*?)</h1>", page)
    assert title.replace("<wbr>", "").startswith("A&amp;B豆腐店")


def test_stop_letters_erases_the_address_without_a_cookie(voice: Voice) -> None:
    answer = Client(enforce_csrf_checks=True).post(stop_address(voice))
    assert (answer.status_code, Contact.objects.count()) == (200, 0)


def test_stop_letters_twice_is_a_kind_page(client: Client, voice: Voice) -> None:
    address = stop_address(voice)
    client.post(address)
    again = client.post(address)
    assert (again.status_code, again.templates[0].name) == (404, "people/stopped.html")
