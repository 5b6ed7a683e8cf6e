"""Asking a question at the desk, its page, its places and its poster."""

from datetime import date, timedelta
from typing import Any

import pytest

from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import client_of, later, make_theme, speak
from yoriai.ledger.models import Event
from yoriai.theme.actions import close_theme, open_place, reopen_theme
from yoriai.theme.models import Place, Theme

ASKED = {
    "question": "お弁当に入れたい豆腐のおかずは何ですか",
    "title": "店頭ひとこと週間",
    "purpose": "朝の5分を助ける一品をつくります。",
    "starts_on": "2026-10-12",
    "ends_on": "2026-10-18",
    "reply_by": "2026-10-20",
    "visibility": "public",
    "place_label": "レジ横",
}


def test_new_theme_goes_live_with_its_place(host: Member) -> None:
    answer = client_of(host).post("/desk/themes/new/t03", ASKED)
    theme = Theme.objects.get()
    assert answer["Location"] == f"/desk/themes/{theme.code}"
    assert (theme.recipe, theme.reply_by, theme.places.get().label) == ("t03", date(2026, 10, 20), "レジ横")
    assert Event.objects.filter(kind="theme.opened").count() == 1


def test_new_theme_is_prefilled_from_its_recipe(host: Member) -> None:
    for recipe in [f"t{number:02}" for number in range(1, 14)]:
        initial = client_of(host).get(f"/desk/themes/new/{recipe}").context["form"].initial
        assert initial["starts_on"] == date(2026, 10, 12)
        assert client_of(host).post(f"/desk/themes/new/{recipe}", initial | {"place_label": ""}).status_code == 302


def test_new_theme_takes_a_tapped_example_without_javascript(host: Member) -> None:
    page = client_of(host).get("/desk/themes/new/t01?question=1")
    assert page.context["form"].initial["question"] == page.context["recipe"].questions[1]
    for number in ["99", "x", "²", "9" * 40]:
        assert client_of(host).get(f"/desk/themes/new/t01?question={number}").status_code == 200


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"question": ""}, {"question"}),
        ({"question": "何？"}, {"question"}),
        ({"question": "あ" * 121}, {"question"}),
        ({"title": "a\x00"}, {"title"}),
        ({"ends_on": "2026-10-11"}, {"ends_on"}),
        ({"ends_on": "2029-10-11"}, {"ends_on"}),
        ({"starts_on": "0001-01-01"}, {"starts_on"}),
        ({"starts_on": "きのう"}, {"starts_on"}),
        ({"reply_by": "2026-10-01"}, {"reply_by"}),
        ({"visibility": "nobody"}, {"visibility"}),
        ({"place_label": "あ" * 41}, {"place_label"}),
    ],
)
def test_new_theme_says_what_is_wrong(host: Member, changes: dict[str, str], wrong: set[str]) -> None:
    page = client_of(host).post("/desk/themes/new/t03", ASKED | changes)
    assert set(page.context["form"].errors) == wrong
    assert Theme.objects.count() == 0


def test_unknown_recipe_is_not_there(host: Member) -> None:
    assert client_of(host).get("/desk/themes/new/t99").status_code == 404


def test_theme_page_has_door_thread_and_next_steps(staff: Member, theme: Theme) -> None:
    page = client_of(staff).get(f"/desk/themes/{theme.code}")
    assert page.context["recipe"].id == "t03"
    assert f"/q/{theme.places.get().code}" in page.context["door"]["url"]
    assert "<svg" in page.context["door"]["qr"]


def test_theme_is_changed(host: Member, theme: Theme) -> None:
    client_of(host).post(f"/desk/themes/{theme.code}/edit", ASKED | {"title": "あたらしい名前"})
    theme.refresh_from_db()
    assert theme.title == "あたらしい名前"


def test_theme_is_closed_and_opened_again(host: Member, theme: Theme) -> None:
    client = client_of(host)
    client.post(f"/desk/themes/{theme.code}/closure", {"close": "1"})
    client.post(f"/desk/themes/{theme.code}/closure", {"close": "1"})
    assert Theme.objects.get().is_closed
    client.post(f"/desk/themes/{theme.code}/closure", {"reopen": "1", "ends_on": "2026-10-30"})
    assert (Theme.objects.get().is_closed, Theme.objects.get().ends_on) == (False, date(2026, 10, 30))


def test_theme_is_not_opened_for_a_day_gone(host: Member, theme: Theme) -> None:
    for day in ["2026-10-01", "", "x"]:
        client_of(host).post(f"/desk/themes/{theme.code}/closure", {"reopen": "1", "ends_on": day})
    assert Theme.objects.get().ends_on == date(2026, 10, 18)


def test_theme_pages_are_not_there_for_others(theme: Theme, place: Place, other_shop: Member, partner: Member) -> None:
    paths = ["", "/edit", "/places"]
    for member in (other_shop, partner):
        client = client_of(member)
        found = [client.get(f"/desk/themes/{theme.code}{path}").status_code for path in paths]
        found += [client.post(f"/desk/themes/{theme.code}/closure", {"close": "1"}).status_code]
        found += [client.get(f"/desk/places/{place.code}/poster.pdf").status_code]
        assert found == [404] * 5


def test_staff_sees_questions_and_changes_none(staff: Member, theme: Theme) -> None:
    client = client_of(staff)
    assert client.get("/desk/themes").status_code == 200
    closed = ["/desk/themes/new", "/desk/themes/new/t01", f"/desk/themes/{theme.code}/edit"]
    assert [client.get(path).status_code for path in closed] == [404, 404, 404]


def test_theme_list_tells_running_from_ended(host: Member, shop: Organisation, theme: Theme) -> None:
    ended = make_theme(shop, starts_on=date(2026, 8, 1), ends_on=date(2026, 8, 7))
    page = client_of(host).get("/desk/themes")
    assert (page.context["running"], page.context["ended"]) == ([theme], [ended])


def test_theme_list_asks_the_same_questions_for_many(
    host: Member, shop: Organisation, django_assert_num_queries: Any
) -> None:
    client = client_of(host)
    for number in (1, 2):
        for _ in range(number):
            make_theme(shop)
        with django_assert_num_queries(14):
            client.get("/desk/themes")


def test_places_asks_the_same_questions_for_many(
    host: Member, shop: Organisation, django_assert_num_queries: Any
) -> None:
    client = client_of(host)
    for number in (1, 2):
        for _ in range(number):
            make_theme(shop)
        with django_assert_num_queries(6):
            client.get("/desk/places")


def test_place_is_opened(host: Member, theme: Theme) -> None:
    client_of(host).post(f"/desk/themes/{theme.code}/places", {"channel": "paper", "label": "入口の箱"})
    assert theme.places.filter(channel="paper", label="入口の箱").count() == 1


def test_place_bears_any_input(host: Member, theme: Theme) -> None:
    for words in ["", "a\x00", "x" * 10_000, "<script>"]:
        answer = client_of(host).post(f"/desk/themes/{theme.code}/places", {"channel": words, "label": words})
        assert answer.status_code == 200
    assert theme.places.count() == 1


def test_places_shows_nothing_of_another_shop(other_shop: Member, place: Place) -> None:
    assert client_of(other_shop).get("/desk/places").context["doors"] == []


def test_poster_is_a_pdf(staff: Member, place: Place) -> None:
    answer = client_of(staff).get(f"/desk/places/{place.code}/poster.pdf")
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")


def test_poster_of_an_unprintable_question_is_refused_in_a_sentence(staff: Member, shop: Organisation) -> None:
    place = make_theme(shop, question="何？").places.get()
    assert client_of(staff).get(f"/desk/places/{place.code}/poster.pdf").status_code == 409


def test_proposed_days_follow_the_recipe(host: Member) -> None:
    initial = client_of(host).get("/desk/themes/new/t03").context["form"].initial
    assert initial["ends_on"] - initial["starts_on"] == timedelta(days=6)
    assert initial["reply_by"] - initial["ends_on"] == timedelta(days=2)


def test_new_theme_sent_twice_is_one_question(host: Member) -> None:
    for _ in range(2):
        client_of(host).post("/desk/themes/new/t03", ASKED)
    assert (Theme.objects.count(), Event.objects.filter(kind="theme.opened").count()) == (1, 1)


def test_theme_page_writes_the_invitation(host: Member, theme: Theme) -> None:
    page = client_of(host).get(f"/desk/themes/{theme.code}").content.decode()
    assert f"/q/{theme.places.get().code}</textarea>" in page


def test_old_theme_can_still_be_changed(host: Member, shop: Organisation) -> None:
    old = make_theme(shop, starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 7), reply_by=date(2020, 1, 9))
    days = {"starts_on": "2020-01-01", "ends_on": "2020-01-07", "reply_by": "2020-01-09"}
    answer = client_of(host).post(f"/desk/themes/{old.code}/edit", ASKED | days | {"title": "むかしのお題"})
    assert answer.status_code == 302


def test_question_closed_at_once_may_be_asked_again(host: Member) -> None:
    client = client_of(host)
    client.post("/desk/themes/new/t03", ASKED)
    client.post(f"/desk/themes/{Theme.objects.get().code}/closure", {"close": "1"})
    client.post("/desk/themes/new/t03", ASKED)
    assert Theme.objects.count() == 2


def test_closed_theme_invites_nobody(host: Member, place: Place) -> None:
    client, code = client_of(host), place.theme.code
    invited = (f"/desk/places/{place.code}/poster.pdf", place.get_absolute_url(), f"/desk/themes/{code}/places")

    def found() -> list[bool]:
        pages = [client.get(path).content.decode() for path in ("/desk/places", f"/desk/themes/{code}")]
        return [path in page for path in invited for page in pages]

    assert found() == [True, True, True, True, True, False]
    client.post(f"/desk/themes/{code}/closure", {"close": "1"})
    assert found() == [False] * 6


@pytest.mark.parametrize("day", ["2026-10-20", "2028-01-01", "9999-12-31"])
def test_theme_is_not_opened_for_a_day_that_does_not_fit(host: Member, shop: Organisation, day: str) -> None:
    starts = date(2026, 11, 1)
    coming = make_theme(shop, starts_on=starts, ends_on=starts)
    close_theme(coming, by=host.person)
    found = client_of(host).post(f"/desk/themes/{coming.code}/closure", {"reopen": "1", "ends_on": day})
    assert (found.status_code, Theme.objects.get().ends_on, Theme.objects.get().is_closed) == (302, starts, True)


def test_answers_promised_move_on_when_a_theme_opens_again(host: Member, theme: Theme) -> None:
    reopen_theme(theme, ends_on=date(2026, 10, 30), by=host.person)
    moved = Theme.objects.get().reply_by
    reopen_theme(theme, ends_on=date(2026, 10, 20), by=host.person)
    assert (moved, Theme.objects.get().reply_by) == (date(2026, 11, 1), date(2026, 11, 1))


def test_place_sent_twice_is_one(host: Member, theme: Theme) -> None:
    for _tap in range(2):
        client_of(host).post(f"/desk/themes/{theme.code}/places", {"channel": "paper", "label": "入口"})
    assert theme.places.filter(label="入口").count() == 1


def test_the_poster_comes_first_until_somebody_speaks(owner: Member, theme: Theme) -> None:
    def first_button() -> str:
        page = client_of(owner).get(f"/desk/themes/{theme.code}").content.decode()
        return page.partition('class="btn btn--primary" href="')[2].partition('"')[0]

    assert first_button().endswith("/poster.pdf")
    speak(theme.places.get())
    assert first_button().startswith("/desk/voices")


def test_two_places_of_one_kind_and_name_are_refused(host: Member, theme: Theme) -> None:
    """Nobody could tell them apart; of another kind it is another place."""
    address = f"/desk/themes/{theme.code}/places"
    first = theme.places.get()
    with later(minutes=5):
        same = client_of(host).post(address, {"channel": first.channel, "label": first.label})
    client_of(host).post(address, {"channel": "paper", "label": first.label})
    assert list(same.context["form"].errors) == ["label"]
    assert theme.places.count() == 2


def test_place_is_renamed_and_its_code_stays(host: Member, other_shop: Member, theme: Theme) -> None:
    place = theme.places.get()
    other = open_place(theme, channel=place.channel, label="入口", by=None)
    address = f"/desk/places/{place.code}"
    taken = client_of(host).post(address, {"label": "入口"})
    client_of(host).post(address, {"label": "窓口の横"})
    assert list(taken.context["form"].errors) == ["label"]
    assert set(theme.places.values_list("code", "label")) == {(place.code, "窓口の横"), (other.code, "入口")}
    assert client_of(other_shop).get(address).status_code == 404


def test_a_question_closed_before_it_began_has_no_day_before_its_first(host: Member, shop: Organisation) -> None:
    asked = make_theme(shop, starts_on=date(2026, 10, 20), ends_on=date(2026, 10, 30), reply_by=date(2026, 11, 2))
    close_theme(asked, by=host.person)
    asked.refresh_from_db()
    page = client_of(host).get(f"/desk/themes/{asked.code}").content.decode()
    assert (asked.last_day, "2026年10月30日" in page) == (date(2026, 10, 20), False)
