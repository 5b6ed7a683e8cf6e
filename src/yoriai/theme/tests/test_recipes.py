"""The recipes are whole in both languages."""

import pytest

from yoriai.theme.recipes import LANGUAGES, Recipe, recipe, recipes

CHANNELS = {"qr_poster", "paper", "proxy", "roundtable", "class", "line", "mail"}


def shape(each: Recipe) -> tuple[object, ...]:
    lengths = tuple(step.minutes for step in each.steps)
    return each.id, lengths, len(each.questions), each.channels, each.days, each.first_step


@pytest.mark.parametrize("language", LANGUAGES)
def test_recipes_are_thirteen_in_their_order(language: str) -> None:
    assert [each.id for each in recipes(language)] == [f"t{n:02}" for n in range(1, 14)]


def test_recipes_have_the_same_shape_in_both_languages() -> None:
    assert [shape(each) for each in recipes("en")] == [shape(each) for each in recipes("ja")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_recipes_leave_nothing_empty(language: str) -> None:
    for each in recipes(language):
        assert all((each.title, each.purpose, each.people, each.leaves, each.questions, each.channels))
        assert all(step.do and (step.minutes or step.when) for step in each.steps)


@pytest.mark.parametrize("language", LANGUAGES)
def test_recipe_without_tools_is_told_alike(language: str) -> None:
    assert [each.id for each in recipes(language) if each.tools] == ["t01"]


def test_minutes_sum_only_where_every_step_has_them() -> None:
    assert [each.minutes for each in recipes("ja")] == [
        60, 45, None, 90, 90, 40, 120, None, 40, None, 90, 45, 150,
    ]  # fmt: skip


def test_first_steps_are_the_five_small_ones() -> None:
    assert [each.id for each in recipes("ja") if each.first_step] == ["t01", "t02", "t03", "t06", "t08"]


def test_channels_are_kinds_of_places() -> None:
    assert {channel for each in recipes("ja") for channel in each.channels} == CHANNELS


def test_unknown_language_reads_as_japanese() -> None:
    assert recipes("fr") == recipes("ja")


def test_unknown_recipe_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        recipe("t99", "ja")


def test_recipe_is_found_by_its_id() -> None:
    assert recipe("t03", "en").title == "One-line week in the shop (7 days)"
