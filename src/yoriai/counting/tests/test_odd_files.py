"""Files as they are found: marks at the start, odd line ends and encodings, old layouts, names full of quotes."""

from typing import Any

import pytest

from yoriai.counting import Ballots, Refused, count
from yoriai.counting.command import main
from yoriai.counting.readers import read
from yoriai.counting.readers.lines import Reading

PREFLIB = (
    "# FILE NAME: x\n# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n"
    "# ALTERNATIVE NAME 3: C\n# NUMBER VOTERS: 3\n"
)
BUDGET = (
    "META;\nkey;value\nbudget;1 000,5\nvote_type;{kind}\nrule;greedy\nmax_length;3\nPROJECTS;;\n"
    'project_id;cost;name;selected\n1;600;"Park; ""Zielony""";1\n2;400;Plac "A";1\n3;0;Free;0\n'
    'VOTES\nvoter_id;vote;points\n1;1,2;3,2\n2;"1";5\n3;;\n4;9;1'
)


def loaded(data: str | bytes, suffix: str, form: str = "rank", **more: Any) -> Ballots:
    return read(data if isinstance(data, bytes) else data.encode(), suffix, Reading(form, **more))


def names(ballots: Ballots) -> list[str]:
    return [option.name for option in ballots.options]


@pytest.mark.parametrize(
    "data",
    [
        PREFLIB + "2: 1,{2,3}\n1: 3\n",
        "\ufeff" + (PREFLIB + "2: 1,{2,3}\n1: 3").replace("\n", "\r\n"),
        PREFLIB + "\n2.0: 1 , { 2,3 },\n# a remark\n1:3\n\n",
        (PREFLIB + "2: 1,{2,3}\n1: 3\n").encode("utf-16"),
        "3\n1,A\n2,B\n3,C\n3,3,2\n2,1,{2,3}\n1,3\n",
    ],
)
def test_preflib_is_the_same_in_every_dress(data: str | bytes) -> None:
    ballots = loaded(data, ".toi")
    assert sorted(ballots.groups, key=str) == [((0, (1, 2)), 2), ((2,), 1)]
    assert names(ballots) == ["A", "B", "C"]


def test_preflib_without_names_counts_by_numbers() -> None:
    assert names(loaded("# NUMBER ALTERNATIVES: 2\n2: 2,1\n", ".soi")) == ["1", "2"]


@pytest.mark.parametrize(("name", "encoding"), [("がんも", "cp932"), ("André, José", "latin-1"), ("豆腐", "utf-8")])
def test_names_in_older_encodings_are_read(name: str, encoding: str) -> None:
    text = PREFLIB.replace(": A", f": {name}") + "2: 1,2\n"
    assert names(loaded(text.encode(encoding), ".soi"))[0] == name


def test_latin_1_is_not_guessed_where_names_are_the_ids() -> None:
    with pytest.raises(Refused, match="neither UTF-8 nor CP932"):
        loaded("ranking\nAndré, José\n".encode("latin-1"), ".csv")


def test_old_categories_have_no_names() -> None:
    ballots = loaded("3\n1,A\n2,B\n3,C\n4,4,2\n3,{1},{2,3}\n1,1,2,3\n", ".cat", "approval")
    assert count(ballots, "approval").extra["scores"] == {"1": 4, "2": 0, "3": 0}


@pytest.mark.parametrize(
    ("tail", "told"),
    [
        ('"Ann"\n"Bo"\n"Ward"\n', ["Ann", "Bo"]),
        ('"Ann" "Bo" "Ward"', ["Ann", "Bo"]),
        ('"Ann ""x"""\n"Bo \\"y\\""', ['Ann "x"', 'Bo "y"']),
        ('"Ann "the" A"\n"Bo"\n"Ward"', ['Ann "the" A', "Bo"]),
        ('"Ann" "Party A"\n"Bo" "Party B"\n"Ward"', ["Ann Party A", "Bo Party B"]),
        ("Ann\nBo\nWard\n", ["Ann", "Bo"]),
        ('"Ann"\n"Ann"\n', ["Ann", "Ann"]),
    ],
)
def test_blt_names_stand_in_many_ways(tail: str, told: list[str]) -> None:
    assert names(loaded("2 1 # sizes\r\n-2\r\n4 1 2 0\n(7) 1 2 0 # x\n0\n" + tail, ".blt")) == told


def test_blt_reads_weights_blank_ballots_and_withdrawals() -> None:
    ballots = loaded('3 2\n-1 -3\n4 1 2 0\n2 0\n1 2=3 - 1 0\n0\n"A"\n"B"\n"C"', ".blt")
    assert (ballots.valid, ballots.blank, ballots.seats, ballots.withdrawn) == (5, 2, 2, {0, 2})


@pytest.mark.parametrize(
    "text", ["count;rank1;rank2\n2;A;B\n1;B;\n", "count\tranking\n2\tA>B\n1\tB\n", "count,A,B,\n2,1,2,\n\n1,,1\n"]
)
def test_csv_from_spreadsheets_is_read(text: str) -> None:
    ballots = loaded(text, ".csv")
    assert sorted(ballots.groups, key=str) == [((0, 1), 2), ((1,), 1)]


def test_csv_columns_beside_ranks_are_left_out_and_named() -> None:
    ballots = loaded("ballotID,precinct,rank1,rank2\n1,X,A,B\n2,Y,overvote,skipped\n3,Y,skipped,B\n", ".csv")
    assert [option.id for option in ballots.options] == ["A", "B"]
    assert ballots.notes[0].en == "Columns that are no ranks were not read: ballotID, precinct."


@pytest.mark.parametrize(
    ("kind", "scores", "valid", "blank", "invalid"),
    [
        ("approval", {"1": 2, "2": 1, "3": 0}, 2, 1, 1),
        ("cumulative", {"1": 8, "2": 2, "3": 0}, 2, 1, 1),
        ("scoring", {"1": 8, "2": 2, "3": 0}, 2, 1, 1),
        ("ordinal", {"1": 6, "2": 2, "3": 0}, 2, 1, 1),
    ],
)
def test_pabulib_votes_of_every_type(kind: str, scores: dict[str, int], valid: int, blank: int, invalid: int) -> None:
    ballots = loaded(BUDGET.format(kind=kind), ".pb", "projects")
    assert names(ballots) == ['Park; "Zielony"', 'Plac "A"', "Free"]
    assert (ballots.valid, ballots.blank, ballots.invalid) == (valid, blank, invalid)
    assert count(ballots, "greedy").extra["scores"] == scores
    assert count(ballots, "mes").winners == ("1", "2")


def test_pabulib_quote_that_never_closes_swallows_no_project() -> None:
    text = BUDGET.format(kind="approval").replace('Plac "A"', '"Plac A')
    assert names(loaded(text, ".pb", "projects"))[1:] == ["Plac A", "Free"]


def test_ordinal_vote_that_names_a_project_twice_counts_its_first_place() -> None:
    text = BUDGET.format(kind="ordinal").replace("1;1,2;3,2", "1;1,1,2;")
    assert count(loaded(text, ".pb", "projects"), "greedy").extra["scores"] == {"1": 6, "2": 2, "3": 0}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("2;400", "2;-400", "Line 10: the cost of project 2 is negative."),
        ("2;400", " 1 ;400", "Line 10: there is a project 1 already."),
        ("1 000,5", "viel", "Line 3: 'viel' is not a number."),
        ("1 000,5", "-1", "Line 3: the budget is negative."),
        ("vote_type;approval", "vote_type;x", "Line 4: the vote_type 'x' is not known"),
        ("1 000,5", "0", "The budget must be more than 0."),
    ],
)
def test_pabulib_mistakes_are_named_with_their_line(old: str, new: str, sentence: str) -> None:
    text = BUDGET.format(kind="approval")
    assert old in text
    with pytest.raises(Refused, match=sentence.replace(".", r"\.")):
        count(loaded(text.replace(old, new), ".pb", "projects"), "greedy")


@pytest.mark.parametrize(
    ("text", "suffix", "form", "sentence"),
    [
        ("A,B\n1000000000,0.000000001\n", ".csv", "score", "too large or too finely divided"),
        ("a,b,a_wins,b_wins,count\nA,B,1,1,1\nA,B,999999999999,0,99\n", ".csv", "pairs", "Line 3: more"),
        ("winner,loser\n" + "".join(f"a{i},b{i}\n" for i in range(1001)), ".csv", "pairs", "There are 2,002 options"),
        ("A,\n1,2\n", ".csv", "rank", "Line 2: a cell stands in a column without a name."),
        ("count,\n1,\n", ".csv", "rank", "Line 1: the header names no options."),
        ('3 1\n1 1 0\n0\n"A"\n', ".blt", "rank", "Line 1: 3 options, but only 1 names"),
        ("4\n1,A\nx,B\n", ".soi", "rank", "Line 3: expected 'number,name'"),
        ("# NUMBER ALTERNATIVES: 9999\n1: 1\n", ".soi", "rank", "There are 9,999 options"),
    ],
)
def test_what_is_too_large_or_broken_is_refused_at_once(text: str, suffix: str, form: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        loaded(text, suffix, form)


@pytest.mark.parametrize("value", ["1e999999999", "nan", "1/0", "--5", "0x1"])
def test_odd_numbers_on_the_command_line_are_refused(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([__file__.replace(".py", ".csv"), "--method", "mes", f"--budget={value}"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
