"""The recipes are whole in both languages."""

import re

import pytest

from yoriai.theme.recipes import LANGUAGES, Recipe, recipe, recipes

CHANNELS = {"qr_poster", "paper", "proxy", "roundtable", "class", "line", "mail"}


def shape(each: Recipe) -> tuple[object, ...]:
    lengths = tuple(step.minutes for step in each.steps)
    return each.id, lengths, len(each.questions), each.channels, each.days, each.first_step, each.visibility


@pytest.mark.parametrize("language", LANGUAGES)
def test_recipes_are_thirteen_in_their_order(language: str) -> None:
    assert [each.id for each in recipes(language)] == [f"t{n:02}" for n in range(1, 14)]


def test_recipes_have_the_same_shape_in_both_languages() -> None:
    assert [shape(each) for each in recipes("en")] == [shape(each) for each in recipes("ja")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_recipes_leave_nothing_empty(language: str) -> None:
    for each in recipes(language):
        assert all((each.title, each.purpose, each.promise, each.people, each.leaves, each.questions, each.channels))
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_recipe_puts_no_shops_goods_before_every_shop(language: str) -> None:
    """Nor its inner aim before those who are asked."""
    for each in recipes(language):
        asked = " ".join((*each.questions, each.promise)).lower()
        assert not re.search("豆腐|弁当|tofu|lunch", asked)
        assert each.promise != each.purpose
        assert len(each.promise) <= 200


def test_recipes_among_colleagues_and_classes_are_not_on_the_shelf() -> None:
    assert [each.id for each in recipes("ja") if each.visibility == "link"] == ["t02", "t10", "t11"]


def test_channels_are_kinds_of_places() -> None:
    assert {channel for each in recipes("ja") for channel in each.channels} == CHANNELS


def test_unknown_language_reads_as_japanese() -> None:
    assert recipes("fr") == recipes("ja")


def test_unknown_recipe_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        recipe("t99", "ja")


def test_recipe_is_found_by_its_id() -> None:
    assert recipe("t03", "en").title == "One-line week in the shop (7 days)"


METHODS = ("KJ法", "ブレインライティング", "ワールドカフェ", "フューチャーセッション", "オズボーン")
METHODS += ("KJ method", "brainwriting", "world café", "future session", "Osborn")
JARGON = r"KPT|Keep|Problem|\bTry\b|B2B|仮説|多様|貢献|ワークショップ|ブレスト|一匹狼|版番号|ラベル|期日|費用負担|不採用|実験"
JARGON += r"|timeline|transcript|experiment|hypothesis|version number|workshop|contributed"


def sentences(each: Recipe) -> str:
    steps = [f"{step.when} {step.do}" for step in each.steps]
    return "\n".join(
        (each.title, each.purpose, each.promise, each.people, each.tools, *steps, *each.questions, each.leaves)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_recipes_speak_as_one_does_in_a_shop(language: str) -> None:
    assert [found for each in recipes(language) for found in re.findall(JARGON, sentences(each))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_a_method_stands_once_in_brackets(language: str) -> None:
    named = [(each, name) for each in recipes(language) for name in METHODS if name in sentences(each)]
    bracketed = [re.search(rf"[（(][^）)]*{name}[^（(]*[）)]", each.purpose) for each, name in named]
    assert (len(named), all(bracketed)) == (5, True)
    assert {sentences(each).count(name) for each, name in named} == {1}
