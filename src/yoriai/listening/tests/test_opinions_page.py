import re
from dataclasses import replace
from functools import cache

import pytest

from yoriai.listening.opinions.page import opinions_page, percent
from yoriai.listening.opinions.page_words import WORDS
from yoriai.listening.opinions.summary import Opinions, opinions
from yoriai.listening.opinions.votes import Comment, Votes


@cache
def shop_votes() -> Opinions:
    """Two camps of twelve and nine, one statement all like, one that parts them, one hardly anybody saw."""
    values = {}
    for i in range(21):
        side = 1 if i < 12 else -1
        values[f"p{i}"] = {str(s): side if s % 2 else -side for s in range(1, 9)} | {"0": 1}
    values["p0"]["9"] = 1
    values["quiet"] = {}
    texts = [Comment("0", "<b>包装を</b>減らす"), Comment("1", "朝七時に開ける")]
    return opinions(Votes(values, ()), texts)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_opinions_page_asks_nothing_from_outside_and_escapes(language: str) -> None:
    page = opinions_page(shop_votes(), language)
    outside = re.findall(r"(?:src|href)=\"(?!#)[^\"]*|url\(|@import|<script", page)
    assert (outside, "<b>包装を" in page, page.count('<html lang="' + language)) == ([], False, 1)


def test_opinions_page_opens_every_statement_to_the_votes_of_each_group() -> None:
    page = opinions_page(shop_votes(), "ja")
    agreed = re.search(r'id="consensus".*?</section>', page, re.S).group()  # type: ignore[union-attr]
    assert ("賛成 12、反対 0、分からない 0" in agreed, "賛成 9、反対 0、分からない 0" in agreed) == (True, True)


def test_opinions_page_names_every_person_and_who_is_silent() -> None:
    page = opinions_page(shop_votes(), "ja")
    assert [f"<span>p{i}</span>" in page for i in range(21)] == [True] * 21
    assert "1人は、まだ投票していません" in page


def test_opinions_page_shows_no_share_below_five_votes() -> None:
    undecided = opinions_page(shop_votes(), "ja").split('id="undecided"')[1].split("</section>")[0]
    assert ("％" in undecided, "割合は出しません" in undecided) == (False, True)


def test_opinions_page_divides_nobody_by_fewer_than_five_votes() -> None:
    values = {f"p{i}": {str(s): (1 if s % 2 else -1) * (1 if i < 12 else -1) for s in range(1, 9)} for i in range(16)}
    found = opinions(Votes(values, ()))
    body = opinions_page(found, "ja").split('id="divisive"')[1].split("</section>")[0]
    assert ([len(g.people) for g in found.groups], len(found.divisive), "ポイント" in body) == ([12, 4], 8, False)


def test_opinions_page_puts_the_list_before_the_picture() -> None:
    page = opinions_page(shop_votes(), "en")
    places = [page.index(f'id="{name}"') for name in ("consensus", "divisive", "groups", "map", "limits")]
    assert places == sorted(places)


def test_opinions_page_without_votes_says_so() -> None:
    page = opinions_page(opinions(Votes({"a": {}}, ("1",))), "ja")
    assert ("まだ票がありません" in page, "<svg" in page) == (True, False)


def test_opinions_page_words_are_complete_in_both_languages() -> None:
    fields = [{key: set(re.findall(r"{(\w+)}", text)) for key, text in WORDS[language].items()} for language in WORDS]
    assert fields[0] == fields[1]


def test_percent_rounds_halves_up() -> None:
    assert [percent(share) for share in (0, 0.005, 0.124, 0.125, 1)] == [0, 1, 12, 13, 100]


def test_opinions_page_speaks_of_others_only_below_some_that_are_shown() -> None:
    page = opinions_page(replace(shop_votes(), undecided=("1", "2")), "en")
    part = page[page.index(WORDS["en"]["undecided_lead"]) :][:200]
    assert ("Read these 2" in part, "Read the other" in part) == (True, False)
