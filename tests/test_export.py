"""`yoriai export` as an operator runs it, and what the listening kernel makes of it."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.load.installation import own_database, prepared
from tests.test_backup import VOICE, yoriai

pytestmark = pytest.mark.timeout(180)


def test_what_is_exported_can_be_heard(tmp_path: Path) -> None:
    with ExitStack() as stack:
        server = os.environ.get("YORIAI_DATABASE_URL", "")
        here = prepared(tmp_path / "here", stack.enter_context(own_database(server)) if server else "")
        here.ask(VOICE)
        out = yoriai(here.home, "export", str(tmp_path / "out"), YORIAI_DATABASE_URL=here.database_url)
    assert out.returncode == 0, out.stderr
    (file,) = (tmp_path / "out").iterdir()
    voices = tmp_path / "voices.csv"
    voices.write_bytes(zipfile.ZipFile(file).read("tables/voices.csv"))
    listen = [sys.executable, "-m", "yoriai.cli", "listen", str(voices), "--text", "text", "--id", "id"]
    heard = json.loads(subprocess.run(listen, capture_output=True, check=True).stdout)
    rows = list(csv.DictReader(io.StringIO(voices.read_text(encoding="utf-8-sig"))))
    assert (heard["voices"], heard["alone"]) == (1, [rows[0]["id"]])
