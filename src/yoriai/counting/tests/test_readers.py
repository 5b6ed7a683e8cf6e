"""Every format, read as its specification says, and refused with line and reason where it cannot be read."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yoriai.counting import Ballots, Refused, count
from yoriai.counting.readers import READERS, read
from yoriai.counting.readers.lines import Reading, amount

HEAD = "# FILE NAME: x.toi\n# ALTERNATIVE NAME 1: Ann\n# ALTERNATIVE NAME 2: Bo\n# ALTERNATIVE NAME 3: Cy\n"


def loaded(text: str, suffix: str, form: str = "rank", **more: object) -> Ballots:
    return read(text.encode(), suffix, Reading(form, **more))  # type: ignore[arg-type]


def test_preflib_orders_group_equal_lines() -> None:
    ballots = loaded(HEAD + "2: 3,1\n1: 3, 1\n4: 2\n", ".soi")
    assert sorted(ballots.groups) == [((1,), 4), ((2, 0), 3)]
    assert [(o.id, o.name) for o in ballots.options] == [("1", "Ann"), ("2", "Bo"), ("3", "Cy")]


def test_preflib_braces_are_equal_ranks() -> None:
    assert loaded(HEAD + "2: 3,{1,2}\n", ".toc").groups == (((2, (0, 1)), 2),)


def test_preflib_unknown_option_makes_the_ballot_invalid() -> None:
    ballots = loaded(HEAD + "2: 3,1\n5: 9,1\n", ".soi")
    assert (ballots.valid, ballots.invalid, ballots.total) == (2, 5, 7)
    assert ballots.notes[0].en == "5 ballots could not be counted (line 6; 1 in all)."


def test_preflib_layout_before_2022_is_read() -> None:
    ballots = loaded("2\n1,Ann\n2,Bo\n5,5,2\n3,1,2\n2,{1,2}\n", ".toc")
    assert sorted(ballots.groups, key=str) == [(((0, 1),), 2), ((0, 1), 3)]


def test_preflib_categories_give_approvals_and_marks() -> None:
    text = HEAD + "# CATEGORY NAME 1: Yes\n# CATEGORY NAME 2: No\n6: 1,{2,3}\n2: {},{1,2,3}\n"
    assert count(loaded(text, ".cat", "approval"), "approval").extra["scores"] == {"1": 6, "2": 0, "3": 0}
    assert loaded(text, ".cat", "score").groups == (((0, 0, 0), 2), ((1, 0, 0), 6))
    both = loaded(text, ".cat", "approval", approve_categories=(1, 2))
    assert count(both, "approval").extra["scores"] == {"1": 8, "2": 8, "3": 8}


def test_blt_keeps_skips_equal_ranks_seats_and_quoted_names() -> None:
    text = '# a comment\n3 2\n(id1) 4 3 1=2 - 2 0\n1 - 1 0\n0\n"A > B"\n"C, \\"D\\""\n"E#F"\n"T"\n'
    ballots = loaded(text, ".blt")
    assert ballots.groups == (((2, (0, 1), (), 1), 4), (((), 0), 1)) or len(ballots.groups) == 2
    assert [o.name for o in ballots.options] == ["A > B", 'C, "D"', "E#F"]
    assert ballots.seats == 2


def test_blt_broken_line_is_invalid_and_named() -> None:
    ballots = loaded('2 1\n3 1 9 0\n2 2 0\n0\n"A"\n"B"\n', ".blt")
    assert (ballots.valid, ballots.invalid) == (2, 3)
    assert "line 2" in ballots.notes[0].en


PB = (
    "META\nkey;value\nbudget;1 000 000,50\nvote_type;{kind}\nmax_length;3\nPROJECTS\nproject_id;cost;name\n"
    "1;600 000;Park, neu\n2;400000,5;Weg\nVOTES\nvoter_id;vote{more}\n"
)


def test_pabulib_reads_decimal_commas_and_spaces() -> None:
    ballots = loaded(PB.format(kind="approval", more="") + "7;1,2\n8;2\n9;\n", ".pb", "projects")
    assert ballots.budget == Fraction(2_000_001, 2)
    assert [(o.name, o.cost) for o in ballots.options] == [
        ("Park, neu", 600_000),
        ("Weg", Fraction(800_001, 2)),
    ]
    assert (ballots.valid, ballots.blank) == (2, 1)


@pytest.mark.parametrize(
    ("kind", "more", "votes", "scores"),
    [
        ("cumulative", ";points", "7;1,2;2,3\n8;2;5\n", {"1": 2, "2": 8}),
        ("ordinal", "", "7;1,2\n8;2\n", {"1": 3, "2": 5}),
    ],
)
def test_pabulib_points_and_places(kind: str, more: str, votes: str, scores: dict[str, int]) -> None:
    ballots = loaded(PB.format(kind=kind, more=more) + votes, ".pb", "projects")
    assert count(ballots, "greedy").extra["scores"] == scores


def test_pabulib_rule_of_the_file_decides_the_completion() -> None:
    text = PB.format(kind="approval", more="").replace("max_length;3", "rule;{rule}") + "7;1,2\n8;2\n"
    said = {
        rule: count(loaded(text.format(rule=rule), ".pb", "projects"), "mes").rules["completion"]
        for rule in ("equalshares", "equalshares/add1", "greedy")
    }
    assert said == {"equalshares": "none", "equalshares/add1": "add1", "greedy": "add1"}
    with pytest.raises(Refused, match="cannot be reproduced"):
        count(loaded(text.format(rule="equalshares/add1-comparison"), ".pb", "projects"), "mes")


@pytest.mark.parametrize(
    "text",
    [
        "count,第1希望,第2希望\n2,あ,い\n1,い,\n",
        "count,rank1,rank2\n2,あ,い\n1,い,skipped\n",
        "count,ranking\n2,あ>い\n1,い\n",
        "count,あ,い\n2,1,2\n1,-,1\n",
    ],
)
def test_csv_layouts_tell_the_same_story(text: str) -> None:
    ballots = loaded(text, ".csv")
    assert sorted(ballots.groups) == [((0, 1), 2), ((1,), 1)]
    assert [o.id for o in ballots.options] == ["あ", "い"]


def test_csv_rank_columns_know_overvotes_and_names_with_marks() -> None:
    ballots = loaded('rank1,rank2\nA,B\nA=B,C\novervote,C\n"x,y>z=w",A\n', ".csv")
    assert [o.id for o in ballots.options] == ["A", "B", "C", "x,y>z=w"]
    assert count(ballots, "irv", overvote="skip").rounds[0]["tally"] == {"A": 1, "B": 0, "C": 2, "x,y>z=w": 1}


def test_csv_option_columns_give_numbers_with_gaps_and_ties() -> None:
    assert loaded("A,B,C\n1,1,3\n", ".csv").groups == ((((0, 1), (), 2), 1),)


def test_csv_marks_for_approval_score_and_grades() -> None:
    assert loaded("A,B\n○,×\nyes,\n", ".csv", "approval").groups == (((1, -1), 2),)
    assert count(loaded("A,B\n0.5,1\n2,\n", ".csv", "score"), "score").rounds[0]["tally"] == {
        "A": 2.5,
        "B": 1,
    }
    assert loaded("A,B\nよい,3\n", ".csv", "grades").groups == (((3, 3), 1),)


def test_csv_pairs_in_both_layouts() -> None:
    plain = loaded("winner,loser,count\nA,B,7\nB,A,3\n", ".csv", "pairs")
    tallied = loaded("a,b,a_wins,b_wins\nA,B,7,3\n", ".csv", "pairs")
    assert plain.sheet.wins.tolist() == tallied.sheet.wins.tolist() == [[0, 7], [3, 0]]  # type: ignore[union-attr]


def test_csv_in_cp932_is_read() -> None:
    assert [o.id for o in read("ranking\n豆>米\n".encode("cp932"), ".csv", Reading("rank")).options] == [
        "米",
        "豆",
    ]


@pytest.mark.parametrize(
    ("text", "suffix", "sentence"),
    [
        ("", ".csv", "The file is empty."),
        ("x", ".txt", "Files ending in '.txt' cannot be read"),
        (HEAD + "x: 1,2\n", ".soi", "Line 5: the count 'x' is not a positive whole number."),
        (HEAD + "-3: 1\n", ".soi", "Line 5: the count '-3'"),
        (HEAD, ".soi", "The file holds no ballots."),
        ("2 1\n3 1 0\n", ".blt", "Line 2: the ballots do not end"),
        ("ranking,count\nA>B,0\n", ".csv", "Line 2: the count '0'"),
        ('ranking\nA>"B\n', ".csv", "unexpected end|names with"),
        ("A,Ａ\n1,2\n", ".csv", "are the same once spaces and widths are ignored"),
        ("META\nkey;value\n", ".pb", "The META part has no line 'budget'."),
        (
            PB.format(kind="approval", more="").replace("600 000", "abc") + "1;1\n",
            ".pb",
            "Line 8: 'abc' is not a number.",
        ),
    ],
)
def test_bad_files_are_refused_with_line_and_reason(text: str, suffix: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        loaded(text, suffix)


@pytest.mark.parametrize(
    ("text", "value"), [("1 000 000,00", 10**6), ("1,234,567", 1_234_567), ("３.５", Fraction(7, 2))]
)
def test_amounts_allow_spaces_and_decimal_commas(text: str, value: Fraction) -> None:
    assert amount(text, 1) == value


SEEDS = [
    HEAD + "2: 3,{1,2}\n",
    '3 2\n-2\n(id1) 4 3 1=2 - 2 0\n0\n"A"\n"B"\n"C"\n"T"\n',
    PB.format(kind="approval", more="") + "7;1,2\n8;2\n",
    "count,rank1,rank2\n2,あ,い\n1,い,\n",
    "a,b,a_wins,b_wins\nA,B,7,3\n",
]


@given(st.sampled_from(SEEDS), st.sampled_from(sorted(READERS)), st.data())
@settings(max_examples=400, deadline=2000)
def test_mangled_files_are_read_or_refused_never_crash(text: str, suffix: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    width = data.draw(st.integers(0, 8))
    mangled = text[:at] + data.draw(st.text(max_size=6)) + text[at + width :]
    form = data.draw(st.sampled_from(["rank", "approval", "score", "grades", "pairs", "projects"]))
    try:
        ballots = read(mangled.encode("utf-8", "replace"), suffix, Reading(form))
    except Refused:
        return
    assert ballots.total >= ballots.valid >= 0


@pytest.mark.parametrize("suffix", sorted(READERS))
@pytest.mark.parametrize("data", [b"", b"\n \t", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_a_file_of_nothing_is_called_empty(data: bytes, suffix: str) -> None:
    with pytest.raises(Refused, match="empty"):
        read(data, suffix, Reading("rank"))


@given(st.binary(max_size=60), st.sampled_from(sorted(READERS)))
@settings(max_examples=200, deadline=2000)
def test_noise_is_read_or_refused_never_crashes(data: bytes, suffix: str) -> None:
    try:
        ballots = read(data, suffix, Reading("rank"))
    except Refused:
        return
    assert ballots.total >= ballots.valid >= 0
