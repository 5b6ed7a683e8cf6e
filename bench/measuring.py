"""Speed budget of the measuring kernel: figure, budget, verdict (CPU seconds, peak memory).

python bench/measuring.py
"""

import csv
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from yoriai.measuring.lifetime import bgnbd
from yoriai.measuring.lifetime.history import Customers
from yoriai.measuring.tests.simulation import shop
from yoriai.measuring.uplift.result import uplift
from yoriai.measuring.uplift.table import people

Row = tuple[str, float, float, str]


def rows() -> Iterator[Row]:
    yield "import yoriai.measuring", _cpu_of(["-c", "import yoriai.measuring"])[0], 0.3, "s"
    yield "yoriai measure --help", _cpu_of(["-m", "yoriai.cli", "measure", "--help"])[0], 0.5, "s"
    yield "BG/NBD fit, 2,357 customers", _cpu(lambda: bgnbd.fit_bgnbd(_customers(2_357))), 0.3, "s"
    yield "BG/NBD fit, 100,000 customers", _cpu(lambda: bgnbd.fit_bgnbd(_customers(100_000))), 5, "s"
    yield "uplift, 2,000 people", _cpu(lambda: uplift(_shop(2_000))), 5, "s"
    yield "uplift, 100,000 people", _cpu(lambda: uplift(_shop(100_000))), 60, "s"
    with tempfile.TemporaryDirectory() as folder:
        yield from _files(Path(folder))


def _files(folder: Path) -> Iterator[Row]:
    half = _purchase_file(folder / "half.csv", 50_000, 500_000)
    columns = ["--id", "id", "--date", "date", "--amount", "yen"]
    spent, memory = _measure("repurchase", half, *columns)
    yield "cohort table, 500,000 lines", spent, 10, "s"
    yield "cohort table, 500,000 lines, memory", memory, 500, "MB"
    whole = _purchase_file(folder / "whole.csv", 100_000, 1_000_000)
    total = 0.0
    for name in ("repurchase", "lifetime"):
        spent, memory = _measure(name, whole, *columns)
        total += spent
        yield f"{name}, 100,000 customers, 1 M lines, memory", memory, 1_000, "MB"
    yield "repurchase + lifetime, 100,000 customers, 1 M lines", total, 60, "s"


def _measure(name: str, path: str, *options: str) -> tuple[float, float]:
    return _cpu_of(["-m", "yoriai.cli", "measure", name, path, *options])


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _cpu_of(arguments: list[str]) -> tuple[float, float]:
    """CPU seconds and the largest resident memory (MB) of a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # The memory figure is the largest of all children so far; the small ones run first.
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, after.ru_maxrss / 1024


def _customers(n: int) -> Customers:
    """People observed for 27 to 39 weeks who buy and drop out as BG/NBD says."""
    rng = np.random.default_rng(0)
    age = rng.uniform(27, 39, n)
    pace, leave = rng.gamma(0.25, 1 / 4.4, n), rng.beta(0.8, 2.4, n)
    x, last, clock, active = np.zeros(n), np.zeros(n), np.zeros(n), np.ones(n, bool)
    while active.any():
        clock = clock + rng.exponential(1, n) / np.maximum(pace, 1e-9)
        active &= clock < age
        x, last = x + active, np.where(active, clock, last)
        active &= rng.random(n) > leave
    return Customers(x, last, age, np.ones(n))


def _shop(n: int):
    s = shop(n, "recorded", 0.0, 0)
    numbers = {"last": s.windows[2], "second": s.windows[1], "earliest": s.windows[0], "score": s.score}
    return people(s.joined, s.after, numbers, {}, "last", "earliest")


def _purchase_file(path: Path, customers: int, lines: int) -> str:
    rng = np.random.default_rng(0)
    share = rng.gamma(0.6, 1, customers)
    who = rng.choice(customers, lines, p=share / share.sum())
    days = [(date(2025, 1, 1) + timedelta(days=d)).isoformat() for d in range(540)]
    day, yen = rng.integers(0, 540, lines), rng.integers(100, 5_000, lines)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "date", "yen"])
        writer.writerows((f"{a:06d}", days[b], c) for a, b, c in zip(who, day, yen, strict=True))
    return str(path)


def main() -> int:
    good = True
    for figure, value, budget, unit in rows():
        met = value <= budget
        good &= met
        sys.stdout.write(f"{figure:<52} {value:9.2f} {unit:<3} budget {budget:6.1f}  {'met' if met else 'short'}\n")
        sys.stdout.flush()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
