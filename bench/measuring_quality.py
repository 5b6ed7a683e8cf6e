"""Coverage and false alarms of the measuring kernel, by simulation with a known truth.

    python bench/measuring_quality.py [singles] [selection] [labels] [--draws N] [--people 150,400,2000]

Each row: figure, goal, verdict. Everything is seeded.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from math import comb, factorial

import numpy as np

from yoriai.measuring import label_test, means, nps, proportions, survival
from yoriai.measuring.estimate import Interval
from yoriai.measuring.invitation import intention_to_treat
from yoriai.measuring.label_design import draw_labels
from yoriai.measuring.simulation import WAYS, Shop, shop
from yoriai.measuring.uplift.result import Uplift, uplift
from yoriai.measuring.uplift.table import people

SIZES = (10, 30, 100)
Row = tuple[str, float, str, bool]


def singles(draws: int) -> Iterator[Row]:
    """Coverage of every single-figure interval; proportions and NPS by exact enumeration."""
    for n in SIZES:
        for p in (0.3, 0.5, 0.73):
            share = _exact_wilson(n, p)
            yield f"Wilson n={n} p={p}", share, ">= 0.93", share >= 0.93
        # Coverage of a count jumps with p: the mean over p is usually told, single points are harder.
        share = float(np.mean([_exact_wilson(n, p) for p in np.arange(0.05, 0.951, 0.01)]))
        yield f"Wilson n={n} mean over p 0.05-0.95", share, ">= 0.93", share >= 0.93
        for p1, p2 in ((0.6, 0.4), (0.8, 0.4)):
            share = _exact_newcombe(n, p1, n, p2)
            yield f"Newcombe n={n}+{n} {p1}-{p2}", share, ">= 0.93", share >= 0.93
        for p, d in ((0.45, 0.15), (0.80, 0.05), (0.95, 0.01)):
            share = _exact_nps(n, p, d)
            yield f"NPS n={n} true {100 * (p - d):+.0f}", share, ">= 0.93", share >= 0.93
        for name, draw, truth in _skewed(n):
            share = np.mean([_covers(means.mean_interval(draw(i)), truth) for i in range(draws)])
            yield f"mean n={n} {name}", float(share), ">= 0.93", bool(share >= 0.93)
        share = np.mean([_km_covers(n, i) for i in range(draws)])
        yield f"Kaplan-Meier n={n} at the median", float(share), ">= 0.93", bool(share >= 0.93)
        share = np.mean([_itt_covers(n, i) for i in range(draws)])
        yield f"invitation n={n}+{n} in 2 blocks", float(share), ">= 0.93", bool(share >= 0.93)


def selection(draws: int, sizes: list[int]) -> Iterator[Row]:
    """False "clear" and power of the uplift under three ways of joining, three before windows."""
    for way in WAYS:
        for n in sizes:
            null = [uplift(_people(shop(n, way, 0.0, 10_000 + i))) for i in range(draws)]
            false = float(np.mean([u.verdict == "clear" for u in null]))
            both = float(np.mean([_both(u) for u in null]))
            yield f"false clear {way} n={n}", false, "<= 0.05", false <= 0.05
            yield f"false AIPW and DiD {way} n={n}", both, "<= 0.05", both <= 0.05
            fires = float(np.mean([u.placebo is not None and u.placebo.side != 0 for u in null]))
            yield f"placebo fires {way} n={n}", fires, "told", True
            yield from _with_effect(way, n, draws)


def _with_effect(way: str, n: int, draws: int) -> Iterator[Row]:
    shops = [shop(n, way, 0.3, 20_000 + i) for i in range(draws)]
    found = [uplift(_people(s)) for s in shops]
    seen = float(np.mean([_both(u) for u in found]))
    yield f"seen by both {way} n={n}", seen, ">= 0.90 at 2000", n < 2_000 or seen >= 0.90
    if way == "hidden":
        hull = [_in_hull(u, s.att) for u, s in zip(found, shops, strict=True)]
        yield f"hull covers {way} n={n}", float(np.mean(hull)), ">= 0.93", bool(np.mean(hull) >= 0.93)
    else:
        covered = [_covers(u.aipw, s.att) for u, s in zip(found, shops, strict=True)]
        yield f"AIPW covers {way} n={n}", float(np.mean(covered)), ">= 0.93", bool(np.mean(covered) >= 0.93)


def labels(draws: int) -> Iterator[Row]:
    """False alarms of the label test under strong store effects, in every design."""
    for design, stores, weeks in (("store", 8, 4), ("week", 3, 12), ("store-week", 4, 8)):
        alarms = float(np.mean([_label_p(design, stores, weeks, i) <= 0.05 for i in range(draws)]))
        yield (
            f"label false alarms {design}",
            alarms,
            "<= 0.05 + 2 se",
            alarms <= 0.05 + 2 * (0.05 * 0.95 / draws) ** 0.5,
        )


def _people(s: Shop):
    earliest, second, last = s.windows
    numbers = {"last": last, "second": second, "earliest": earliest, "score": s.score, "store": s.store}
    return people(s.joined, s.after, numbers, {}, "last", "earliest")


def _both(u: Uplift) -> bool:
    return u.did is not None and u.aipw.side != 0 and u.aipw.side == u.did.side


def _in_hull(u: Uplift, truth: float) -> bool:
    assert u.did is not None
    return min(u.aipw.low, u.did.low) <= truth <= max(u.aipw.high, u.did.high)


def _covers(interval: Interval, truth: float) -> bool:
    return interval.low <= truth <= interval.high


def _binomial(n: int, p: float) -> list[float]:
    return [comb(n, x) * p**x * (1 - p) ** (n - x) for x in range(n + 1)]


def _exact_wilson(n: int, p: float) -> float:
    return sum(
        chance for x, chance in enumerate(_binomial(n, p)) if _covers(proportions.wilson(proportions.Count(x, n)), p)
    )


def _exact_newcombe(n1: int, p1: float, n2: int, p2: float) -> float:
    first, second = _binomial(n1, p1), _binomial(n2, p2)
    return sum(
        a * b
        for x, a in enumerate(first)
        for y, b in enumerate(second)
        if a * b > 1e-12 and _covers(proportions.newcombe(proportions.Count(x, n1), proportions.Count(y, n2)), p1 - p2)
    )


def _exact_nps(n: int, p: float, d: float) -> float:
    total = 0.0
    for a in range(n + 1):
        for b in range(n + 1 - a):
            c = n - a - b
            ways = factorial(n) // (factorial(a) * factorial(b) * factorial(c))
            if _covers(nps.nps(nps.Answers(a, c, b)), 100 * (p - d)):
                total += ways * p**a * (1 - p - d) ** c * d**b
    return total


def _skewed(n: int) -> Iterator[tuple[str, Callable[[int], np.ndarray], float]]:
    yield "normal", lambda i: np.random.default_rng(i).normal(5, 2, n), 5.0
    yield (
        "log-normal yen (sigma 0.5)",
        lambda i: np.random.default_rng(i).lognormal(7, 0.5, n),
        float(np.exp(7.125)),
    )


def _km_covers(n: int, seed: int) -> bool:
    rng = np.random.default_rng(seed)
    back, end = rng.exponential(40, n), rng.uniform(20, 120, n)
    t = 40 * np.log(2)
    share = survival.kaplan_meier(np.minimum(back, end), back <= end).at(t)
    return share is None or _covers(share, 0.5)


def _itt_covers(n: int, seed: int) -> bool:
    rng = np.random.default_rng(seed)
    blocks = np.repeat(["a", "b"], n)
    invited = np.tile([True, False], n)
    chance = np.where(blocks == "a", 0.35, 0.6) + 0.2 * invited
    outcome = (rng.random(2 * n) < chance).astype(float)
    return _covers(intention_to_treat(invited, outcome, blocks.tolist()), 0.2)


def _label_p(design: str, stores: int, weeks: int, seed: int) -> float:
    rng = np.random.default_rng(seed)
    store, week = (grid.ravel() for grid in np.meshgrid(range(stores), range(weeks), indexing="ij"))
    y = rng.normal(0, 1, stores)[store] + rng.normal(0, 0.5, weeks)[week] + rng.normal(0, 0.2, len(store))
    drawn = draw_labels(design, stores, weeks, seed).ravel()
    return label_test.label_test(label_test.Panel(y, drawn, store, week), design, draws=499, seed=seed).p


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["singles", "selection", "labels"])
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--people", default="150,400,2000")
    options = parser.parse_args()
    sizes = [int(n) for n in options.people.split(",")]
    parts = {
        "singles": lambda: singles(options.draws),
        "selection": lambda: selection(options.draws, sizes),
        "labels": lambda: labels(options.draws),
    }
    good = True
    for part in options.parts:
        for figure, value, goal, met in parts[part]():
            good &= met
            sys.stdout.write(f"{figure:<40} {value:7.3f}   {goal:<18} {'met' if met else 'short'}\n")
            sys.stdout.flush()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
