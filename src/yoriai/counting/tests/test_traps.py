"""Traps that real files set."""

from fractions import Fraction

import pytest

from yoriai.counting import Option, Refused, count, rankings
from yoriai.counting.readers import read
from yoriai.counting.readers.lines import Reading
from yoriai.counting.tests.vectors import sheet

RANK = Reading("rank")


def test_equal_votes_without_a_seed_all_win() -> None:
    result = count(sheet("3 AB, 3 BA"), "schulze")
    assert result.winners == ("A", "B")
    assert result.ties == (
        {"stage": "final order", "options": ["A", "B"], "resolved_by": "not resolved", "order": ["A", "B"]},
    )
    assert result.warnings[0].en == "There is a tie for the last place; it was not broken."


def test_declared_seed_orders_options_by_their_hash() -> None:
    result = count(sheet("1 a, 1 b, 1 c"), "schulze", tie_seed="2027-01-15")
    assert result.winners == ("c",)
    assert result.ties[0]["order"] == ["c", "b", "a"]
    assert result.ties[0]["resolved_by"] == "seed"


def test_file_order_never_decides_a_tie() -> None:
    results = [count(sheet(text, "ABC"), "irv").as_json() for text in ("2 A, 2 B, 2 C", "2 C, 2 A, 2 B")]
    assert results[0] == results[1]


def test_all_blank_is_refused_with_a_sentence() -> None:
    blank = rankings([((), 4)], [Option("a", "a")])
    with pytest.raises(Refused, match="no ballot to count"):
        count(blank, "irv")


def test_one_option_wins_with_a_warning() -> None:
    result = count(sheet("3 A"), "irv")
    assert result.winners == ("A",)
    assert [w.en for w in result.warnings] == ["There was only one option."]


def test_later_mention_of_an_option_is_ignored_and_told() -> None:
    result = count(sheet("2 ABA, 1 B"), "irv")
    assert result.winners == ("A",)
    assert [w.en for w in result.warnings] == ["2 ballots name an option twice; the later mention was ignored."]


@pytest.mark.parametrize(("rule", "tally"), [("exhaust", {"A": 2, "C": 2}), ("skip", {"A": 2, "C": 3})])
def test_overvotes_follow_the_rule(rule: str, tally: dict[str, int]) -> None:
    result = count(sheet("2 A, 1 (AB)C, 2 C"), "irv", overvote=rule)
    assert {option: votes for option, votes in result.rounds[-1]["tally"].items() if votes} == tally
    assert "name several options at one rank" in result.warnings[0].en


def test_shared_overvotes_are_exact_and_keep_every_ballot() -> None:
    result = count(sheet("1 (ABC), 1 A, 1 B, 1 C"), "irv", overvote="split", tie_seed="x")
    assert result.rounds[0]["tally"] == {"A": 1.33333, "B": 1.33333, "C": 1.33333}
    assert sum(result.rounds[-1]["tally"].values()) + result.rounds[-1]["exhausted"] == 4


def test_shared_overvotes_in_stv_follow_who_is_left() -> None:
    result = count(sheet("2 (AB), 3 C, 1 B, 4 D"), "stv-scottish", seats=2, overvote="split")
    assert result.rounds[0]["tally"] == {"A": 1, "B": 2, "C": 3, "D": 4}
    assert result.winners == ("D", "C")


def test_a_thousand_million_equal_ballots_count_at_once() -> None:
    result = count(sheet(f"{10**9} AB, 1 BA"), "stv-scottish")
    assert (result.winners, result.ballots["total"]) == (("A",), 10**9 + 1)


def test_withdrawn_option_is_removed_and_named() -> None:
    text = '3 1\n-2\n4 2 1 0\n3 3 0\n0\n"A"\n"B"\n"C"\n"T"\n'
    result = count(read(text.encode(), ".blt", RANK), "irv")
    assert result.winners == ("1",)
    assert result.warnings[0].en == "Withdrawn before the count: B."


def test_borda_shares_the_mean_of_places_among_unranked() -> None:
    assert count(sheet("1 A, 1 BC", "ABC"), "borda").extra["scores"] == {"A": 2, "B": 2.5, "C": 1.5}


def test_skips_that_matter_are_told() -> None:
    result = count(sheet("1 A__B, 2 B, 4 C, 3 D"), "irv")
    assert [w.en for w in result.warnings] == [
        "Ending ballots at two skipped ranks in a row would change the totals of a round."
    ]


def test_quorum_without_default_is_a_number_of_ballots() -> None:
    result = count(sheet("3 A, 1 B"), "irv", quorum=Fraction(5))
    assert result.winners == ()
    assert result.rounds[0]["sentence_ja"] == "票の数が、決めた数に届きませんでした。"


def test_default_option_that_wins_says_none_was_chosen() -> None:
    result = count(sheet("5 DA, 2 AD"), "schulze", default="D")
    assert result.winners == ("D",)
    assert result.warnings[0].ja == "どれも選ばれませんでした。"


def test_close_result_asks_how_the_decision_is_made() -> None:
    assert count(sheet("50 A, 51 B"), "schulze").margin.close is True
    assert count(sheet("10 A, 51 B"), "schulze").margin.close is False
