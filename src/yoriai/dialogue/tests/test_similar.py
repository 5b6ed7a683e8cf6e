"""似た声: which voices are found while somebody types, and which never."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from yoriai.accounts.models import Member
from yoriai.conftest import make_theme, speak
from yoriai.dialogue import similar
from yoriai.dialogue.actions import answer_voice, hold_voice, read_voice, release_voice, withdraw_voice
from yoriai.dialogue.models import Posting, Voice
from yoriai.theme.models import Place, Visibility

BREAD = "もっと大きいカレーパンがほしい"


def typed(client: Client, place: Place, text: str) -> list[str]:
    """The ids that the page gets for `text`."""
    return [voice["id"] for voice in client.post(f"/q/{place.code}/similar", {"text": text}).json()["voices"]]


@pytest.fixture
def bread(place: Place, owner: Member) -> Voice:
    voice = speak(place, BREAD)
    read_voice(voice, by=owner)
    return voice


@pytest.mark.parametrize(
    "text", ["でかいのがいい", "でっかくして", "ｶﾚｰﾊﾟﾝ", "かれーぱん", "カレーパ", "大き", "ほしいのは大きなカレーパン"]
)
def test_similar_finds_other_spellings(client: Client, place: Place, bread: Voice, text: str) -> None:
    assert typed(client, place, text) == [str(bread.pk)]


@pytest.mark.parametrize(
    ("text", "words"), [("豆腐", "お豆腐が好きです"), ("弁当", "お弁当に入れたい"), ("駅前", "駅前の店")]
)
def test_similar_finds_words_of_two_signs(client: Client, place: Place, owner: Member, text: str, words: str) -> None:
    voice = speak(place, words)
    read_voice(voice, by=owner)
    assert typed(client, place, text) == [str(voice.pk)]


@pytest.mark.parametrize("text", ["営業時間を延ばして", "量子もつれの観測装置", "the shop is far away", "でもでも"])
def test_similar_finds_nothing_in_other_words(client: Client, place: Place, bread: Voice, text: str) -> None:
    assert typed(client, place, text) == []


def test_similar_puts_the_rare_word_before_the_common_one(client: Client, place: Place, owner: Member) -> None:
    common = [speak(place, f"豆腐の{word}") for word in ("味噌汁", "田楽", "白和え", "冷奴")]
    rare = speak(place, "柚子の皮をそえて")
    for voice in [rare, *common]:
        read_voice(voice, by=owner)
    assert typed(client, place, "豆腐に柚子")[0] == str(rare.pk)


def test_similar_puts_the_later_of_equals_first(client: Client, place: Place, owner: Member) -> None:
    voices = [speak(place, BREAD, form_id=f"form {number}") for number in range(2)]
    for voice in voices:
        read_voice(voice, by=owner)
    assert typed(client, place, BREAD) == [str(voice.pk) for voice in reversed(voices)]


def test_similar_follows_reading_holding_and_releasing(client: Client, place: Place, owner: Member) -> None:
    voice = speak(place, BREAD)
    found = [typed(client, place, BREAD)]
    answer_voice(voice, text="つくってみます。", by=owner)
    found.append(typed(client, place, BREAD))
    hold_voice(voice, reason="personal", by=owner)
    found.append(typed(client, place, BREAD))
    release_voice(voice, by=owner)
    found.append(typed(client, place, BREAD))
    assert found == [[], [str(voice.pk)], [], [str(voice.pk)]]


def test_similar_loses_a_withdrawn_voice_at_once(client: Client, place: Place, bread: Voice) -> None:
    withdraw_voice(bread)
    assert (typed(client, place, BREAD), Posting.objects.filter(voice=bread).count()) == ([], 0)


def test_similar_never_shows_what_is_for_the_shop_alone(client: Client, place: Place, owner: Member) -> None:
    read_voice(speak(place, BREAD, inside_only=True), by=owner)
    assert typed(client, place, BREAD) == []


def test_similar_shows_nothing_of_a_theme_that_went_inside(client: Client, place: Place, bread: Voice) -> None:
    type(place.theme).objects.filter(pk=place.theme_id).update(visibility=Visibility.INSIDE)
    assert typed(client, place, BREAD) == []


def test_similar_stays_in_its_theme(client: Client, place: Place, bread: Voice, other_shop: Member) -> None:
    theirs = make_theme(other_shop.organisation).places.get()
    ours = make_theme(place.theme.organisation, title="ほかのお題").places.get()
    assert (typed(client, theirs, BREAD), typed(client, ours, BREAD)) == ([], [])


def test_similar_is_not_crowded_out_by_unread_voices(
    client: Client, place: Place, bread: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "LATEST", 2)
    for number in range(3):
        speak(place, BREAD, form_id=f"form {number}")
    assert typed(client, place, BREAD) == [str(bread.pk)]


def test_similar_at_the_desk_finds_unread_voices_too(place: Place, bread: Voice) -> None:
    unread = speak(place, BREAD)
    assert similar.find(place.theme_id, BREAD, 9, for_desk=True) == [unread.pk, bread.pk]


@pytest.mark.parametrize("rows", [1, 3])
def test_similar_asks_the_database_the_same_for_any_number(
    client: Client, place: Place, owner: Member, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        read_voice(speak(place, BREAD, form_id=f"form {number}"), by=owner)
    with django_assert_num_queries(4):
        assert len(typed(client, place, BREAD)) == rows


def test_index_holds_no_words(bread: Voice) -> None:
    assert {field.get_internal_type() for field in Posting._meta.get_fields()} == {
        *("BigAutoField", "BigIntegerField", "ForeignKey", "BooleanField")
    }


def test_index_bears_a_long_voice(place: Place) -> None:
    voice = speak(place, "".join(chr(0x4E00 + number) for number in range(4000)))
    assert Posting.objects.filter(voice=voice).count() == similar.MOST_OF_VOICE


def test_migration_indexes_the_voices_there_are(place: Place, bread: Voice) -> None:
    speak(place, "まだ読まれていない声")
    withdraw_voice(speak(place, "取り下げた声"))
    before = set(Posting.objects.values_list("term", "voice", "open"))
    Posting.objects.all().delete()
    import_module("yoriai.dialogue.migrations.0002_similar_voices").fill(apps, None)
    assert set(Posting.objects.values_list("term", "voice", "open")) == before
