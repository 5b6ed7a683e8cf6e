"""Withdrawing leaves no trace; every free text is known to the forgetting."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection, models

from yoriai.accounts.models import Member
from yoriai.dialogue.actions import answer_voice, correct_answer, withdraw_voice
from yoriai.dialogue.models import Voice
from yoriai.files.models import Photo
from yoriai.making.actions import decide, form_idea, launch_product, make_prototype, record_experiment
from yoriai.people.actions import choose_credit
from yoriai.people.forgetting import declared_free_texts
from yoriai.story.actions import draft_story, draft_thanks, send_thanks, write_chapter
from yoriai.theme.models import Place, Theme

DAY = date(2026, 10, 12)
# Not free text about a voice: codes, keys, choices, roles – and the voice itself, which its own action blanks.
OTHER = {
    "theme.Theme": {"code", "recipe"},
    "theme.Place": {"code"},
    "dialogue.Voice": {"text", "language", "submission"},
    "dialogue.Receipt": {"code", "spoken"},
    "dialogue.ReadMark": {"title"},
    "dialogue.Reply": {"title"},
    "making.Decision": {"title"},
    "story.Story": {"code"},
    "story.Thanks": {"title"},
}


def test_every_free_text_is_declared() -> None:
    declared = {(free.model, field) for free in declared_free_texts() for field in free.fields}
    missing = [
        f"{model._meta.label}.{field.name}"
        for label in ("theme", "dialogue", "making", "story")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, (models.CharField, models.TextField)) and not field.choices
        if field.name not in OTHER.get(model._meta.label, set()) and (model, field.name) not in declared
    ]
    assert missing == []


def traces(word: str) -> list[str]:
    """Every column of every table that still holds `word`."""
    found = []
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                text = f"CAST({quote(column.name)} AS TEXT)"
                cursor.execute(f"SELECT COUNT(*) FROM {quote(table)} WHERE {text} LIKE %s", [f"%{word}%"])  # noqa: S608
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column.name}")
    return found


def quote_everywhere(theme: Theme, voice: Voice, by: Member) -> None:
    words = voice.text
    choose_credit(voice.author, style="nickname", name="ひみつのおまめ")
    answer_voice(voice, text=f"「{words}」をありがとう", by=by)
    idea = form_idea(theme, headline=words[:70], body=words, grounds=[(voice, None)], by=by)
    decide(idea, verdict="try", reason=f"「{words[:200]}」、ひみつのおまめさんより", by=by)
    photo = Photo.objects.create(organisation=theme.organisation, alt=words[:100], width=1, height=1, widths=[1])
    made = make_prototype(idea, name=words[:50], made_of=words, made_on=DAY, photo=photo, by=by)
    findings = {"hypothesis": words[:100], "measure": words[:100], "people": 1, "held": None, "held_on": DAY}
    record_experiment(made, by=by, result=words[:100], learned=words[:100], **findings)
    product = launch_product(theme, name=words[:50], body=words, terms=words[:70], out_on=DAY, ideas=[idea], by=by)
    story = draft_story(product, by=by)
    write_chapter(story, heading=words[:50], body=words, day=DAY, quotes=[(voice, None)], by=by)
    draft_thanks(story, by=by)
    send_thanks(story.thanks.get(), by=by)


@pytest.mark.parametrize(
    "words",
    [
        "ぬか床みたいな匂いのする豆腐が食べたい。祖母の味でした",
        "ぬか床みたいな匂いのする豆腐" * 20,  # no full stop: staff's copies and the drafted thanks cut it short
        "I miss the smell of my grandmother's rice-bran tofu",
    ],
)
def test_withdrawing_leaves_no_trace_in_any_table(words: str, theme: Theme, place: Place, owner: Member) -> None:
    from yoriai.conftest import speak  # noqa: PLC0415

    voice = speak(place, words)
    quote_everywhere(theme, voice, owner)
    pieces = [words[:30], words[2:14], "ひみつのおまめ"]
    assert all(traces(piece) for piece in pieces)
    withdraw_voice(voice)
    assert [traces(piece) for piece in pieces] == [[], [], []]


def test_withdrawing_finds_words_whose_inner_marks_were_stepped_down(theme: Theme, place: Place, owner: Member) -> None:
    from yoriai.conftest import speak  # noqa: PLC0415

    voice = speak(place, "祖母の「ぬか床」みたいな匂いの豆腐がほしい")
    quote_everywhere(theme, voice, owner)
    assert (traces("『ぬか床』") != [], traces("「ぬか床」") != []) == (True, True)
    withdraw_voice(voice)
    assert traces("ぬか床") == []


def test_withdrawing_finds_the_words_in_an_answer_corrected_since(theme: Theme, place: Place, owner: Member) -> None:
    """The answer is older than the voice; that it was corrected is not."""
    from yoriai.conftest import later, speak  # noqa: PLC0415

    reply = answer_voice(speak(place, "ひとつめの声です"), text="読みました", by=owner)
    with later(days=1):
        voice = speak(place, "ぬか床みたいな匂いのする豆腐が食べたい")
        correct_answer(reply, text=f"ほかの方の声もありました。「{voice.text}」", by=owner)
    with later(days=2):
        withdraw_voice(voice)
    assert traces("ぬか床みたいな匂い") == []


def test_a_passer_by_cannot_blank_a_story_by_taking_its_words_back(theme: Theme, place: Place, owner: Member) -> None:
    """Copying what stands on a public page into a voice, or into a nickname, must not erase it there."""
    from yoriai.conftest import later, speak  # noqa: PLC0415

    idea = form_idea(theme, headline="お弁当に入る小さいがんもがほしい", grounds=[(speak(place), None)], by=owner)
    with later(hours=1):
        copied = speak(place, idea.headline)
        choose_credit(copied.author, style="nickname", name="お弁当に入る")
        withdraw_voice(copied)
    idea.refresh_from_db()
    assert idea.headline == "お弁当に入る小さいがんもがほしい"


def test_a_word_taken_as_a_short_name_stays_a_word(theme: Theme, place: Place, owner: Member) -> None:
    from yoriai.conftest import speak  # noqa: PLC0415

    voice = speak(place, "ひとまわり小さいものをおねがいします")
    choose_credit(voice.author, style="nickname", name="豆腐")
    reply = answer_voice(voice, text="豆腐さん、豆腐を小さくします。", by=owner)
    choose_credit(voice.author, style="none")
    reply.refresh_from_db()
    assert reply.text == "〔…〕さん、豆腐を小さくします。"


def test_the_erasing_mark_never_outgrows_its_field(theme: Theme, place: Place, owner: Member) -> None:
    from yoriai.conftest import speak  # noqa: PLC0415

    voice = speak(place, "ひとまわり小さいものをおねがいします")
    choose_credit(voice.author, style="nickname", name="Bo")
    idea = form_idea(theme, headline="Bo " * 26 + "Bo", grounds=[(voice, None)], by=owner)
    choose_credit(voice.author, style="none")
    idea.refresh_from_db()
    assert idea.headline.startswith("〔…〕 〔…〕")
    assert len(idea.headline) <= 80
