"""``yoriai measure``: a file in, one JSON answer out; exit 2 with one sentence when the input cannot be measured."""

import csv
import importlib
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from yoriai.measuring.commands.options import build_parser
from yoriai.measuring.estimate import level_for_looks
from yoriai.measuring.refusal import BadInput


def main(argv: list[str]) -> int:
    try:
        options = build_parser().parse_args(argv)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    try:
        run(options)
    except BadInput as wrong:
        said = str(wrong)
    except csv.Error as wrong:
        said = f"{options.file} is not a table of cells ({wrong}): save it as CSV again."
    except OSError as wrong:
        said = f"{wrong.filename} cannot be written: {wrong.strerror}."
    else:
        return 0
    sys.stderr.write(f"yoriai measure: {said}\n")
    return 2


def run(options: Namespace) -> None:
    """Measure, print, and write the files that were asked for. Heavy imports wait until here."""
    reading = importlib.import_module("yoriai.measuring.reading.table")
    answers = importlib.import_module("yoriai.measuring.commands.answer")
    repeated = importlib.import_module("yoriai.measuring.commands.repeated")
    measure = importlib.import_module(f"yoriai.measuring.commands.{options.measure.replace('-', '_')}")
    options.level = level_for_looks(options.looks, options.level)
    table = reading.read_table(options.file)
    table.staff, table.cancelled = options.staff, options.cancelled
    found: dict[str, Any] = measure.run(table, options)
    found |= {"input_sha256": table.sha256, "level": options.level}
    for kind, rows in sorted(table.left_out.items()):
        found["n"][kind] = rows
        found["warnings"].append(f"{rows} rows of {kind} were left out")
    for kind, column in (("staff", options.staff), ("cancelled", options.cancelled)):
        if column and not table.left_out[kind]:
            found["warnings"].append(f"no row is marked in {column!r}: nothing was left out for it")
    repeated.without_suspects(found, table, options, measure.run)
    if options.in_between:
        in_between(found)
    text = answers.as_json(found)
    if options.html:
        page = importlib.import_module("yoriai.measuring.report.page")
        Path(options.html).write_text(page.report(found, options.lang, options.title), encoding="utf-8")
    if options.json:
        Path(options.json).write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def in_between(found: dict[str, Any]) -> None:
    """Before the review date nothing is clear, and the sentence says so first."""
    if found["verdict"] == "clear":
        found["verdict"] = "leaning"
    found["reasons"].append("in_between")
    found["sentence_ja"] = f"途中経過です。{found['sentence_ja']}"
    found["sentence_en"] = f"This is a look in between. {found['sentence_en']}"
