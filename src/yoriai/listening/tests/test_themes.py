import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yoriai.listening.cues import is_sensitive
from yoriai.listening.identity import Correction
from yoriai.listening.output import report_json, to_text
from yoriai.listening.tests.shop import MORNING, PARKING, PRICE, SMALLER, heard, shop_voices
from yoriai.listening.themes import Report, listen
from yoriai.listening.voices import Voice

SHOP = shop_voices()


def everybody(report: Report) -> list[str]:
    return sorted([v for theme in report.finest() for v in theme.voices] + list(report.alone))


def home(report: Report, voice: str) -> str | None:
    return next((theme.id for theme in report.finest() if voice in theme.voices), None)


def test_every_voice_stands_exactly_once_at_the_finest_level() -> None:
    assert everybody(heard()) == sorted(voice.id for voice in SHOP)


ANY_TEXTS = st.lists(st.text(max_size=30), min_size=1, max_size=25)


@given(ANY_TEXTS)
@settings(max_examples=8, deadline=None)
def test_no_text_is_ever_lost(texts: list[str]) -> None:
    voices = [Voice(str(i), text) for i, text in enumerate(texts)]
    assert everybody(listen(voices)) == sorted(voice.id for voice in voices)


@pytest.mark.slow
@given(ANY_TEXTS)
@settings(max_examples=200, deadline=None)
def test_no_text_is_lost_in_two_hundred_drawn_files(texts: list[str]) -> None:
    voices = [Voice(str(i), text) for i, text in enumerate(texts)]
    assert everybody(listen(voices)) == sorted(voice.id for voice in voices)


def test_shuffled_rows_give_the_same_bytes() -> None:
    shuffled = random.Random(5).sample(SHOP, len(SHOP))
    assert to_text(report_json(listen(shuffled))) == to_text(report_json(heard()))


@pytest.mark.parametrize("count", [1, 2, 7, 20, len(SHOP)])
def test_asked_number_of_groups_is_exact(count: int) -> None:
    report = listen(SHOP, themes=count)
    assert len(report.finest()) + len(report.alone) == count


@pytest.mark.parametrize("size", [1, 2, 3, 9])
def test_few_voices_are_shown_as_they_are(size: int) -> None:
    report = listen(SHOP[:size])
    assert (report.themes, sorted(report.alone)) == ((), sorted(v.id for v in SHOP[:size]))


def test_fifty_equal_voices_are_one_echo_and_no_crash() -> None:
    report = listen([Voice(str(i), "小さいのがほしい", f"p{i % 10}") for i in range(50)])
    assert [len(group) for group in report.echoes] == [50]
    assert [(theme.people, theme.weight) for theme in report.finest()] == [(10, 10)]


def test_strange_cells_are_kept_and_counted() -> None:
    report = listen([*SHOP, Voice("x", "\n" * 3_000), Voice("y", "長い話です。" * 900)])
    assert {"x", "y"} <= set(everybody(report))
    assert report.warnings == ("文字のない声が2件ありました。「ひとりの声」に入れてあります。",)


def test_subjects_of_the_shop_come_together() -> None:
    report = heard()
    subject = {text: i for i, texts in enumerate((SMALLER, MORNING, PARKING, PRICE)) for text in texts}
    text = {voice.id: voice.text for voice in SHOP}
    mixed = [t for t in report.finest() if len({subject.get(text[v]) for v in t.voices}) > 1]
    assert len(mixed) <= len(report.finest()) / 3


def test_labels_differ_and_share_a_word_with_a_voice() -> None:
    finest = heard().finest()
    assert len({theme.label for theme in finest}) == len(finest)
    text = {voice.id: voice.text for voice in SHOP}
    for theme in finest:
        word = theme.label.split("・")[0]
        assert any(word[:2] in text[v] or word[:1] in text[v] for v in theme.voices)


def test_quote_is_never_sensitive_or_refused() -> None:
    health = [Voice(f"h{i}", f"父の血圧が高いので薄味の{x}がほしい") for i, x in enumerate(("汁", "魚", "煮物"))]
    refused = [Voice(f"r{i}", f"レジの{x}を直してほしい", may_quote=False) for i, x in enumerate(("台", "音", "灯り"))]
    report = listen([*SHOP, *health, *refused])
    quotes = {theme.quote_voice_id for theme in report.themes} - {None}
    assert quotes & {v.id for v in (*health, *refused)} == set()
    assert all(is_sensitive(v.text) for v in health)


def test_people_may_join_part_and_name_and_a_rebuild_keeps_it() -> None:
    first, other = "b00", "b12"
    corrections = [
        Correction("together", first, other),
        Correction("apart", "b05", "b06"),
        Correction("heading", first, text="ふたが閉まる大きさに"),
    ]
    before = listen(SHOP, corrections=corrections)
    more = [*SHOP, Voice("n1", "小さいパンがうれしい"), Voice("n2", "朝の開店が早いと助かる")]
    after = listen(more, corrections=corrections, previous=before.themes)
    for report in (before, after):
        assert home(report, first) == home(report, other)
        assert home(report, "b05") is None or home(report, "b05") != home(report, "b06")
        assert [t.label for t in report.finest() if t.fixed] == ["ふたが閉まる大きさに"]


@pytest.mark.parametrize("themes", [None, 6])
def test_a_voice_that_people_let_stand_alone_stays_alone(themes: int | None) -> None:
    """Whatever it resembles, with an earlier result, asked for a number of themes, and when the echo of others."""
    lone = [SHOP[0].id, SHOP[5].id, "same1"]
    voices = [*SHOP, Voice("same1", SHOP[9].text), Voice("same2", SHOP[9].text)]
    free = listen(voices, themes=themes)
    assert not set(lone) <= set(free.alone)
    corrections = [Correction("together", lone[0], SHOP[7].id), *(Correction("alone", voice) for voice in lone)]
    first = listen(voices, themes=themes, corrections=corrections)
    more = [*voices, Voice("n1", SHOP[0].text + "ね"), Voice("n2", "朝の開店が早いと助かる")]
    later = listen(more, themes=themes, corrections=corrections, previous=first.themes, alone=first.alone)
    for report, spoken in ((first, voices), (later, more)):
        assert set(lone) <= set(report.alone)
        assert sum(len(theme.voices) for theme in report.finest()) + len(report.alone) == len(spoken)
        assert themes is None or len(report.finest()) + len(report.alone) == themes
    assert home(first, "same2") == home(first, SHOP[9].id) is not None


def test_all_voices_may_stand_alone() -> None:
    report = listen(SHOP, corrections=[Correction("alone", voice.id) for voice in SHOP])
    assert (len(report.alone), report.themes) == (len(SHOP), ())


def test_a_removed_person_leaves_no_trace() -> None:
    gone = SHOP[3].person
    left = [voice for voice in SHOP if voice.person != gone]
    never = [voice for voice in shop_voices() if voice.person != gone]
    assert report_json(listen(left)) == report_json(listen(never))
    assert SHOP[3].id not in to_text(report_json(listen(left)))


def test_ids_live_when_voices_are_added() -> None:
    before = listen(SHOP[:26])
    after = listen(SHOP, previous=before.themes)
    kept = {t.id for t in before.finest()} & {t.id for t in after.finest()}
    assert len(kept) >= 0.9 * len(before.finest())


def test_unchanged_voices_change_nothing() -> None:
    before = heard()
    after = listen(SHOP, previous=before.themes)
    assert ([t.id for t in after.finest()], after.changes) == ([t.id for t in before.finest()], ())


@pytest.mark.parametrize(
    ("voices", "themes"), [([], None), (SHOP, 0), (SHOP, len(SHOP) + 1), ([SHOP[0], SHOP[0]], None)]
)
def test_bad_requests_are_refused(voices: list[Voice], themes: int | None) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        listen(voices, themes=themes)
