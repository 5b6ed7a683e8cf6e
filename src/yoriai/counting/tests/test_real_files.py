"""Files as elections and budgets publish them: each is read, or refused with one sentence that names line and reason."""

import random
from contextlib import suppress
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from yoriai.counting import Refused, Result, count
from yoriai.counting.command import main
from yoriai.counting.readers import FORMS, read
from yoriai.counting.readers.lines import Reading
from yoriai.counting.report import page

ORDERS = "# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: {}\n# ALTERNATIVE NAME 2: B\n# ALTERNATIVE NAME 3: C\n"
META = "META\nkey; value\ncountry; Poland\nbudget; 2500\nrule; greedy\nvote_type; {}\nmax_length; 3\n"
PROJECTS = "PROJECTS\nproject_id; cost; category\n1; 600; culture, education\n2; 800; sport\n4; 1400; culture\n"
COUNCIL = (
    '6 3\r\n40 1 0\r\n24 1 2 3 0\r\n11 2 1 0\r\n0\r\n"Anne ADAMS" "Labour (Lab)"\r\n"Bob BAIN" "SNP"\r\n'
    '"Cat \\"Kit\\" CRAIG" "Green"\r\n"Don DUNN" "Ind"\r\n"Eve EWART" "Ind"\r\n"Flo FYFE" "Con"\r\n"Ward 1 - Linn"\r\n'
)
CLASSIC = '4 2 -2 3 1 3 4 0 4 1 3 2 0 2 4 1=3 0 1 2 0 2 2=4=3 1 0 1 3 4 2 0 0 "Adam" "Basil" "Charlotte" "Donald" "T"'
CAST_VOTES = "Cast Vote Record,Precinct,rank1,rank2,rank3,\r\n1,A,Roe,skipped,Young,\r\n2,A,overvote,Young,Roe,\r\n3,B,Young,undervote,undervote,\r\n"
NEW_YORK = "Cast Vote Record,DEM Mayor Choice 1 of 2 Citywide (0269),DEM Mayor Choice 2 of 2 Citywide (0269)\n1,A,B\n2,B,undervote\n3,A,\n"
MINNEAPOLIS = (
    "Precinct,1ST CHOICE MAYOR,2ND CHOICE MAYOR,3RD CHOICE MAYOR,Count\nP-01,A,B,undervote,3\nP-02,B,overvote,A,2\n"
)
FORM = "タイムスタンプ,ひとくちがんも,まめコロ\r\n2026/11/01 10:00,1,2\r\n2026/11/01 10:05,2,1\r\n2026/11/02,1,\r\n"


def counted(data: str | bytes, suffix: str, method: str, **rules: Any) -> Result:
    raw = data if isinstance(data, bytes) else data.encode()
    return count(read(raw, suffix, Reading(FORMS.get(method, "rank"))), method, **rules)


PUBLISHED: list[Any] = [
    ("\ufeff" + ORDERS.format('"O\'Neill, Jim" Ind.') + "5: 1,2,{3}\r\n3: {2,3},1\r\n", ".toc", "schulze", "1", 8, 0),
    ("3\n1,Candidate One\n2,Candidate, Two\n3,C\n7,7,3\n4,1,{2,3}\n2,{1,2},3\n1,3\n", ".toi", "irv", "1", 7, 0),
    (ORDERS.format("A") + "  4:\t1, 2\t\n3: 2 ,1,3 \n\n1: 1,1,2\n", ".soi", "irv", "1", 8, 0),
    (ORDERS.format("A") + "4: 1,2,9\n5: 1,2,3\n", ".soc", "borda", "1", 9, 4),
    (ORDERS.format("A") + "# CATEGORY NAME 1: Yes\n# CATEGORY NAME 2: No\n3: {1,2},3\n2: {},{1,2,3}\n1: 2\n", ".cat", "approval", "2", 6, 0),
    (COUNCIL, ".blt", "stv-scottish", "123", 75, 0),
    (CLASSIC, ".blt", "stv-scottish", "13", 13, 0),
    ("4 2\n-2\n3 1 3 4\n4 1 3 2\n2 4 1=3 0\n0\nAdam\nBasil\nCharlotte\nDonald\nTitle\n", ".blt", "stv-scottish", "13", 9, 0),
    ('# x\n3 1 # three\n-2\n(a1) 3 1 3 0\n(a2) 1 2 - 3 0 # y\n1 0\n0\n"Bob #1"\n"Al"\n"Cy"\n', ".blt", "irv", "1", 5, 0),
    (META.format("approval") + PROJECTS + "VOTES\nvoter_id; age; vote\n1; 34; 1,2,4\n2; 5; 4\n3; 9; None\n4; 9; \n", ".pb", "greedy", "41", 4, 0),
    (META.format("ordinal") + PROJECTS + "VOTES\nvoter_id;vote\n1;4,1\n2;4,4,1\n3;7\n4;None\n", ".pb", "greedy", "41", 4, 1),
    (META.format("cumulative") + PROJECTS + "VOTES\nvoter_id;vote;points\n1;4,1;6,4\n2;1;10\n3;None;None\n4;1;x\n", ".pb", "greedy", "14", 4, 1),
    ("META\nbudget;700\nPROJECTS\nproject_id;cost\n1;1.000,50\n2;699,5\nVOTES\nvoter_id;vote\n1;1,2\n", ".pb", "mes", "2", 1, 0),
    (CAST_VOTES, ".csv", "irv", ["Roe", "Young"], 3, 0),
    (NEW_YORK, ".csv", "irv", "A", 3, 0),
    (MINNEAPOLIS, ".csv", "irv", "A", 5, 0),
    (FORM, ".csv", "irv", ["ひとくちがんも"], 3, 0),
    (FORM.replace(",", "\t").encode("cp932"), ".csv", "schulze", ["ひとくちがんも"], 3, 0),
    ('"A, B";C;;\r\n○;×;;\r\n○;;;\r\n', ".csv", "approval", ["A, B"], 2, 0),
    ("ballot,Gunnar,Sruthi,NOTA\nV1,1,2,3\nV2,-,1,2\nV3,2,1,-\n", ".csv", "schulze", ["Sruthi"], 3, 0),
    ("count,ranking\n3,A>B>C\n2,B > C = A\n1.0,C\n 4 ,\n", ".csv", "minimax", "A", 10, 0),
]  # fmt: skip
BITS = ',;\n\t"0{}=>#:-()\x85%$e'


@pytest.mark.parametrize(("data", "suffix", "method", "winners", "total", "invalid"), PUBLISHED)
def test_a_published_file_is_read(
    data: str | bytes, suffix: str, method: str, winners: Any, total: int, invalid: int
) -> None:
    result = counted(data, suffix, method)
    assert list(result.winners) == list(winners)
    assert (result.ballots["total"], result.ballots["invalid"]) == (total, invalid)


@pytest.mark.parametrize("seed", range(8))
def test_a_mangled_published_file_is_counted_or_refused(seed: int) -> None:
    draw = random.Random(seed)
    for data, suffix, method, *_ in PUBLISHED * 6:
        text = data if isinstance(data, str) else data.decode("cp932")
        for _ in range(draw.randint(1, 5)):
            at, more = draw.randrange(len(text)), draw.choice([*BITS, "None", "9" * 20, " 0 0 ", "-1"])
            text = text[:at] + more * draw.randint(0, 1) + text[at + draw.randint(0, 3) :]
        with suppress(Refused):
            assert page(counted(text, suffix, method).as_json(), "en").endswith("</html>\n")


@pytest.mark.parametrize(
    ("data", "suffix", "method", "sentence"),
    [
        (CAST_VOTES.replace("rank3", "rank2"), ".csv", "irv", "Line 1: two columns are for rank 2."),
        (
            NEW_YORK.replace("\n", ",DEM Council Choice 1,DEM Council Choice 2\n", 1).replace("A", "A,A,A"),
            ".csv",
            "irv",
            "Line 1: the ranks are of several contests; leave the columns of one.",
        ),
        ('A,B\n"1,2\n', ".csv", "approval", "Line 2: a quotation mark is not closed."),
        (
            "名前\t得票\nA\t3\n",
            ".csv",
            "approval",
            "There is no ballot to count: 1 ballot could not be counted (line 2; 1 in all).",
        ),
        ("A,B,B \n1,2,3\n", ".csv", "irv", "Line 1: the names 'B' and 'B' are the same once spaces and widths are ignored."),
        ("rank1,rank2\nA,B\nA,B,C,D\n", ".csv", "irv", "Line 3: 4 cells, but the header has 2."),
        (ORDERS.format("A") + "-3: 1,2\n", ".soi", "irv", "Line 5: the count '-3' is not a positive whole number."),
        ('2 1\n3 1 2 0\n0\n"A"\n', ".blt", "irv", "Line 1: 2 options, but only 1 names follow the ballots."),
        ('3 1\n[nick A B C]\n2 A B 0\n0\n"A"\n', ".blt", "irv", "Line 2: the count '[nick' is not a positive whole number."),
        (META.format("approval") + PROJECTS.replace("2; 800", "1; 800"), ".pb", "mes", "Line 11: there is a project 1 already."),
        (META.format("approval") + PROJECTS.replace("800", "x"), ".pb", "mes", "Line 11: 'x' is not a number."),
        (META.format("ranked") + PROJECTS + "VOTES\nvoter_id;vote\n1;1\n", ".pb", "mes", "Line 6: the vote_type 'ranked' is not known; these are: approval, choose-1, ordinal, cumulative, scoring."),
        (b"PK\x03\x04\0", ".csv", "irv", "This is not a text file."),
        ("\ufeff \n", ".csv", "irv", "The file is empty."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_counted_is_refused_in_one_sentence(
    data: str | bytes, suffix: str, method: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"x{suffix}"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    assert main([str(file), "--method", method]) == 2
    assert capsys.readouterr().err == f"yoriai count: {sentence}\n"


def test_odd_numbers_in_an_order_make_its_ballot_invalid() -> None:
    for order in ("1 2", "1,2 3,", "1,,2", "99999999999999999999"):
        result = counted(ORDERS.format("A") + f"2: {order}\n3: 2,1\n", ".soi", "irv")
        assert (result.winners, result.ballots["invalid"]) == (("2",), 2)


def test_withdrawn_numbers_that_run_together_are_no_withdrawal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.blt"
    file.write_text('3 1\n-2-3\n1 1 0\n0\n"A"\n"B"\n"C"\n')
    assert main([str(file), "--method", "irv"]) == 2
    assert capsys.readouterr().err == "yoriai count: Line 2: the count '-2-3' is not a positive whole number.\n"


def test_ids_of_projects_may_hold_any_mark() -> None:
    budget = 'META\nkey;value\nbudget;9\nPROJECTS\nproject_id;cost;votes;selected\n"a;b";5;1;1\n"c=d";5;2;0\n'
    result = counted(budget + 'VOTES\nvoter_id;vote\n1;"a;b"\n2;c=d\n3;c=d\n', ".pb", "greedy")
    assert (result.winners, [w.en for w in result.warnings]) == (
        ("c=d",),
        ["The file marks other projects as selected (a;b, c=d)."],
    )


def test_scores_of_any_size_and_fineness_count_at_once() -> None:
    draw, began = random.Random(1), process_time()
    fine = "".join(f"{draw.random() * 1000:.6f},{n % 10}.5,0\n" for n in range(8000))
    result = counted("A,B,C\n" + fine + "1000000,3,1\n", ".csv", "score")
    assert (result.winners, result.agreement.winners["majority-judgment"]) == (("A",), ("A",))
    assert process_time() - began < 4


def test_a_later_mention_in_a_budget_vote_is_ignored_and_told() -> None:
    votes = "VOTES\nvoter_id;vote;points\n1;1,1,2;5,9,6\n2;2;1\n"
    result = counted(META.format("cumulative") + PROJECTS + votes, ".pb", "greedy")
    assert result.extra["scores"] == {"1": 5, "2": 7, "4": 0}
    assert [w.en for w in result.warnings] == ["1 ballot names an option twice; the later mention was ignored."]


def test_an_ellipsis_of_windows_in_a_name_is_no_line_end() -> None:
    names = counted((ORDERS.format("Wait…") + "2: 1,2\n").encode("cp1252"), ".soi", "irv").options
    assert names["1"] == "Wait…"
    assert counted(ORDERS.format("A\x85B") + "2: 1,2\n", ".soi", "irv").options["1"] == "A\x85B"
