"""`yoriai count`: JSON on standard output, one clear sentence and exit 2 for bad input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from yoriai.counting.command import main

CONTEST = "count,ranking\n9,がんも>まめ>ちび\n8,まめ>がんも\n7,ちび>がんも>まめ\n"


@pytest.fixture
def contest(tmp_path: Path) -> str:
    path = tmp_path / "contest.csv"
    path.write_text(CONTEST, encoding="utf-8")
    return str(path)


def test_command_prints_the_contract(contest: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([contest, "--method", "schulze"]) == 0
    said = json.loads(capsysbinary.readouterr().out)
    assert sorted(said) == sorted(
        [
            "agreement",
            "ballots",
            "condorcet_winner",
            "margin",
            "method",
            "options",
            "order",
            "pairwise",
            "rounds",
            "rules",
            "smith_set",
            "source_sha256",
            "ties",
            "warnings",
            "winners",
        ]
    )
    assert said["winners"] == ["がんも"]
    assert said["ballots"] == {
        "total": 24,
        "valid": 24,
        "blank": 0,
        "invalid": 0,
        "exhausted": 0,
        "distinct": 3,
    }
    assert said["agreement"]["same"] is True


def test_same_file_gives_the_same_bytes(
    contest: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    out = tmp_path / "out.json"
    runs = [(main([contest, "--method", "irv", "--json", str(out)]), capsysbinary.readouterr().out) for _ in range(2)]
    assert runs[0] == runs[1]
    assert out.read_bytes() == runs[0][1]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--method", "mes"], "This file has no costs; mes and greedy need a .pb file."),
        (["--method", "irv", "--seats", "4"], "4 seats cannot be filled from 3 options."),
        (["--method", "irv", "--supermajority", "がんも=3:1"], "A supermajority needs a default option"),
        (
            ["--method", "irv", "--default", "だれ"],
            "There is no option 'だれ'; the options are がんも, ちび, まめ.",
        ),
        (["--method", "guess"], "Argument --method: invalid choice"),
        (["--method", "irv", "--quorum", "many"], "--quorum must be a number, not 'many'."),
        (
            ["--method", "irv", "--exhaust-after-skips", "0"],
            "--exhaust-after-skips must be a positive number",
        ),
    ],
)
def test_bad_input_exits_two_with_one_sentence(
    more: list[str], sentence: str, contest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([contest, *more]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.startswith(f"yoriai count: {sentence}")


def test_missing_file_exits_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere.csv", "--method", "irv"]) == 2
    assert capsys.readouterr().err == "yoriai count: nowhere.csv: No such file or directory.\n"


@pytest.mark.parametrize(("text", "ratio"), [("3:1", "3"), ("3/1", "3"), ("3", "3"), ("2/3", "2"), ("1:2", "1/2")])
def test_supermajority_is_a_ratio_or_a_share(
    text: str, ratio: str, contest: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    main([contest, "--method", "schulze", "--default", "ちび", "--supermajority", f"がんも={text}"])
    assert json.loads(capsysbinary.readouterr().out)["rules"]["supermajority"] == {"がんも": ratio}


def test_help_and_import_do_not_load_numpy() -> None:
    code = "import sys; import yoriai.counting, yoriai.counting.command as c; c.parser(); print('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_page_holds_the_result_escaped_and_without_script(lang: str, tmp_path: Path) -> None:
    source, page = tmp_path / "x.csv", tmp_path / "x.html"
    source.write_text("count,rank1,rank2\n3,<b>がんも</b>,まめ\n2,まめ,\n", encoding="utf-8")
    assert main([str(source), "--method", "irv", "--html", str(page), "--lang", lang]) == 0
    html = page.read_text(encoding="utf-8")
    assert (html.count("<script"), html.count("http"), html.count("<b>がんも")) == (0, 0, 0)
    assert f'<html lang="{lang}">' in html
    assert "&lt;b&gt;がんも&lt;/b&gt;" in html


@pytest.mark.parametrize(
    ("ranking", "sentence"),
    [
        ("A>B\nB>A", "「A」「B」は、一対一では同数でした。差の強さでも決まりません。"),
        (
            "A>B>C\nB>C>A\nC>A>B\nA>B>C",
            "「A」「B」「C」の三すくみになりました。勝ち負けの差の強さから「A」が選ばれました。",
        ),
    ],
)
def test_page_says_how_it_stands_without_a_winner_of_every_duel(ranking: str, sentence: str, tmp_path: Path) -> None:
    source, page = tmp_path / "x.csv", tmp_path / "x.html"
    source.write_text(f"ranking\n{ranking}\n", encoding="utf-8")
    assert main([str(source), "--method", "schulze", "--html", str(page)]) == 0
    assert sentence in page.read_text(encoding="utf-8")


def test_page_shows_costs_strengths_and_grades(tmp_path: Path) -> None:
    files = {
        ("mes", "x.pb", ">600,000<"): "META\nkey;value\nbudget;900000\nPROJECTS\nproject_id;cost\na;600000\nb;500000\n"
        "VOTES\nvoter_id;vote\n1;a\n2;a,b\n",
        ("bradley-terry", "x.csv", 'class="doubt"'): "winner,loser,count\nA,B,20\nB,A,10\n",
        ("majority-judgment", "x.csv", "<b>よい</b> 2"): "A,B\nよい,ふつう\nよい,あまり\n",
    }
    for (method, name, shown), text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert main([str(tmp_path / name), "--method", method, "--html", str(tmp_path / "x.html")]) == 0
        assert shown in (tmp_path / "x.html").read_text(encoding="utf-8")
