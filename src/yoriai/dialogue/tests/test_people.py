"""People at the desk: how they appear, how they are found, and their circles."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import translation

from yoriai.accounts.models import Member, Organisation, Person
from yoriai.conftest import client_of, later, speak
from yoriai.dialogue.actions import put_in_circle, rename_circle, take_out_of_circle, withdraw_voice
from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Event
from yoriai.people.actions import choose_credit, leave_contact
from yoriai.people.models import Circle, CreditStyle, Joining, RelationKind
from yoriai.people.names import shown_names, with_shown_names
from yoriai.people.texts import text
from yoriai.theme.models import Place
from yoriai.web.refusal import Refused

PAGE = "/desk/people"


def _seen(member: Member, query: str = "") -> list[Person]:
    return list(client_of(member).get(f"{PAGE}{query}").context["rows"])


def _say(place: Place, words: str, name: str = "", **more: Any) -> Person:
    credit = {"credit": "nickname", "name": name} if name else {}
    return speak(place, words, **(credit | more)).author


def test_people_shows_who_spoke_and_no_address(owner: Member, voice: Voice) -> None:
    filled = text("notice-1.0", "ja")
    agreed = filled.filled(**dict.fromkeys(filled.placeholders, "x"))
    leave_contact(voice.author, address="regular@home.example", text=agreed)
    page = client_of(owner).get(PAGE)
    assert [(person, person.spoken, person.reachable) for person in page.context["rows"]] == [(voice.author, 1, True)]
    assert "home.example" not in page.content.decode()


def test_people_is_for_owner_and_host(staff: Member, partner: Member, host: Member) -> None:
    assert [client_of(member).get(PAGE).status_code for member in (staff, partner, host)] == [404, 404, 200]


def test_people_shows_nobody_of_another_shop(other_shop: Member, voice: Voice) -> None:
    assert _seen(other_shop) == []


def test_people_asks_the_same_questions_for_many(owner: Member, place: Place, django_assert_num_queries: Any) -> None:
    client = client_of(owner)
    for number in (1, 2):
        for i in range(number):
            someone = _say(place, f"声その{number}{i}", "まめ", relation=RelationKind.CUSTOMER)
            put_in_circle([someone], name=f"輪{number}", by=owner)
        with django_assert_num_queries(9):
            client.get(PAGE)


def test_people_with_a_name_come_first_then_whoever_spoke_last(owner: Member, place: Place) -> None:
    people = []
    for hours, name in enumerate(["まめ", "", "なす", ""]):
        with later(hours=hours):
            people.append(_say(place, f"{hours}番目の声です", name))
    assert _seen(owner) == [people[2], people[0], people[3], people[1]]
    page = client_of(owner).get(PAGE).content.decode()
    assert re.findall('<h2 class="group">(.*?)</h2>', page) == ["お名前のある方", "お名前を出していない方"]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("style", CreditStyle.values)
@pytest.mark.parametrize(("name", "described"), [("まめ", ""), ("まめちゃん", "常連のお客様"), ("先生", "")])
def test_a_person_is_searched_by_the_name_that_is_shown(
    language: str, style: str, name: str, described: str, place: Place
) -> None:
    someone = _say(place, "がんもが好きです", described_as=described)
    choose_credit(someone, style=CreditStyle.INITIALS, name="古い名")
    with later(minutes=1), translation.override(language):
        choose_credit(someone, style=style, name=name)
        (found,) = with_shown_names(Person.objects.filter(pk=someone.pk))
        assert found.shown == shown_names([someone])[someone.pk]  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", ["まめ", "マメ", "まめさん", "豆さん"])
def test_people_are_found_by_their_name(owner: Member, place: Place, words: str) -> None:
    bean, other = _say(place, "一つ目の声です", "まめ"), _say(place, "二つ目の声です", "豆太")
    found = {"まめ": [bean], "マメ": [bean], "まめさん": [bean], "豆さん": []}
    assert (_seen(owner, f"?q={words}"), _seen(owner, "?q=豆太さん")) == (found[words], [other])


def test_people_are_sifted_by_relation(owner: Member, place: Place) -> None:
    student = _say(place, "生徒の声です", relation=RelationKind.STUDENT)
    _say(place, "お客様の声です", relation=RelationKind.CUSTOMER)
    assert (_seen(owner, "?relation=student"), _seen(owner, "?relation=resident")) == ([student], [])
    assert len(_seen(owner, "?relation=nonsense")) == 2
    page = client_of(owner).get(f"{PAGE}?relation=student").content.decode()
    assert '<a href="/desk/people?relation=student" aria-current="page">学生</a>' in page


def test_people_are_gathered_into_a_circle_and_found_by_it(owner: Member, place: Place) -> None:
    first, second = _say(place, "一つ目の声です"), _say(place, "二つ目の声です")
    answer = client_of(owner).post(f"{PAGE}/circle", {"person": [str(first.pk)], "name": " 土曜の 会 "})
    circle = Circle.objects.get()
    assert (answer.headers["Location"], circle.name) == (f"{PAGE}?circle={circle.pk}", "土曜の 会")
    assert _seen(owner, f"?circle={circle.pk}") == [first]
    assert (
        '<span class="soft row__circles"><span>土曜の 会</span></span>' in client_of(owner).get(PAGE).content.decode()
    )
    client_of(owner).post(f"{PAGE}/circle", {"person": [str(first.pk), str(second.pk)], "name": "土曜の 会"})
    assert (Circle.objects.count(), Joining.objects.count()) == (1, 2)
    assert list(Event.objects.filter(kind="people.circle_joined").values_list("facts__people", flat=True)) == [1, 1]


def test_people_leave_a_circle_and_an_empty_one_is_gone(owner: Member, place: Place) -> None:
    people = [_say(place, "一つ目の声です"), _say(place, "二つ目の声です")]
    circle = put_in_circle(people, name="味見の会", by=owner)
    client, address = client_of(owner), f"{PAGE}/circle?circle={circle.pk}"
    client.post(address, {"person": [str(people[0].pk)], "out": "1"})
    assert _seen(owner, f"?circle={circle.pk}") == [people[1]]
    client.post(address, {"person": [str(people[1].pk)], "out": "1"})
    assert (Circle.objects.count(), client.get(f"{PAGE}?circle={circle.pk}").status_code) == (0, 404)


def test_a_circle_needs_people_and_a_name_and_loses_nothing(owner: Member, voice: Voice) -> None:
    client, address = client_of(owner), f"{PAGE}/circle"
    refused = client.post(address, {"name": "味見の会"})
    nobody = refused.content.decode()
    assert refused.status_code == 422
    nameless = client.post(address, {"person": [str(voice.author_id)], "name": ""})
    assert ('value="味見の会"' in nobody, "まだ、だれにも印がついていません" in nobody) == (True, True)
    assert (nameless.status_code, set(nameless.context["form"].errors)) == (422, {"name"})
    assert f'value="{voice.author_id}" checked' in nameless.content.decode()
    assert Circle.objects.count() == 0


def test_circles_of_another_shop_are_not_there(other_shop: Member, owner: Member, voice: Voice) -> None:
    circle = put_in_circle([voice.author], name="味見の会", by=owner)
    theirs = client_of(other_shop)
    sent = {"person": [str(voice.author_id)], "name": "よその輪"}
    answers = [theirs.get(f"{PAGE}?circle={circle.pk}"), theirs.post(f"{PAGE}/circle", sent)]
    answers += [theirs.post(f"{PAGE}/circle?circle={circle.pk}", {"person": [str(uuid4())], "out": "1"})]
    assert ([answer.status_code for answer in answers], Joining.objects.count()) == ([404] * 3, 1)


@pytest.mark.parametrize("words", ["\x00", "x" * 10_000, "<script>", "\u202e%_", "²"])
def test_people_bear_any_question(owner: Member, voice: Voice, words: str) -> None:
    client = client_of(owner)
    assert client.get(PAGE, {"q": words, "page": words, "relation": words}).status_code == 200
    assert client.get(PAGE, {"circle": words}).status_code == (200 if words == "\x00" else 404)
    assert client.post(f"{PAGE}/circle", {"person": words, "name": words}).status_code == 404


def test_people_without_a_find_are_led_back_and_without_anybody_invited(
    owner: Member, other_shop: Member, voice: Voice
) -> None:
    page = client_of(owner).get(f"{PAGE}?q=だれか").content.decode()
    assert ("「だれか」という方は、ここにはいません。" in page, '<a class="btn" href="/desk/people">' in page) == (
        True,
        True,
    )
    assert "/desk/themes/new" in client_of(other_shop).get(PAGE).content.decode().partition("<main")[2]


def test_people_turn_the_page_at_fifty_and_keep_what_was_asked(owner: Member, place: Place) -> None:
    for number in range(51):
        _say(place, f"{number}番目の声です", "まめ")
    page = client_of(owner).get(f"{PAGE}?q=まめ")
    assert (len(page.context["rows"]), len(_seen(owner, "?q=まめ&page=2"))) == (50, 1)
    assert "?q=%E3%81%BE%E3%82%81&amp;page=2" in page.content.decode()


def test_who_took_everything_back_is_in_no_list_and_no_circle(owner: Member, voice: Voice, shop: Organisation) -> None:
    circle = put_in_circle([voice.author], name="味見の会", by=owner)
    withdraw_voice(voice)
    assert (_seen(owner), circle.joinings.count(), Circle.objects.count()) == ([], 0, 0)


def test_a_page_from_before_puts_nobody_who_took_everything_back_into_a_circle(owner: Member, place: Place) -> None:
    gone, stays = speak(place, "取り下げる声です"), _say(place, "残る声です")
    withdraw_voice(gone)
    sent = {"person": [str(gone.author_id)], "name": "味見の会"}
    refused = client_of(owner).post(f"{PAGE}/circle", sent)
    assert (refused.status_code, Circle.objects.count()) == (422, 0)
    assert 'value="味見の会"' in refused.content.decode()
    client_of(owner).post(f"{PAGE}/circle", sent | {"person": [str(gone.author_id), str(stays.pk)]})
    assert list(Joining.objects.values_list("person", flat=True)) == [stays.pk]


def test_who_takes_everything_back_while_being_put_into_a_circle_is_not_in_it(owner: Member, place: Place) -> None:
    gone, stays = speak(place, "取り下げる声です"), _say(place, "残る声です")
    withdraw_voice(gone)
    with pytest.raises(Refused):
        put_in_circle([gone.author], name="味見の会", by=owner)
    put_in_circle([gone.author, stays], name="土曜の会", by=owner)
    assert list(Joining.objects.values_list("person", "circle__name")) == [(stays.pk, "土曜の会")]


def test_only_who_spoke_is_put_into_a_circle(owner: Member, staff: Member, voice: Voice) -> None:
    sent = {"person": [str(staff.person_id)], "name": "味見の会"}
    assert client_of(owner).post(f"{PAGE}/circle", sent).status_code == 422
    assert Joining.objects.count() == 0


def test_circles_record_only_what_changed(owner: Member, place: Place) -> None:
    inside, outside = _say(place, "一つ目の声です"), _say(place, "二つ目の声です")
    for _twice in range(2):
        circle = put_in_circle([inside], name="味見の会", by=owner)
    take_out_of_circle([outside], circle=circle, by=owner)
    for _twice in range(2):
        take_out_of_circle([inside], circle=circle, by=owner)
    told = Event.objects.filter(subject=circle.pk).order_by("kind").values_list("kind", "facts__people")
    assert list(told) == [("people.circle_joined", 1), ("people.circle_left", 1)]


def test_a_circle_that_another_desk_took_away_meanwhile_begins_again(owner: Member, place: Place) -> None:
    first, second = _say(place, "一つ目の声です"), _say(place, "二つ目の声です")
    before = put_in_circle([first], name="味見の会", by=owner)

    def another_desk(execute: Any, sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        if '"people_circle"."name" = ' in sql and not taken:
            taken.append(sql)
            take_out_of_circle([first], circle=before, by=owner)
        return found

    taken: list[str] = []
    with connection.execute_wrapper(another_desk):
        circle = put_in_circle([second], name="味見の会", by=owner)
    assert (len(taken), circle == before, list(Circle.objects.all())) == (1, False, [circle])


def _crowd(place: Place) -> None:
    for number in range(51):
        _say(place, f"{number}番目の声です", "まめ")


@pytest.mark.parametrize("sent", [{"name": ""}, {"name": "あ" * 41}])
def test_ticks_of_the_second_page_stay_when_the_name_is_refused(
    owner: Member, place: Place, sent: dict[str, str]
) -> None:
    _crowd(place)
    client = client_of(owner)
    page = client.get(f"{PAGE}?q=まめ&page=2")
    (last,) = page.context["rows"]
    (address,) = re.findall('method="post" action="(/desk/people/circle[^"]*)"', page.content.decode())
    again = client.post(unescape(address), sent | {"person": [str(last.pk)]})
    assert (again.status_code, again.context["wanted"].words, again.context["rows"]) == (422, "まめ", [last])
    assert f'value="{last.pk}" checked' in again.content.decode()


def test_the_pager_leads_through_the_list_after_a_refusal_too(owner: Member, place: Place) -> None:
    _crowd(place)
    client = client_of(owner)
    refused = client.post(f"{PAGE}/circle?q=まめ", {"name": "味見の会"})
    (more,) = re.findall('<a class="btn" href="([^"]*page=2)">', refused.content.decode())
    assert (refused.status_code, more.partition("?")[0]) == (422, PAGE)
    assert len(client.get(unescape(more)).context["rows"]) == 1


def test_a_circle_with_a_sign_of_the_web_is_shown_as_it_is_called(owner: Member, voice: Voice) -> None:
    circle = put_in_circle([voice.author], name="A&Bの会", by=owner)
    page = client_of(owner).get(f"{PAGE}?circle={circle.pk}").content.decode()
    assert ("A&amp;Bの" in page, "&amp;amp;" in page) == (True, False)


def test_one_person_is_told_of_as_well_as_many(owner: Member, voice: Voice) -> None:
    client, sent = client_of(owner), {"person": [str(voice.author_id)], "name": "Tasting"}
    client.cookies["django_language"] = "en"
    put = client.post(f"{PAGE}/circle", sent, follow=True)
    assert "Put into “Tasting”." in put.content.decode()
    out = client.post(f"{PAGE}/circle?circle={Circle.objects.get().pk}", sent | {"out": "1"}, follow=True)
    assert "Taken out of “Tasting”." in out.content.decode()


def test_a_circle_gets_another_name_and_keeps_its_people(owner: Member, voice: Voice) -> None:
    circle = put_in_circle([voice.author], name="味見の会", by=owner)
    client, address = client_of(owner), f"{PAGE}/circle/{circle.pk}/name"
    assert 'value="味見の会"' in client.get(f"{PAGE}?circle={circle.pk}").content.decode()
    answer = client.post(address, {"called-name": " 土曜の  味見の会 "}, follow=True)
    assert "輪の名前を「土曜の 味見の会」に変えました。" in answer.content.decode()
    assert (Circle.objects.get().name, _seen(owner, f"?circle={circle.pk}")) == ("土曜の 味見の会", [voice.author])
    client.post(address, {"called-name": "土曜の 味見の会"})
    assert Event.objects.filter(kind="people.circle_renamed", subject=circle.pk).count() == 1


def test_a_circle_takes_no_name_of_another_and_none_that_is_empty(owner: Member, place: Place) -> None:
    first, second = _say(place, "うすあじがいい"), _say(place, "朝に買いたい")
    circle = put_in_circle([first], name="味見の会", by=owner)
    put_in_circle([second], name="土曜の会", by=owner)
    for name in ("土曜の会", " ", "あ" * 41):
        answer = client_of(owner).post(f"{PAGE}/circle/{circle.pk}/name", {"called-name": name})
        assert (answer.status_code, '<details class="fold fold--bare" open>' in answer.content.decode()) == (422, True)
    assert Circle.objects.get(pk=circle.pk).name == "味見の会"


def test_a_circle_that_is_gone_or_of_another_shop_is_not_renamed(
    owner: Member, other_shop: Member, voice: Voice
) -> None:
    circle = put_in_circle([voice.author], name="味見の会", by=owner)
    sent = {"called-name": "土曜の会"}
    assert client_of(other_shop).post(f"{PAGE}/circle/{circle.pk}/name", sent).status_code == 404
    assert client_of(owner).post(f"{PAGE}/circle/{uuid4()}/name", sent).status_code == 404
    take_out_of_circle([voice.author], circle=circle, by=owner)
    with pytest.raises(Refused):
        rename_circle(circle, name="土曜の会", by=owner)


def test_the_voices_of_one_person_are_a_tap_away(
    owner: Member, staff: Member, other_shop: Member, place: Place
) -> None:
    """For those who see who spoke; somebody of another shop is nobody."""
    mine, other = speak(place, "小さいのがほしい"), speak(place, "朝に開けてほしい")
    address = f"/desk/voices?person={mine.author_id}"
    assert f'href="{address}"' in client_of(owner).get(PAGE).content.decode()
    page = client_of(owner).get(address)
    assert [row[0] for row in page.context["rows"]] == [mine]
    opened = client_of(owner).get(f"/desk/voices/{mine.pk}?person={mine.author_id}").content.decode()
    assert other.text not in opened
    refused = [client_of(member).get(address).status_code for member in (staff, other_shop)]
    assert (refused, client_of(owner).get("/desk/voices?person=%00x").status_code) == ([404, 404], 404)
