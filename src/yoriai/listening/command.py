"""`yoriai listen`: themes, similar voices, opinion groups from tables. Exit 2: bad input, one sentence."""

import argparse
import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Byte-equal results on every machine: sums must not depend on how many threads share them.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def main(argv: list[str]) -> int:
    """Run the command; returns the exit code."""
    for name in ONE_THREAD:
        os.environ[name] = "1"
    words = {"similar": (similar_parser, run_similar), "opinions": (opinions_parser, run_opinions)}
    make, run = words.get(argv[0] if argv else "", (themes_parser, run_themes))
    rest = argv[1:] if make is not themes_parser else argv
    try:
        options = make().parse_args(rest)
    except SystemExit as stop:
        return int(stop.code or 0)
    return _answer(run, options)


def _answer(run: Callable[[argparse.Namespace], dict[str, Any]], options: argparse.Namespace) -> int:
    from yoriai.listening.output import to_text  # noqa: PLC0415 – `--help` must answer at once
    from yoriai.listening.reading import BadInput  # noqa: PLC0415

    started = time.perf_counter()
    try:
        result = run(options)
        result["seconds"] = round(time.perf_counter() - started, 3)
        text = to_text(result)
        if options.json:
            write(options.json, text)
        if getattr(options, "html", None):
            write(options.html, options.page(result))
    except BadInput as problem:
        print(f"yoriai listen: {problem}", file=sys.stderr)  # noqa: T201
        return 2
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text)
    return 0


def write(path: Path, text: str) -> None:
    from yoriai.listening.reading import BadInput  # noqa: PLC0415

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"The file {path} cannot be written: {error.strerror}.") from error


def themes_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yoriai listen",
        description="Many voices become themes, echoes and single voices; nobody is lost.",
        epilog="also: yoriai listen similar FILE --text COLUMN 'ことば' · yoriai listen opinions VOTES.csv",
    )
    _table_options(parser)
    parser.add_argument("--person", metavar="COLUMN", help="column that tells who spoke (a pseudonym)")
    parser.add_argument("--themes", metavar="K", type=int, help="exactly K groups at the finest level")
    parser.add_argument("--previous", metavar="OUT.json", type=Path, help="an earlier result: theme ids live on")
    _page_options(parser)
    return parser


def similar_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yoriai listen similar", description="The voices nearest to some words.")
    _table_options(parser)
    parser.add_argument("query", metavar="WORDS")
    parser.add_argument("-n", type=int, default=5, metavar="COUNT", help="how many (5)")
    return parser


def opinions_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yoriai listen opinions", description="Opinion groups from votes (a Polis export, long or wide)."
    )
    parser.add_argument("file", metavar="VOTES.csv", type=Path)
    parser.add_argument("--comments", metavar="COMMENTS.csv", type=Path, help="texts and moderation of statements")
    parser.add_argument("--json", metavar="OUT", type=Path, help="write the same JSON to a file as well")
    _page_options(parser)
    return parser


def _page_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--html", metavar="OUT", type=Path, help="write one self-contained page")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of the page (ja)")


def _table_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.csv", type=Path)
    parser.add_argument("--text", metavar="COLUMN", required=True, help="column with the words")
    parser.add_argument("--id", metavar="COLUMN", help="column with the id (default: row number from 1)")
    parser.add_argument("--json", metavar="OUT", type=Path, help="write the same JSON to a file as well")


def run_themes(options: argparse.Namespace) -> dict[str, Any]:
    from yoriai.listening.output import earlier, report_json  # noqa: PLC0415
    from yoriai.listening.reading import BadInput, read_voices  # noqa: PLC0415
    from yoriai.listening.report import themes_page  # noqa: PLC0415
    from yoriai.listening.themes import listen  # noqa: PLC0415

    voices = read_voices(options.file, options.text, options.id, options.person)
    previous, alone = earlier(options.previous) if options.previous else ((), ())
    try:
        report = listen(voices, themes=options.themes, previous=previous, alone=alone, progress=_progress(len(voices)))
    except ValueError as problem:
        raise BadInput(str(problem)) from problem
    options.page = lambda result: themes_page(report, voices, options.lang)
    return report_json(report, with_changes=options.previous is not None)


def run_similar(options: argparse.Namespace) -> dict[str, Any]:
    from yoriai.listening.embedders import default_embedder  # noqa: PLC0415
    from yoriai.listening.reading import BadInput, read_voices  # noqa: PLC0415
    from yoriai.listening.search import similar  # noqa: PLC0415

    if options.n < 1:
        raise BadInput(f"-n must be 1 or more, not {options.n}.")
    voices = read_voices(options.file, options.text, options.id)
    embedder, note = default_embedder()
    hits = similar(options.query, voices, embedder, options.n)
    keys = [{"id": h.voice, "text": h.text, "similarity": h.similarity, "score": h.score} for h in hits]
    return {
        "query": options.query,
        "results": keys,
        "embedder": {"name": embedder.name, "version": embedder.version},
        "warnings": [note] if note else [],
    }


def run_opinions(options: argparse.Namespace) -> dict[str, Any]:
    from yoriai.listening.opinions.export import read_comments, read_votes  # noqa: PLC0415
    from yoriai.listening.opinions.output import opinions_json  # noqa: PLC0415
    from yoriai.listening.opinions.page import opinions_page  # noqa: PLC0415
    from yoriai.listening.opinions.summary import opinions  # noqa: PLC0415

    votes = read_votes(options.file)
    comments = read_comments(options.comments) if options.comments else ()
    found = opinions(votes, comments)
    options.page = lambda _: opinions_page(found, options.lang)
    return opinions_json(found)


def _progress(size: int) -> Callable[[str, int, int], None] | None:
    """Progress on standard error for long work only."""
    if size < 2_000:
        return None

    def tell(step: str, done: int, total: int) -> None:
        sys.stderr.write(f"\r{step} {done}/{total}" if step == "read" else f"\n{step} {total}\n")
        sys.stderr.flush()

    return tell
