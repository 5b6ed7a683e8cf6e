"""Traps met in other systems and in our own trials, each once; the voices are ours."""

import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yoriai import __version__
from yoriai.listening.command import main
from yoriai.listening.embedders import default_embedder
from yoriai.listening.guard import conflict
from yoriai.listening.identity import Correction
from yoriai.listening.meaning import read
from yoriai.listening.opinions.export import read_comments, read_votes
from yoriai.listening.opinions.summary import opinions
from yoriai.listening.output import report_json
from yoriai.listening.report import themes_page
from yoriai.listening.search import SimilarIndex
from yoriai.listening.tests.shop import shop_voices, write_table
from yoriai.listening.themes import listen
from yoriai.listening.voices import Voice

SHOP = shop_voices()
COMMAND = "import sys; from yoriai.cli import main; sys.exit(main(sys.argv[1:]))"
NO_NETWORK = """
import os, sys
def guard(event, facts):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"):
        os._exit(97)
sys.addaudithook(guard)
"""
TOFU = {
    "v001": "がんもどき、もうひとまわり小さいのがあればお弁当に入るのになあ",
    "v002": "がんも大好きなんですけど弁当箱のフタ閉まらないです😂 ミニサイズ希望！",
    "v003": "がんもどきを半分に切って詰めています。はじめから小さいと助かります。",
    "v008": "がんも大好きなんですけど弁当箱のフタ閉まらないです😂ミニサイズ希望!",
    "v026": "カレー味一択",
    "v027": "カレーは匂いが教室に広がるからやめた方がいいと思います",
    "v029": "うすあじがいい　おとうさんが血圧たかい",
    "v030": "塩分控えめでお願いします🙏 親が減塩中です",
    "v036": "小麦アレルギーの孫でも食べられるように米粉で作ってほしいです",
    "v037": "孫が小麦だめなので、米粉だとうれしい",
    "v039": "母（八十七歳）がこちらの豆腐だけは喜んで食べます。やわらかい物を続けて下さい。",
    "v051": "名前は「まめコロ」がいいと思います！豆でコロコロしてるから",
    "v052": "まめころ　に一票🙋‍♀️",
}
DEMO = [*SHOP, *(Voice(identity, text) for identity, text in TOFU.items())]


def python(*words: str) -> subprocess.CompletedProcess[bytes]:
    one = {"OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run([sys.executable, "-c", *words], capture_output=True, check=False, env=os.environ | one)


def test_the_network_guard_of_these_tests_stops_a_connection() -> None:
    asked = python(NO_NETWORK + "import socket; socket.create_connection(('127.0.0.1', 9))")
    assert asked.returncode == 97


def test_the_command_gives_the_same_bytes_without_a_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["listen", str(write_table(tmp_path / "v.csv")), "--text", "text", "--html"]
    closed = python(NO_NETWORK + COMMAND, *words, str(tmp_path / "b"))
    code = main([*words[1:], str(tmp_path / "a")])
    said = (capsys.readouterr().out.encode(), closed.stdout)
    without_time = [re.sub(rb'"seconds": [\d.]+', b"", text) for text in said]
    assert (code, closed.returncode, without_time[0]) == (0, 0, without_time[1])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_only_the_repeated_voice_is_an_echo_among_like_ones() -> None:
    """v001 and v003, v051 and v052, and the opposed v026 and v027 are near, yet nobody said the same."""
    echoes = {frozenset(group) for group in listen(DEMO).echoes} - {frozenset(("v036", "v037"))}
    assert echoes == {frozenset(("v002", "v008"))}


@pytest.mark.parametrize(("voice", "like"), [("v051", "v052"), ("v001", "v003"), ("v037", "v036")])
def test_what_is_no_echo_is_still_offered_as_near(voice: str, like: str) -> None:
    index = SimilarIndex([v for v in DEMO if v.id not in (voice, "v002", "v008")], default_embedder()[0])
    assert like in [hit.voice for hit in index.search(TOFU[voice])][:3]


def test_health_words_are_never_quoted() -> None:
    quotes = {theme.quote_voice_id for k in (5, 12, 25) for theme in listen(DEMO, themes=k).themes}
    assert quotes & {"v029", "v030", "v036", "v037", "v039"} == set()


def test_english_and_japanese_wishes_meet() -> None:
    pair = [Voice("ja", "小さいサイズがほしい"), Voice("en", "I want a smaller size, please")]
    index = SimilarIndex([*(v for v in SHOP if not v.text.isascii()), pair[0]], default_embedder()[0])
    assert index.search(pair[1].text)[0].voice == "ja"


def test_a_stored_result_says_how_it_came_about() -> None:
    result = report_json(listen(SHOP, themes=5))
    encoder = default_embedder()[0]
    assert result["embedder"] == {"name": encoder.name, "version": encoder.version}
    assert re.fullmatch("[0-9a-f]{64}", result["input_sha256"])
    assert result["version"] == __version__
    assert sorted(result["parameters"]) == ["least", "near", "same", "themes", "words"]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60))
@settings(max_examples=8, deadline=None)
def test_the_page_shows_raw_text_as_written(text: str) -> None:
    voices = [Voice("x", text), Voice("y", "ほしかー")]
    page = unescape(themes_page(listen(voices), voices))
    assert text.strip() in page  # blanks at the edges of a quote are not shown
    assert voices[0].text == text


@pytest.mark.parametrize("text", ["ほしかー", "小さいのが欲しいけん", "たのむわ"])
def test_dialect_does_not_turn_a_wish_round(text: str) -> None:
    assert conflict(read(text), read("小さいのがほしい"), 0.9) != "negation"
    assert read(text).negative == 0


def test_a_long_voice_is_one_voice_among_others() -> None:
    report = listen([*SHOP, Voice("long", "駐車場がせまい。" * 625)])
    stands = [v for theme in report.finest() for v in theme.voices] + list(report.alone)
    assert stands.count("long") == 1
    assert report.voices == len(stands)


def flood() -> list[Voice]:
    start = datetime(2026, 10, 12, 9)
    return [Voice(f"f{i}", "油を変えてほしい", f"q{i}", "qr", start + timedelta(minutes=i)) for i in range(9)]


def test_a_person_lifts_a_burst_with_a_reason_and_people_count_again() -> None:
    reason = "給食だよりで、みなさんにお願いした日です"
    weights = []
    for why in ("", reason):
        report = listen([*SHOP, *flood()], corrections=[Correction("lift", "f3", text=why)])
        weights.append(next(t.weight for t in report.finest() if "f3" in t.voices))
        assert [lifted for _, _, lifted in report.bursts] == [why]
        assert (reason in themes_page(report, [*SHOP, *flood()])) == (why == reason)
    assert weights[1] - weights[0] == 8


def test_a_burst_does_not_lead_the_themes() -> None:
    report = listen([*SHOP, *flood()])
    own = next(theme for theme in report.finest() if "f3" in theme.voices)
    assert [(set(ids), reason) for ids, reason, _ in report.bursts] == [({v.id for v in flood()}, "day")]
    assert (own.people >= 9, own.weight <= own.people - 8, report.finest()[0] != own) == (True, True, True)


def test_a_reason_is_needed_to_lift_a_burst() -> None:
    report = listen([*SHOP, *flood()], corrections=[Correction("lift", "f3", text="  ")])
    assert [lifted for _, _, lifted in report.bursts] == [""]


def test_without_a_time_the_later_row_of_a_repeated_vote_counts(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text("comment-id,voter-id,vote\n0,a,1\n0,b,1\n0,a,-1\n", encoding="utf-8")
    assert read_votes(tmp_path / "v.csv").values == {"a": {"0": -1}, "b": {"0": 1}}


def test_a_wide_file_with_xid_and_gaps_in_the_statements_reads_quietly(tmp_path: Path) -> None:
    head = "participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,1,2,5\n"
    rows = "".join(f"{p},x{p},,0,3,2,1,1,{1 if p < 6 else -1},{-1 if p < 6 else 1}\n" for p in range(12))
    (tmp_path / "w.csv").write_text(head + rows, encoding="utf-8")
    (tmp_path / "c.csv").write_text("comment-id,comment-body,moderated\n1,はい,1\n", encoding="utf-8")
    found = opinions(read_votes(tmp_path / "w.csv"), read_comments(tmp_path / "c.csv"))
    assert (found.people, found.statements, [w for w in found.warnings if "列" in w]) == (12, 3, [])
    assert json.dumps(found.unplaced) == "[]"
