"""Telling and thanking at the desk."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from yoriai.accounts.models import Member
from yoriai.conftest import client_of, speak
from yoriai.dialogue.actions import hold_voice, withdraw_voice
from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Event
from yoriai.making.actions import decide, form_idea, join_idea, launch_product, make_prototype
from yoriai.making.models import Product
from yoriai.story.actions import (
    draft_story,
    draft_thanks,
    publish_story,
    send_thanks,
    take_story_back,
    write_chapter,
)
from yoriai.story.models import Chapter, Story, Thanks
from yoriai.story.telling_queries import checklist
from yoriai.story.tests.factories import make_product
from yoriai.theme.models import Place, Theme

DAY = date(2026, 10, 12)


@pytest.fixture
def product(theme: Theme, place: Place, voice: Voice, owner: Member) -> Product:
    second = speak(place, "ふたが閉まるのがよかよ")
    grounds: Any = [(voice, None), (second, None)]
    idea = form_idea(theme, headline="小さくしてほしい", grounds=grounds, by=owner)
    return launch_product(theme, name="ひとくちがんも", out_on=DAY, ideas=[idea], by=owner)


@pytest.fixture
def story(product: Product, owner: Member) -> Story:
    return draft_story(product, by=owner)


def test_draft_begins_the_story_once(product: Product, owner: Member) -> None:
    client = client_of(owner)
    for _time in range(2):
        client.post(reverse("story:draft", args=[product.pk]))
    assert Story.objects.get().title == "ひとくちがんも"


def test_draft_quotes_nothing_twice_in_a_row(voice: Voice, owner: Member) -> None:
    chapters = draft_story(make_product([voice], owner), by=owner).chapters.all()
    assert [chapter.quotes.count() for chapter in chapters] == [1, 0, 0, 0]


def test_draft_tells_why_it_was_made(theme: Theme, voice: Voice, owner: Member) -> None:
    idea = form_idea(theme, headline="小さくしてほしい", grounds=[(voice, None)], by=owner)
    decide(idea, verdict="hold", reason="型がまだないためです。", by=owner)
    decide(idea, verdict="adopt", reason="お弁当箱のふたが閉まったためです。", by=owner)
    made = launch_product(theme, name="ひとくちがんも", out_on=DAY, ideas=[idea], by=owner)
    last = draft_story(made, by=owner).chapters.last()
    assert last is not None
    assert last.body == "つくると決めました。お弁当箱のふたが閉まったためです。"


@pytest.mark.parametrize("name", ["edit", "new_chapter", "publication", "thanks"])
def test_pages_open_for_the_owner_and_nobody_else(name: str, story: Story, owner: Member, other_shop: Member) -> None:
    address = reverse(f"story:{name}", args=[story.pk])
    assert [client_of(member).get(address).status_code for member in (owner, other_shop)] == [200, 404]


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_database_the_same_for_every_length(
    number: int, product: Product, theme: Theme, owner: Member, django_assert_num_queries: Any
) -> None:
    idea = theme.ideas.get()
    for i in range(number):
        made = launch_product(theme, name=f"がんも{i}", out_on=DAY, ideas=[idea], by=owner)
        draft_story(made, by=owner)
    client = client_of(owner)
    with django_assert_num_queries(6):
        client.get(reverse("story:stories"))


def test_edit_keeps_what_was_typed_when_the_title_is_missing(story: Story, owner: Member) -> None:
    page = client_of(owner).post(reverse("story:edit", args=[story.pk]), {"title": "", "lead": "まえがきです"})
    assert (list(page.context["form"].errors), page.context["form"]["lead"].value()) == (["title"], "まえがきです")


def test_a_first_prototype_does_not_quote_its_idea_once_more(place: Place, voice: Voice, owner: Member) -> None:
    """A later version does: the voice that changed it stands with what it changed."""
    second, third = speak(place, "ふたが閉まるのがよかよ"), speak(place, "片栗粉をまぶすとよいと思います")
    grounds: Any = [(voice, None), (second, None)]
    idea = form_idea(place.theme, headline="小さくしてほしい", grounds=grounds, by=owner)
    make_prototype(idea, name="試作1", made_of="小さく", made_on=DAY, grounds=[*grounds, (third, None)], by=owner)
    make_prototype(idea, name="試作2", made_of="もっと", made_on=DAY, grounds=[(second, None)], by=owner)
    product = launch_product(place.theme, name="小豆腐", out_on=DAY, ideas=[idea], by=owner)
    chapters = {chapter.heading: chapter for chapter in draft_story(product, by=owner).chapters.all()}
    quoted = [[quote.voice for quote in chapters[name].quotes.all()] for name in ("試作1", "試作2")]
    assert quoted == [[third], [second]]


def test_chapter_quotes_the_ticked_voices(story: Story, voice: Voice, owner: Member) -> None:
    sent = {"heading": "声が届く", "day": "2026-10-12", "body": "", "quotes": [str(voice.pk)]}
    client_of(owner).post(reverse("story:new_chapter", args=[story.pk]), sent)
    assert [quote.voice for quote in Chapter.objects.get(heading="声が届く").quotes.all()] == [voice]


def test_only_one_chapter_is_the_real_one(story: Story, owner: Member) -> None:
    write_chapter(story, heading="できた", day=DAY, real=True, by=owner)
    assert list(story.chapters.filter(real=True).values_list("heading", flat=True)) == ["できた"]


def test_chapters_move_and_stay_in_order(story: Story, owner: Member) -> None:
    before = [chapter.pk for chapter in story.chapters.all()]
    client_of(owner).post(reverse("story:chapter", args=[before[1]]), {"do": "up"})
    client_of(owner).post(reverse("story:chapter", args=[before[1]]), {"do": "up"})
    assert [chapter.pk for chapter in story.chapters.all()] == [before[1], before[0], *before[2:]]


def test_chapter_is_dropped(story: Story, owner: Member) -> None:
    first = story.chapters.first()
    assert first is not None
    client_of(owner).post(reverse("story:chapter", args=[first.pk]), {"do": "drop"})
    assert not Chapter.objects.filter(pk=first.pk).exists()


def test_publication_and_taking_back(story: Story, owner: Member) -> None:
    address = reverse("story:publication", args=[story.pk])
    client_of(owner).post(address, {"do": "publish"})
    assert Story.objects.get().is_published
    client_of(owner).post(address, {"do": "take_back"})
    assert not Story.objects.get().is_published


def test_publication_counts_who_shows_no_name(story: Story, owner: Member) -> None:
    found = client_of(owner).get(reverse("story:publication", args=[story.pk])).context["list"]
    assert (found.people, found.credits.names, found.credits.nameless) == (2, (), 2)


def test_thanks_go_to_the_ticked_ones_and_keep_the_other_texts(story: Story, owner: Member) -> None:
    draft_thanks(story, by=owner)
    first, second = story.thanks.all()
    sent = {f"{first.pk}-text": "ありがとう", f"{first.pk}-send": "on", f"{second.pk}-text": "あとで送ります"}
    client_of(owner).post(reverse("story:thanks", args=[story.pk]), sent)
    kept = {one.pk: (one.text, one.sent_at is not None) for one in Thanks.objects.all()}
    assert kept == {first.pk: ("ありがとう", True), second.pk: ("あとで送ります", False)}


def test_thanks_each_record_their_own_event(story: Story, owner: Member) -> None:
    draft_thanks(story, by=owner)
    sent = {f"{t.pk}-{k}": v for t in story.thanks.all() for k, v in (("text", t.text), ("send", "on"))}
    client_of(owner).post(reverse("story:thanks", args=[story.pk]), sent)
    subjects = Event.objects.filter(kind="story.thanks_sent").values_list("subject", flat=True)
    assert set(subjects) == set(story.thanks.values_list("pk", flat=True))


def test_thanks_with_an_empty_text_send_nothing(story: Story, owner: Member) -> None:
    draft_thanks(story, by=owner)
    sent = {f"{t.pk}-{k}": v for t in story.thanks.all() for k, v in (("text", " "), ("send", "on"))}
    page = client_of(owner).post(reverse("story:thanks", args=[story.pk]), sent)
    assert (page.status_code, Thanks.objects.exclude(sent_at=None).count()) == (200, 0)


def test_withdrawn_voices_are_not_thanked(story: Story, voice: Voice, owner: Member) -> None:
    draft_thanks(story, by=owner)
    withdraw_voice(voice)
    found = client_of(owner).get(reverse("story:thanks", args=[story.pk])).context["found"]
    assert (found.people, len(found.drafts)) == (1, 1)


def test_one_thanks_is_sent_alone(story: Story, owner: Member) -> None:
    draft_thanks(story, by=owner)
    one = story.thanks.all()[0]
    sent = {f"{one.pk}-text": "ありがとう", "send": "on"}
    client_of(owner).post(reverse("story:one_thanks", args=[one.pk]), sent)
    assert list(Thanks.objects.exclude(sent_at=None).values_list("text", flat=True)) == ["ありがとう"]


def test_a_published_story_is_published_once(story: Story, owner: Member) -> None:
    publish_story(story, by=owner)
    client_of(owner).post(reverse("story:publication", args=[story.pk]), {"do": "publish"})
    assert Event.objects.filter(kind="story.published").count() == 1


def test_checklist_counts_only_quotes_that_the_page_leaves_out(story: Story, voice: Voice, owner: Member) -> None:
    quoted = story.chapters.filter(quotes__voice=voice).count()
    hold_voice(voice, reason="aside", by=owner)
    aside = checklist(story).hidden_voices
    hold_voice(voice, reason="health", by=owner)
    assert (aside, checklist(story).hidden_voices) == (0, quoted)


def test_chapter_sent_twice_is_one(story: Story, owner: Member) -> None:
    sent = {"heading": "店に並ぶ", "day": "2026-10-12", "body": "火曜と金曜です"}
    for _tap in range(2):
        client_of(owner).post(reverse("story:new_chapter", args=[story.pk]), sent)
    assert Chapter.objects.filter(heading="店に並ぶ").count() == 1


def test_rewriting_a_chapter_keeps_the_words_it_quotes(story: Story, place: Place, voice: Voice, owner: Member) -> None:
    hidden = speak(place, "いまは店の中だけの声です")
    quotes: Any = [(voice, (0, 6)), (hidden, None)]
    written = write_chapter(story, heading="声", day=DAY, quotes=quotes, by=owner)
    hold_voice(hidden, reason="health", by=owner)
    sent = {"heading": "はじめの声", "day": "2026-10-12", "quotes": [str(voice.pk)]}
    client_of(owner).post(reverse("story:chapter", args=[written.pk]), sent)
    assert {(quote.voice_id, quote.span) for quote in written.quotes.all()} == {(voice.pk, (0, 6)), (hidden.pk, None)}


def _send_all(story: Story, owner: Member) -> None:
    draft_thanks(story, by=owner)
    for one in story.thanks.all():
        send_thanks(one, by=owner)


def test_thanks_quote_the_words_with_their_inner_marks_stepped_down(place: Place, owner: Member) -> None:
    voice = speak(place, "店頭でも「小さいのない？」は週に3回は聞かれます")
    story = draft_story(make_product([voice], owner), by=owner)
    draft_thanks(story, by=owner)
    assert story.thanks.get().text == (
        "「店頭でも『小さいのない？』は週に3回は聞かれます」のひとことから、"
        "ひとくちがんもができました。ありがとうございます。"
    )


def test_chapters_quote_a_headline_with_its_inner_marks_stepped_down(theme: Theme, voice: Voice, owner: Member) -> None:
    idea = form_idea(theme, headline="「ふた」が閉まる大きさにしてほしい", grounds=[(voice, None)], by=owner)
    made = launch_product(theme, name="ひとくちがんも", out_on=DAY, ideas=[idea], by=owner)
    bodies = "".join(chapter.body for chapter in draft_story(made, by=owner).chapters.all())
    assert ("「『ふた』が閉まる大きさにしてほしい」" in bodies, "「「" in bodies) == (True, False)


@pytest.mark.parametrize("name", ["thanks", "edit", "publication"])
def test_when_everybody_is_thanked_no_page_asks_for_thanks(name: str, story: Story, owner: Member) -> None:
    publish_story(story, by=owner)
    address = reverse(f"story:{name}", args=[story.pk])
    before = client_of(owner).get(address).content.decode().replace("<wbr>", "")
    _send_all(story, owner)
    after = client_of(owner).get(address).content.decode().replace("<wbr>", "")
    assert ["お礼を送る</" in page for page in (before, after)] == [True, False]


def test_when_everybody_is_thanked_the_page_says_so_warmly(story: Story, place: Place, owner: Member) -> None:
    _send_all(story, owner)
    page = client_of(owner).get(reverse("story:thanks", args=[story.pk])).content.decode().replace("<wbr>", "")
    assert ("<progress" in page, "お礼を待っている方は、もういません" in page) == (False, True)
    assert "2人の声で、ここまで来ました" in page


def test_a_voice_that_comes_to_the_idea_later_is_still_to_be_thanked(
    story: Story, theme: Theme, place: Place, owner: Member
) -> None:
    _send_all(story, owner)
    join_idea(theme.ideas.get(), voice=speak(place, "あとから来た声です"), by=owner)
    found = client_of(owner).get(reverse("story:thanks", args=[story.pk])).context["found"]
    assert (found.is_done, found.forgotten) == (False, 1)


def test_a_draft_is_removed_until_somebody_counts_on_it(story: Story, voice: Voice, owner: Member) -> None:
    """Not while it is public, nor once somebody was thanked from it."""
    address, client = reverse("story:edit", args=[story.pk]), client_of(owner)
    publish_story(story, by=owner)
    public = client.post(address, {"do": "drop"}).status_code, 'value="drop"' in client.get(address).content.decode()
    take_story_back(story, by=owner)
    taken_back = 'value="drop"' in client.get(address).content.decode()
    draft_thanks(story, by=owner)
    send_thanks(story.thanks.get(voice=voice), by=owner)
    assert (public, taken_back, client.post(address, {"do": "drop"}).status_code) == ((409, False), True, 409)
    assert Story.objects.get() == story


def test_no_number_in_a_chapter_outlives_a_voice(story: Story, voice: Voice, owner: Member) -> None:
    publish_story(story, by=owner)
    withdraw_voice(voice)
    edit, public = reverse("story:edit", args=[story.pk]), story.get_absolute_url()
    rows = list(client_of(owner).get(edit).context["chapters"].values_list("shown", flat=True))
    page, heard = client_of(owner).get(public).content.decode(), "いただいた声から、こんな願いが聞こえてきました。"
    assert ("2件の声" in page, f"{heard}「小さくしてほしい」" in page) == (False, True)
    assert (sum(rows), checklist(story).hidden_voices) == (1, 1)


def test_thanks_for_a_voice_kept_in_the_shop_wait_for_a_tick(story: Story, voice: Voice, owner: Member) -> None:
    hold_voice(voice, reason="complaint", by=owner)
    draft_thanks(story, by=owner)
    page = client_of(owner).get(reverse("story:thanks", args=[story.pk]))
    ticked = {row.thanks.voice == voice: form.initial["send"] for row, form in page.context["drafts"]}
    assert (ticked, "お店の中だけの声です" in page.content.decode()) == ({True: False, False: True}, True)
