"""`yoriai export`: everything a shop holds, nobody else's, and no word that was taken back."""

import csv
import io
import json
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from yoriai.accounts.models import Member, Organisation
from yoriai.cli import main
from yoriai.config import export
from yoriai.conftest import make_theme, speak
from yoriai.dialogue.actions import answer_voice, withdraw_voice
from yoriai.making.actions import form_idea
from yoriai.theme.models import Place

NOW = datetime(2026, 10, 12, 3, 0, tzinfo=UTC)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Organisation], zipfile.ZipFile]:
    """Writes the export of a shop and opens it."""

    def write(shop: Organisation) -> zipfile.ZipFile:
        path, _rows = export.write(shop, tmp_path / "out", NOW)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        return zipfile.ZipFile(path)

    return write


def table(packed: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(packed.read(f"tables/{name}.csv").decode("utf-8-sig"))))


def test_every_model_is_in_a_table_or_left_out_for_a_reason() -> None:
    ours = {m._meta.label for m in apps.get_models() if m.__module__.startswith("yoriai.")}
    told = [table.model._meta.label for table in export.TABLES]
    assert sorted([*told, *export.LEFT_OUT, *export.WITHIN]) == sorted(ours)


def test_the_thread_leads_from_table_to_table(written: Any, place: Place, owner: Member) -> None:
    voice = speak(place, "小さいのがほしい")
    answer_voice(voice, text="ためします", by=owner)
    idea = form_idea(place.theme, headline="小さくしてほしい", grounds=[(voice, (0, 4))], by=owner)
    packed = written(owner.organisation)
    link = next(row for row in table(packed, "links") if row["target_thing"] == "idea")
    said = next(row for row in table(packed, "voices") if row["id"] == link["source"])
    formed = next(row for row in table(packed, "ideas") if row["id"] == link["target"])
    assert (said["text"][int(link["start"]) : int(link["end"])], formed["headline"]) == ("小さいの", idea.headline)
    assert [(row["voice"], row["text"]) for row in table(packed, "answers")] == [(str(voice.pk), "ためします")]
    exact = json.loads(packed.read("everything.json"))
    assert [row["text"] for row in exact["tables"]["voices"]] == ["小さいのがほしい"]
    assert {name: len(rows) for name, rows in exact["tables"].items()} == {
        each.name: len(table(packed, each.name)) for each in export.TABLES
    }


def test_nothing_taken_back_and_nobody_elses(written: Any, place: Place, other_shop: Member) -> None:
    withdraw_voice(speak(place, "名前をつけた古い声です"))
    speak(make_theme(other_shop.organisation).places.get(), "よその店の声です")
    packed = written(place.theme.organisation)
    everything = b"".join(packed.read(name) for name in packed.namelist()).decode("utf-8", "replace")
    assert ("古い声" in everything, "よその店の声" in everything, len(table(packed, "voices"))) == (False, False, 1)


@pytest.mark.parametrize("words", ['=HYPERLINK("https://evil.example")', "+1", "-2", "@SUM(A1)", "\tx"])
def test_a_spreadsheet_computes_nothing(written: Any, place: Place, words: str) -> None:
    voice = speak(place, f"{words} です")
    packed = written(place.theme.organisation)
    shown = table(packed, "voices")[0]["text"]
    exact = json.loads(packed.read("everything.json"))["tables"]["voices"][0]["text"]
    assert (shown[0] not in export.FORMULA, exact) == (True, voice.text)


def test_an_unfit_order_is_refused_in_one_sentence(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = (["--home", str(tmp_path / "nowhere")], ["--home", str(tmp_path), "--slug", "nobody"])
    codes = [main(["export", str(tmp_path / "out"), *more]) for more in asked]
    told = capsys.readouterr()
    assert (codes, told.out, len(told.err.splitlines())) == ([2, 2], "", 2)
