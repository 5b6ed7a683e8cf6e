from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory

from yoriai.accounts.models import Member
from yoriai.conftest import client_of
from yoriai.theme.models import Place
from yoriai.web import limits
from yoriai.web.refusal import TooMany
from yoriai.web.views import inside


@pytest.mark.parametrize(
    ("asked", "shown"), [("ja", "このページはありません"), ("en", "This page is not here"), ("fr", "この")]
)
def test_what_is_not_there_says_so_in_the_language_of_the_browser(
    db: None, client: Client, asked: str, shown: str
) -> None:
    response = client.get("/nowhere", HTTP_ACCEPT_LANGUAGE=asked)
    assert (response.status_code, shown in response.content.decode()) == (404, True)


def test_one_tap_switches_the_language_and_comes_back(db: None, client: Client) -> None:
    response = client.get("/language/en?next=/nowhere")
    assert (response.status_code, response.headers["Location"]) == (302, "/nowhere")
    assert "This page is not here" in client.get("/nowhere", HTTP_ACCEPT_LANGUAGE="ja").content.decode()


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", None, "\\\\evil"]
)
def test_a_switch_never_leads_away(address: str | None) -> None:
    assert inside(RequestFactory().get("/"), address, "/home") == "/home"


@pytest.mark.parametrize("code", ["xx", "ja-JP-x", "a" * 200])
def test_an_unknown_language_is_no_trouble(db: None, client: Client, code: str) -> None:
    client.get(f"/language/{code}")
    assert client.get("/nowhere").status_code == 404


def test_a_stale_form_gives_back_what_was_typed(place: Place) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(place.get_absolute_url(), {"text": "小さい<b>がんも</b>"})
    assert response.status_code == 403
    assert "小さい&lt;b&gt;がんも&lt;/b&gt;" in response.content.decode()


BAD_BODIES = (
    "text=" + "あ" * 1_000_000,
    "text=%00",
    "text=" + "\u202e\u0301" * 100_000,
    "text=<script>alert(1)</script>",
    "%%%=&&;;",
)


@pytest.mark.parametrize("body", BAD_BODIES, ids=["huge", "nul", "bidi", "script", "broken"])
def test_a_bad_body_gets_a_page_and_never_a_fault(place: Place, client: Client, body: str) -> None:
    kind = "application/x-www-form-urlencoded"
    response = client.post(place.get_absolute_url(), body.encode(), content_type=kind)
    assert response.status_code < 500
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize(
    "path", ["/p/1.webp", "/p/x-99999999999999999999.webp", "/%00", "/q/%00", "/desk/voices/1", "/k/" + "a" * 5000]
)
def test_a_bad_address_is_not_here(db: None, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_one_address_may_do_so_much_a_minute_and_others_are_not_held_up(settings: Any) -> None:
    near, far = RequestFactory().get("/"), RequestFactory().get("/", REMOTE_ADDR="203.0.113.9")
    for _try in range(3):
        limits.spend(near, "tests", per_minute=3)
    with pytest.raises(TooMany):
        limits.spend(near, "tests", per_minute=3)
    limits.spend(far, "tests", per_minute=3)


def test_the_counter_keeps_no_address() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9")
    assert "203.0.113.9" not in limits.address_of(request)


def test_an_address_of_a_form_opens_the_page_of_the_form(client: Client, owner: Member) -> None:
    """By a bookmark, or after entering anew: never a bare refusal. What asks without a browser is refused."""
    page = client.get("/demo/enter", headers={"Accept": "text/html"})
    assert (page.status_code, page["Location"]) == (302, "/demo")
    assert client.get("/demo/enter").status_code == 405
    deep = f"/desk/people/circle/{uuid4()}/name"
    assert client_of(owner).get(deep, headers={"Accept": "text/html"})["Location"] == "/desk/people/circle"


def test_a_receipt_that_is_not_there_offers_to_write_its_code(db: None, client: Client) -> None:
    page = client.get("/k/ABCDEFGHJKLM")
    assert (page.status_code, 'href="/k/"' in page.content.decode()) == (404, True)
    assert 'href="/k/"' not in client.get("/nowhere").content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(("address", "way"), [("/k/nowhere", "/k/"), ("/desk/nowhere", "/desk"), ("/nowhere", "/")])
def test_not_found_leads_back_from_where_the_address_points(db: None, client: Client, address: str, way: str) -> None:
    page = client.get(address)
    assert (page.status_code, f'class="btn btn--primary" href="{way}"' in page.content.decode()) == (404, True)
