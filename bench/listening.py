"""Speed figures of the listening kernel: CPU seconds of one thread, peak memory, answer times.

`python bench/listening.py` prints the rows up to 10,000 voices; `--all` adds 100,000. Exit 1 if a budget is missed.
"""
# ruff: noqa: PLC0415 – a bench prints; the command is timed before anything heavy is imported

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
from listening_voices import voices

missed = 0


def row(figure: str, value: float, unit: str, budget: float) -> None:
    global missed
    verdict = "met" if value <= budget else "SHORT"
    missed += verdict == "SHORT"
    print(f"{figure:<58} {value:>9.2f} {unit:<4} <= {budget:g} {unit:<4} {verdict}", flush=True)


def command(size: int, folder: Path) -> tuple[float, float, float]:
    """(CPU s, MB, wall s) of `yoriai listen` in a process of its own, with JSON and page."""
    table = folder / f"{size}.csv"
    rows = [f'{v.id},{v.person},"{v.text}"' for v in voices(size)]
    table.write_text("\n".join(["id,person,text", *rows]), encoding="utf-8")
    script = "import sys; from yoriai.cli import main; sys.exit(main(sys.argv[1:]))"
    words = ["listen", str(table), "--text", "text", "--id", "id", "--person", "person"]
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", script, *words, "--html", str(folder / f"{size}.html")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"yoriai listen failed at {size} voices")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, time.perf_counter() - started


def cold(size: int, cpu: float, memory: float | None, minutes: float | None, folder: Path) -> None:
    seconds, mega, wall = command(size, folder)
    row(f"{size:,} voices, cold, all in: CPU", seconds, "s", cpu)
    if memory:
        row(f"{size:,} voices: peak memory", mega, "MB", memory)
    if minutes:
        row(f"{size:,} voices: wall clock", wall / 60, "min", minutes)


def help_time() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    script = "import sys; from yoriai.cli import main; sys.exit(main(sys.argv[1:]))"
    subprocess.run([sys.executable, "-c", script, "listen", "--help"], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    row(
        "yoriai listen --help: CPU",
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "s",
        0.5,
    )


def placing(size: int) -> None:
    from yoriai.listening.embedders import default_embedder
    from yoriai.listening.placing import Placing
    from yoriai.listening.themes import listen

    known = voices(size)
    held = Placing(known, listen(known).themes, default_embedder()[0])
    row(f"a new voice placed among {size:,}: p95", _p95(held.place), "ms", 300)


def typing(size: int) -> None:
    from yoriai.listening.embedders import default_embedder
    from yoriai.listening.search import SimilarIndex

    index = SimilarIndex(voices(size), default_embedder()[0])
    row(f"similar while typing among {size:,}: p95", _p95(index.search), "ms", 150)


def _p95(answer: object) -> float:
    questions = [voice.text for voice in voices(80, seed=11)] + [
        "でかい",
        "ｶﾚｰﾊﾟﾝ",
        "カレーパン",
        "駅前",
        "大きい",
    ] * 4
    spent = []
    for question in questions:
        started = time.process_time()
        answer(question)  # type: ignore[operator]
        spent.append(1000 * (time.process_time() - started))
    return float(np.percentile(spent[5:], 95))


def opinion_groups() -> None:
    from yoriai.listening.opinions.summary import opinions
    from yoriai.listening.opinions.votes import Votes

    chance = np.random.default_rng(1)
    side, lean = chance.integers(0, 3, 2000), chance.uniform(-1, 1, (3, 900))
    values = {}
    for person in range(2000):
        seen = chance.choice(900, int(chance.integers(3, 200)), replace=False)
        votes = np.sign(lean[side[person], seen] + 0.8 * chance.normal(size=len(seen)))
        values[str(person)] = {str(s): int(v) for s, v in zip(seen, votes, strict=True)}
    started = time.process_time()
    found = opinions(Votes(values, ()))
    row(f"opinion groups, 2,000 × 900 ({found.chosen} groups): CPU", time.process_time() - started, "s", 2)


def main(arguments: list[str]) -> None:
    help_time()
    opinion_groups()
    with tempfile.TemporaryDirectory() as name:
        cold(1_000, 5, None, None, Path(name))
        cold(10_000, 45, 700, None, Path(name))
        if "--all" in arguments:
            cold(100_000, 900, 2_048, 15, Path(name))
    placing(10_000)
    typing(50_000)


if __name__ == "__main__":
    main(sys.argv[1:])
    sys.exit(int(missed > 0))
