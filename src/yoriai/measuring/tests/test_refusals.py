"""A figure that was refused is in no sentence and on no page."""

import re

import pytest

from yoriai.measuring.commands.answer import Refused, say
from yoriai.measuring.reasons import REASONS
from yoriai.measuring.report.page import report
from yoriai.measuring.tests.cases import GOOD, REFUSED, arguments, good, refused
from yoriai.measuring.tests.files import measure

RANGE = re.compile(r"〜|±|[+-]\d|%|\d\.\d|\brange \d|\d to \d|ポイントの")
# The difference is refused; each group of ten and more people keeps its own rate.
EACH_BY_ITSELF = ("few_people-groups", "all_alike-groups")


@pytest.mark.parametrize("name", REFUSED)
def test_refused_file_has_its_reason_and_no_figure(tmp_path, capsys, name):
    found = measure(capsys, *arguments(tmp_path, refused(tmp_path)[name]))
    assert (found["verdict"], found["refused"], name.split("-")[0] in found["reasons"]) == ("cannot_say", True, True)
    assert RANGE.findall(found["sentence_ja"] + found["sentence_en"]) == []


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_page_of_a_refused_file_draws_no_figure_of_it(tmp_path, capsys, name, lang):
    text = report(measure(capsys, *arguments(tmp_path, refused(tmp_path)[name])), lang)
    assert ('class="dot' in text, 'class="curve' in text) == (name in EACH_BY_ITSELF, False)


@pytest.mark.parametrize("name", GOOD)
def test_good_file_is_told_with_its_range(tmp_path, capsys, name):
    found = measure(capsys, *arguments(tmp_path, good(tmp_path)[name]))
    assert (found["refused"], bool(RANGE.search(found["sentence_ja"]))) == (False, True)


def test_refusal_has_no_place_for_a_figure():
    assert set(Refused.__dataclass_fields__) == {"reasons", "counted", "need_n", "unit", "note"}


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_is_a_sentence_in_both_languages(code):
    ja, en = say(Refused([code], ("12人", "12 people"), 8))
    assert ja == f"12人では、まだ分かりません。{REASONS[code][0]}あと約8人で、数字が出はじめます。"
    assert en.endswith("With about 8 more people figures begin.")


def test_more_people_are_promised_only_where_nothing_else_stands_in_the_way():
    told = [
        say(Refused(reasons, ("12人", "12 people"), 8))[0] for reasons in (["few_people"], ["few_people", "overlap"])
    ]
    assert ["あと約8人" in said for said in told] == [True, False]
