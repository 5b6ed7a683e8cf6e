"""What every answer carries, and what is refused before anything is read."""

from typing import Any

import pytest
from django.test import Client

from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import client_of
from yoriai.dialogue.models import Voice
from yoriai.theme.models import Place


def policy(response: Any) -> dict[str, set[str]]:
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: set(values) for name, *values in parts}


@pytest.mark.parametrize("path", ["/", "/@tofu", "/in", "/desk", "/nowhere", "/q/nowhere", "/k/nowhere", "/robots.txt"])
def test_every_answer_carries_the_strict_policy(shop: Organisation, client: Client, path: str) -> None:
    found = policy(client.get(path))
    assert (found["script-src"], found["style-src"], found["default-src"]) == ({"'self'"}, {"'self'"}, {"'none'"})
    assert (found["frame-ancestors"], found["require-trusted-types-for"]) == ({"'none'"}, {"'script'"})


@pytest.mark.parametrize("path", ["/@tofu", "/in", "/nowhere"])
def test_every_answer_carries_the_other_headers(shop: Organisation, client: Client, path: str) -> None:
    headers = client.get(path).headers
    found = (headers["X-Content-Type-Options"], headers["X-Frame-Options"], headers["Cross-Origin-Opener-Policy"])
    assert found == ("nosniff", "DENY", "same-origin")
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_private_pages_are_neither_kept_nor_indexed_nor_told_to_other_sites(voice: Voice, client: Client) -> None:
    headers = client.get(f"/k/{voice.receipt.code}").headers
    found = (headers["Cache-Control"], headers["X-Robots-Tag"], headers["Referrer-Policy"])
    assert found == ("no-store", "noindex", "same-origin")


def test_the_desk_is_not_kept(owner: Member) -> None:
    assert client_of(owner).get("/desk").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "203.0.113.9", "a b", ""])
def test_an_unknown_host_is_refused_without_a_question_to_the_database(
    db: None, client: Client, host: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/", HTTP_HOST=host)
    assert (response.status_code, response.content) == (400, b"unknown host")


def test_a_forged_forwarded_host_changes_no_address(place: Place, client: Client) -> None:
    page = client.get(place.get_absolute_url(), HTTP_X_FORWARDED_HOST="evil.example").content
    assert b"evil.example" not in page


def test_cookies_are_for_the_server_alone(client: Client, place: Place) -> None:
    cookies = client.get(place.get_absolute_url()).cookies.values()
    assert [cookie.key for cookie in cookies if not cookie["httponly"] or cookie["samesite"] != "Lax"] == []
