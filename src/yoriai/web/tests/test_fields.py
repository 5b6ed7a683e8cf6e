"""Form fields as every page shows them: long choices, sentences, files, and what they point to."""

import re
import time
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string

from yoriai.files.forms import PhotoField
from yoriai.web.fields import OneSentence
from yoriai.web.templatetags.yoriai import field, many


def _choices(number: int, **more: Any) -> str:
    class Form(forms.Form):
        voices = forms.MultipleChoiceField(
            choices=[(str(i), f"声{i}") for i in range(number)], widget=forms.CheckboxSelectMultiple, label="声"
        )

    return render_to_string("web/_many.html", many(Form(**more)["voices"]))


@pytest.mark.parametrize(("number", "in_view"), [(1, 1), (6, 6), (7, 7), (8, 6), (200, 6)])
def test_long_choices_show_the_first_and_how_many_more(number: int, in_view: int) -> None:
    page = _choices(number)
    before, _details, behind = page.partition("<details")
    assert (before.count("<input"), behind.count("<input")) == (in_view, number - in_view)
    assert (f"ほかの{number - in_view}件も見る" in behind) == (number > in_view)


@pytest.mark.parametrize(("chosen", "is_open"), [(["2"], False), (["7"], True)])
def test_what_is_chosen_is_never_hidden(chosen: list[str], is_open: bool) -> None:
    assert ("<details open" in _choices(9, initial={"voices": chosen}).replace(' class="choices__more"', "")) == is_open


def test_choices_longer_than_a_screen_move_in_a_box_that_keys_reach() -> None:
    assert 'tabindex="0" role="group" aria-label="声"' in _choices(27)
    assert "tabindex" not in _choices(26)


class Shop(forms.Form):
    hours = forms.CharField(widget=OneSentence(), max_length=80, help_text="例：9時から")
    photo = PhotoField()


@pytest.mark.parametrize(
    "typed", ["朝9時から\r\n夕方6時まで", " 朝9時から \n\n 夕方6時まで\n", "朝9時から\u2028夕方6時まで"]
)
def test_a_sentence_grows_and_stays_one_line(typed: str) -> None:
    form = Shop({"hours": typed})
    assert (form.is_valid(), form.cleaned_data["hours"]) == (True, "朝9時から 夕方6時まで")
    assert re.match(r'<textarea name="hours" rows="2" class="textarea textarea--line"', str(form["hours"]))


def test_a_sentence_with_much_air_in_it_is_taken_at_once() -> None:
    begun = time.perf_counter()
    form = Shop({"hours": f"a{' ' * 200_000}b"})
    assert (set(form.errors), time.perf_counter() - begun < 1) == ({"hours"}, True)


def test_a_file_field_speaks_the_language_of_the_page_and_keeps_the_native_control() -> None:
    page = render_to_string("web/_field.html", field(Shop()["photo"], "file"))
    assert '<input type="file" name="photo" accept="image/*" class="file__input" id="id_photo">' in page
    assert re.search(r'<label class="btn file__button" for="id_photo">.*写真を.*えらぶ', page)
    assert "まだえらんでいません" in page


def _pointed(page: str) -> list[bool]:
    (pointed,) = set(re.findall(r'aria-describedby="([^"]*)"', page))
    return [f'id="{id}"' in page for id in pointed.split()]


def test_a_field_points_to_its_hint_and_its_errors() -> None:
    assert _pointed(render_to_string("web/_field.html", field(Shop({"hours": ""})["hours"]))) == [True, True]


def test_long_choices_point_to_their_errors_and_open() -> None:
    page = _choices(9, data={})
    assert (_pointed(page), "open>" in page, 'tabindex="-1" autofocus' in page) == ([True], True, True)
