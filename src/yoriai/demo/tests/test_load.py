from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from yoriai.conftest import kept_rows
from yoriai.demo.history import history, local
from yoriai.demo.load import load_demo
from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Event
from yoriai.making.models import Prototype
from yoriai.people.actions import choose_credit
from yoriai.story.grounds import credits_of, voices_below
from yoriai.story.models import Story, Thanks
from yoriai.story.thread import State, knots_of_voice
from yoriai.web import clock


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with kept_rows(django_db_blocker, tmp_path_factory.mktemp("demo")):
        load_demo()
        yield


@pytest.fixture
def story(loaded: None, db: None) -> Iterator[Story]:
    """The demo's story, on the last day of its history."""
    with clock.standing_at(local(history()["now"])):
        yield Story.objects.get()


def first_voice() -> Voice:
    return Voice.objects.get(text__startswith="がんもどき、もうひとまわり")


def test_demo_has_its_64_voices_at_their_dates(story: Story) -> None:
    voices = Voice.objects.filter(theme=story.product.theme)
    days = voices.order_by("spoken_at").values_list("spoken_at", flat=True)
    assert (len(days), days[0].date().isoformat(), days[63].date().isoformat()) == (64, "2026-10-10", "2026-11-11")


def test_demo_voice_reaches_every_knot(story: Story) -> None:
    knots = knots_of_voice(first_voice())
    assert [(knot.step, knot.state) for knot in knots] == [
        ("arrived", State.DONE),
        ("read", State.DONE),
        ("answered", State.DONE),
        ("idea", State.DONE),
        ("prototype", State.DONE),
        ("product", State.REAL),
        ("story", State.DONE),
        ("thanks", State.DONE),
    ]


def test_demo_credits_28_people(story: Story) -> None:
    people = {voice.author for voice in voices_below(story.product)}
    shown = [person for person in people if person.credits.last().style != "none"]
    assert (len(shown), credits_of(story.product).nameless) == (28, len(people) - 28)


def test_demo_thanks_everybody_below_the_product(story: Story) -> None:
    assert Thanks.objects.exclude(sent_at=None).count() == len(voices_below(story.product))


def test_demo_shows_none_of_the_held_voices(story: Story, client: Client) -> None:
    theme = story.product.theme
    pages = ["/@tofu", f"/t/{theme.code}", f"/t/{theme.code}/voices?page=2", story.get_absolute_url()]
    text = "".join(client.get(page).content.decode() for page in [*pages, f"/t/{theme.code}/voices"])
    assert [
        word for word in ("血圧", "減塩中", "アレルギー", "八十七歳", "髪の毛", "集客", "駐車場") if word in text
    ] == []


def test_demo_changes_every_page_with_one_consent(story: Story, client: Client) -> None:
    person = Voice.objects.get(text__startswith="いつもありがとうございます。お弁当").author
    before = client.get(story.get_absolute_url()).content.decode().count("お便り好きさん")
    choose_credit(person, style="none")
    assert (before > 0, "お便り好き" in client.get(story.get_absolute_url()).content.decode()) == (True, False)


def test_demo_prototypes_say_whose_voice_changed_them(story: Story) -> None:
    assert list(Prototype.objects.values_list("version", "experiment__held")) == [(1, False), (2, True), (3, True)]


def test_demo_facts_stand_in_order_of_time(story: Story) -> None:
    theme = story.product.theme_id
    moments = list(Event.objects.filter(theme=theme).order_by("id").values_list("occurred_at", flat=True))
    assert moments == sorted(moments)
