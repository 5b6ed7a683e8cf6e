import gzip
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from yoriai.accounts.actions import change_organisation
from yoriai.accounts.models import Member, Organisation
from yoriai.conftest import START, client_of, later, make_theme, speak
from yoriai.dialogue.actions import hold_voice, read_voice, withdraw_voice
from yoriai.ledger.models import Event
from yoriai.making.actions import decide, form_idea, record_experiment
from yoriai.people.actions import choose_credit
from yoriai.people.models import CreditStyle
from yoriai.story import remembering
from yoriai.story.actions import draft_story, take_story_back
from yoriai.story.grounds import closing, credits_of
from yoriai.story.queries import chapter_rows
from yoriai.story.tests.factories import make_product, make_story
from yoriai.story.views import public
from yoriai.theme.actions import change_theme, close_theme
from yoriai.theme.models import Place, Theme, Visibility

SHOP = uuid4()


def test_home_leads_to_the_only_shelf(client: Client, shop: Organisation) -> None:
    assert client.get("/").headers["Location"] == "/@tofu"


def test_home_of_an_empty_server_says_what_to_do(client: Client, db: None) -> None:
    assert "yoriai setup" in client.get("/").content.decode()


def test_shelf_shows_the_open_question(client: Client, theme: Theme) -> None:
    assert theme.places.get().get_absolute_url() in client.get("/@tofu").content.decode()


def test_shelf_of_nobody_is_404(client: Client, shop: Organisation) -> None:
    assert client.get("/@nobody").status_code == 404


@pytest.mark.parametrize("path", ["/t/{}", "/t/{}/voices", "/t/{}/ideas"])
def test_theme_of_the_inside_is_404(client: Client, shop: Organisation, path: str) -> None:
    theme = make_theme(shop, visibility=Visibility.INSIDE)
    assert client.get(path.format(theme.code)).status_code == 404


def test_theme_says_why_fewer_voices_stand_there_than_arrived(client: Client, place: Place, host: Member) -> None:
    first, _second = speak(place, "ひとつめの声です"), speak(place, "ふたつめの声です")
    address = place.theme.get_absolute_url()
    before = client.get(address).content.decode()
    read_voice(first, by=host)
    after = client.get(address).content.decode()
    assert "お店の人が読むと、ここに並びます" in before
    assert "最初のひとこと" not in before
    assert "届いた声のうち1件が、ここに並んでいます" in after


def test_the_story_thanks_only_those_there_were(client: Client, place: Place, owner: Member) -> None:
    story = make_story([speak(place, "ひとりの声です")], owner)
    made = story.product.theme.ideas.get().prototypes.get()
    told = [closing(story.product, credits_of(story.product))]
    for people, held in ((0, True), (18, True), (18, False)):
        found = {"hypothesis": "閉まる", "measure": "人数", "result": "閉まった", "held_on": made.made_on}
        record_experiment(made, people=people, held=held, by=owner, **found)
        told.append(closing(story.product, credits_of(story.product)))
    spoke = "声をくださった方へ。"
    tried = "書いてくださった方、ためしてくださった方へ。"
    assert told[:3] == [spoke, spoke, tried]
    assert "まだ違う" in told[3]
    assert told[3] in client.get(story.get_absolute_url()).content.decode()


def test_theme_shows_no_voice_that_nobody_has_read(client: Client, place: Place, host: Member) -> None:
    voice = speak(place, "だれもまだ読んでいない声です")
    page = f"/t/{place.theme.code}/voices"
    before = "だれもまだ読んでいない声です" in client.get(page).content.decode()
    read_voice(voice, by=host)
    assert (before, "だれもまだ読んでいない声です" in client.get(page).content.decode()) == (False, True)


def test_theme_shows_no_voice_that_is_held(client: Client, place: Place, host: Member) -> None:
    voice = speak(place, "店の中だけで読む声です")
    read_voice(voice, by=host)
    hold_voice(voice, reason="personal", by=host)
    assert "店の中だけで読む声です" not in client.get(f"/t/{place.theme.code}/voices").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_theme_asks_the_same_number_of_queries(
    client: Client, place: Place, host: Member, number: int, django_assert_num_queries: Any
) -> None:
    make_product([speak(place, f"{number}人目のこえ{i}") for i in range(number)], host)
    with django_assert_num_queries(21):
        client.get(f"/t/{place.theme.code}")


@pytest.mark.parametrize("number", [1, 3])
def test_ideas_ask_the_same_number_of_queries(
    client: Client, place: Place, host: Member, number: int, django_assert_num_queries: Any
) -> None:
    for i in range(number):
        idea = form_idea(place.theme, headline=f"{i}番目のアイデア", grounds=[(speak(place, f"声{i}"), None)], by=host)
        decide(idea, verdict="try", reason="来週ためします。", by=host)
    with django_assert_num_queries(9):
        client.get(f"/t/{place.theme.code}/ideas")


def test_ideas_of_most_voices_come_first_and_the_rest_on_further_pages(
    client: Client, place: Place, host: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "A_PAGE", 1)
    voices: list[Any] = [(speak(place, f"声{i}"), None) for i in range(2)]
    form_idea(place.theme, headline="ひとりのアイデア", grounds=voices[:1], by=host)
    form_idea(place.theme, headline="ふたりのアイデア", grounds=voices, by=host)
    found = [client.get(f"/t/{place.theme.code}/ideas?page={number}").content.decode() for number in (1, 2)]
    assert [("ひとりの" in page, "ふたりの" in page) for page in found] == [(False, True), (True, False)]


def test_ideas_are_found_by_their_words(client: Client, place: Place, host: Member) -> None:
    for headline in ("ふたが閉まる大きさ", "小さいがんもどき"):
        form_idea(place.theme, headline=headline, grounds=[(speak(place, headline), None)], by=host)
    page = client.get(f"/t/{place.theme.code}/ideas", {"q": "ふたが"}).content.decode()
    assert ("閉まる" in page, "がんもどき" in page) == (True, False)


def test_theme_shows_the_foremost_ideas_and_the_way_to_all(
    client: Client, place: Place, host: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "FOREMOST", 1)
    grounds: list[Any] = [(speak(place, "声"), None)]
    form_idea(place.theme, headline="ひとつめ", grounds=grounds, by=host)
    one = client.get(f"/t/{place.theme.code}").content.decode()
    form_idea(place.theme, headline="ふたつめ", grounds=grounds, by=host)
    two = client.get(f"/t/{place.theme.code}").content.decode()
    assert [f"/t/{place.theme.code}/ideas" in page for page in (one, two)] == [False, True]
    assert two.count('class="idea"') == 1


@pytest.mark.parametrize("number", [1, 3])
def test_voices_ask_the_same_number_of_queries(
    client: Client, place: Place, host: Member, number: int, django_assert_num_queries: Any
) -> None:
    for i in range(number):
        read_voice(speak(place, f"{i}番目のこえです"), by=host)
    with django_assert_num_queries(7):
        client.get(f"/t/{place.theme.code}/voices")


@pytest.mark.parametrize("number", [1, 3])
def test_story_asks_the_same_number_of_queries(
    client: Client, place: Place, host: Member, number: int, django_assert_num_queries: Any
) -> None:
    story = make_story([speak(place, f"{i}番目のこえです") for i in range(number)], host)
    with django_assert_num_queries(15):
        client.get(story.get_absolute_url())


def test_story_speaks_of_declined_voices_only_where_there_are_some(client: Client, place: Place, host: Member) -> None:
    story, other = make_story([speak(place, "小さいのがほしい")], host), speak(place, "朝6時に開けてほしい")
    assert "採らなかった声にも" not in client.get(story.get_absolute_url()).content.decode()
    idea = form_idea(place.theme, headline="朝6時に開けてほしい", grounds=[(other, None)], by=host)
    decide(idea, verdict="decline", reason="朝の仕込みと重なるためです。", by=host)
    assert "採らなかった声にも" in client.get(story.get_absolute_url()).content.decode()
    with later(hours=1):
        decide(idea, verdict="adopt", reason="人が増えたためです。", by=host)
        assert "採らなかった声にも" not in client.get(story.get_absolute_url()).content.decode()


def test_story_counts_the_nameless_as_others_only_beside_names(client: Client, place: Place, host: Member) -> None:
    story = make_story([speak(place, "小さいのがほしい")], host)
    assert '<p class="soft">1人が、名前を出さずに' in client.get(story.get_absolute_url()).content.decode()


def test_story_names_people_as_they_choose_now(client: Client, place: Place, host: Member) -> None:
    voice = speak(place, credit=CreditStyle.NICKNAME, name="半分こ")
    story = make_story([voice], host)
    before = "半分こさん" in client.get(story.get_absolute_url()).content.decode()
    choose_credit(voice.author, style=CreditStyle.NONE)
    assert (before, "半分こ" in client.get(story.get_absolute_url()).content.decode()) == (True, False)


def test_story_loses_the_words_of_a_withdrawn_voice(client: Client, place: Place, host: Member) -> None:
    voice = speak(place, "片栗粉をまぶして焼き付けると出にくいように思います")
    story = make_story([voice, speak(place, "小さいのがあれば")], host)
    withdraw_voice(voice)
    assert "片栗粉" not in client.get(story.get_absolute_url()).content.decode()


def test_story_quotes_no_voice_that_was_given_to_the_shop_alone(place: Place, host: Member) -> None:
    story = make_story([speak(place)], host)
    before = len(chapter_rows(story)[0].quotes)
    change_theme(place.theme, visibility=Visibility.INSIDE, by=host.person)
    assert (before, len(chapter_rows(story)[0].quotes)) == (1, 0)


def test_draft_story_is_404_for_a_partner_who_reads_no_voices(place: Place, host: Member, partner: Member) -> None:
    story = draft_story(make_product([speak(place)], host), by=host)
    assert client_of(partner).get(story.get_absolute_url()).status_code == 404


def test_story_taken_back_is_404_for_visitors_only(client: Client, place: Place, host: Member) -> None:
    story = make_story([speak(place)], host)
    take_story_back(story, by=host)
    page = story.get_absolute_url()
    assert [client.get(page).status_code, client_of(host).get(page).status_code] == [404, 200]


def test_draft_story_is_404_for_another_shop(place: Place, host: Member, other_shop: Member) -> None:
    story = draft_story(make_product([speak(place)], host), by=host)
    assert client_of(other_shop).get(story.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("words", ["", "<script>alert(1)</script>", "\x00", "あ" * 5000, "%_'\""])
def test_search_takes_any_words(client: Client, place: Place, words: str) -> None:
    assert client.get(f"/t/{place.theme.code}/voices", {"q": words, "page": words}).status_code == 200


@pytest.mark.parametrize("what", ["voices", "ideas"])
def test_all_pages_search_in_the_same_way(client: Client, place: Place, host: Member, what: str) -> None:
    voice = speak(place, "ひとくちガンモがほしい")
    read_voice(voice, by=host)
    form_idea(place.theme, headline="ガンモを小さくしてほしい", grounds=[(voice, None)], by=host)
    address = f"/t/{place.theme.code}/{what}"
    found, missed = (client.get(address, {"q": words}) for words in ("がんも", "そんな声"))
    assert (len(found.context["rows"]), missed.context["rows"]) == (1, [])
    assert f'<a class="btn" href="{address}">' in missed.content.decode()
    shown = [page.content.decode() for page in (found, missed)]
    assert [(page.count(f'href="{address}"'), page.count('role="status"')) for page in shown] == [(1, 1), (1, 0)]


@pytest.mark.parametrize("what", ["voices", "ideas"])
def test_all_pages_turn_at_thirty_and_keep_the_words(client: Client, place: Place, host: Member, what: str) -> None:
    for number in range(31):
        voice = speak(place, f"{number}番目のがんも")
        read_voice(voice, by=host)
        form_idea(place.theme, headline=f"{number}番目のがんもがほしい", grounds=[(voice, None)], by=host)
    address = f"/t/{place.theme.code}/{what}"
    first, second = (client.get(address, {"q": "がんも", "page": page}) for page in (1, 2))
    assert [len(page.context["rows"]) for page in (first, second)] == [30, 1]
    assert "?q=%E3%81%8C%E3%82%93%E3%82%82&amp;page=2" in first.content.decode()


def test_remembered_page_is_rendered_anew_when_something_happened(client: Client, place: Place, host: Member) -> None:
    page = f"/t/{place.theme.code}"
    client.get(page)
    voice = speak(place, "あとから届いた声です")
    read_voice(voice, by=host)
    assert "あとから届いた声です" in client.get(page).content.decode()


def test_remembered_page_follows_the_shop_own_details(client: Client, shop: Organisation) -> None:
    client.get("/@tofu")
    change_organisation(shop, tagline="橋のたもとの豆腐店です")
    assert "橋のたもとの豆腐店です" in client.get("/@tofu").content.decode()


def test_remembered_page_is_404_as_soon_as_its_theme_is_for_insiders(
    client: Client, place: Place, host: Member
) -> None:
    page = f"/t/{place.theme.code}/ideas"
    seen = client.get(page).status_code
    change_theme(place.theme, visibility=Visibility.INSIDE, by=host.person)
    assert (seen, client.get(page).status_code) == (200, 404)


def test_remembered_page_is_made_once_for_visitors_who_come_together() -> None:
    made, together = [], Barrier(4)

    def make() -> bytes:
        made.append(time.sleep(0.05))
        return b"page"

    def visit(_number: int) -> bytes:
        together.wait()
        return remembering.kept(SHOP, "page", make)

    with ThreadPoolExecutor(4) as visitors:
        assert (set(visitors.map(visit, range(4))), len(made)) == ({b"page"}, 1)


def test_remembered_page_of_one_shop_is_made_while_the_other_is_made() -> None:
    together = Barrier(2, timeout=5)  # both must be inside at once

    def make() -> bytes:
        together.wait()
        return b"page"

    with ThreadPoolExecutor(2) as visitors:
        pages = visitors.map(lambda shop: remembering.kept(shop, str(shop), make), (SHOP, uuid4()))
        assert list(pages) == [b"page", b"page"]


def test_locks_of_shops_are_gone_when_their_pages_are_made() -> None:
    for number in range(100):
        remembering.kept(uuid4(), f"page-{number}", lambda: b"page")
    assert len(remembering._making) == 0


def test_a_page_that_takes_too_long_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "LONGEST_WAIT", 0.05)
    lock = remembering._lock_of(SHOP)
    with lock:
        assert remembering.kept(SHOP, "page", lambda: b"page") == b"page"


def test_remembered_page_is_the_same_packed_and_not(client: Client, theme: Theme) -> None:
    path = f"/t/{theme.code}"
    plain, packed = client.get(path), client.get(path, headers={"accept-encoding": "br, gzip"})
    assert gzip.decompress(packed.content) == plain.content
    assert [page.headers.get("Content-Encoding") for page in (plain, packed)] == [None, "gzip"]
    assert all("Accept-Encoding" in page.headers["Vary"] for page in (plain, packed))


def test_remembered_page_asks_one_query(client: Client, theme: Theme, django_assert_num_queries: Any) -> None:
    client.get(f"/t/{theme.code}")
    with django_assert_num_queries(1):
        client.get(f"/t/{theme.code}")


def test_remembered_page_notices_a_change_that_was_committed_late(place: Place, rf: RequestFactory) -> None:
    request, shop = rf.get(f"/t/{place.theme.code}"), place.theme.organisation
    last = Event.objects.latest("id").pk

    def commit(number: int) -> None:
        event = Event(pk=number, kind="theme.changed", organisation=shop, subject=place.theme.pk, occurred_at=START)
        event.save(force_insert=True)

    commit(last + 2)
    before = remembering._key(request, shop.pk)
    commit(last + 1)  # this number was given to a transaction that ends only now
    assert remembering._key(request, shop.pk) != before


def test_searches_are_not_remembered(client: Client, place: Place) -> None:
    for words in ("がんも", "おから", "豆乳"):
        client.get(f"/t/{place.theme.code}/voices", {"q": words})
    assert len(cache._cache) == 0  # type: ignore[attr-defined]


def test_a_question_closed_early_shows_the_day_it_was_closed(client: Client, theme: Theme, host: Member) -> None:
    addresses = (f"/@{theme.organisation.slug}", theme.get_absolute_url())
    with later(days=3):
        close_theme(theme, by=host.person)
        pages = [client.get(address).content.decode() for address in addresses]
    told = [("10/15" in page or "10月15日" in page, "10/18" in page or "10月18日" in page) for page in pages]
    assert told == [(True, False)] * 2
