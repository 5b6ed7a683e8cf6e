"""The three numbers, the lost letters, and the empty shop."""

from datetime import date

import pytest

from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import client_of, speak
from yoriai.desk.counts import states_of_themes
from yoriai.desk.figures import figures, lost_letters
from yoriai.dialogue.actions import answer_voice, hold_voice, read_voice
from yoriai.ledger.models import Delivery, Event
from yoriai.making.actions import form_idea, make_prototype
from yoriai.story.thread import counts_of_theme
from yoriai.theme.models import Place, Theme
from yoriai.web import clock


def test_figures_count_unread_waiting_and_made(owner: Member, theme: Theme, place: Place) -> None:
    first, _second = speak(place, "ひとつめの声です"), speak(place, "ふたつめの声です")
    answer_voice(first, text="ありがとうございます", by=owner)
    idea = form_idea(theme, headline="ひとくちがんも", grounds=[(first, None)], by=owner)
    for day in (date(2026, 10, 12), date(2026, 10, 1)):
        make_prototype(idea, name="試作", made_of="小さく丸めました", made_on=day, by=owner)
    found = figures(owner)
    assert (found.unread, found.waiting, found.made, found.waiting_since) == (1, 1, 1, clock.now())


def test_figures_see_nothing_of_another_shop(other_shop: Member, place: Place) -> None:
    speak(place)
    assert figures(other_shop).unread == 0


def test_lost_letters_are_noticed(owner: Member, other_shop: Member, place: Place) -> None:
    speak(place)
    event = Event.objects.last()
    Delivery.objects.create(event=event, address="mail:a", outcome="given_up", settled_at=clock.now())
    Delivery.objects.create(event=event, address="mail:b", attempts=2)
    Delivery.objects.create(event=event, address="mail:c", attempts=1)
    assert (lost_letters(owner), lost_letters(other_shop)) == (2, 0)
    assert client_of(owner).get("/desk").context["lost_letters"] == 2


def test_home_of_an_empty_shop_offers_five_first_steps(owner: Member) -> None:
    page = client_of(owner).get("/desk")
    assert [recipe.id for recipe in page.context["first_steps"]] == ["t01", "t02", "t03", "t06", "t08"]


def test_home_of_a_partner_shows_no_voice(partner: Member, place: Place) -> None:
    speak(place, "秘密のひとことです")
    page = client_of(partner).get("/desk")
    assert page.status_code == 200
    assert "figures" not in page.context
    assert "秘密" not in page.content.decode()
    assert "/desk/voices" not in page.content.decode()


def test_tiny_threads_agree_with_the_large_one(owner: Member, shop: Organisation, theme: Theme, place: Place) -> None:
    form_idea(theme, headline="ひとくちがんも", grounds=[(speak(place), None)], by=owner)
    hold_voice(speak(place, "お店のことではない声です"), reason="aside", by=owner)
    large = [(count.number, count.state) for count in counts_of_theme(theme)]
    assert states_of_themes([theme]) == {theme.pk: large}


def test_home_shows_the_running_question_and_the_newest_voices(owner: Member, theme: Theme, place: Place) -> None:
    for number in range(6):
        speak(place, f"{number}ばんめのひとことです")
    page = client_of(owner).get("/desk")
    assert len(page.context["rows"]) == 4
    assert f"/desk/themes/{theme.code}" in page.content.decode()


@pytest.mark.parametrize("path", ["/desk/voices", "/desk/people", "/desk/ideas", "/desk/places", "/desk/themes"])
def test_an_empty_page_leads_to_the_first_question(owner: Member, path: str) -> None:
    """Not in a circle from one empty page to the next."""
    main = client_of(owner).get(path).content.decode().partition("<main")[2]
    assert 'href="/desk/themes/new"' in main


def test_home_does_not_call_it_done_while_voices_wait(owner: Member, place: Place) -> None:
    voice = speak(place, "小さいのがほしい")
    read_voice(voice, by=owner)
    waits = client_of(owner).get("/desk").content.decode().replace("<wbr>", "")
    answer_voice(voice, text="来月ためします", by=owner)
    done = client_of(owner).get("/desk").content.decode().replace("<wbr>", "")
    assert ("1件の声が返事を待っています" in waits, "すべて済みました" in waits) == (True, False)
    assert ("返事を待っています。お約束" in done, "すべて済みました" in done) == (False, True)
