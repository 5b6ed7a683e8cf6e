"""Coverage of every 95 % interval of the measuring kernel at 10, 30 and 100, with a known truth.

    python bench/measuring_coverage.py [--draws N]

Shares and scores by exact enumeration, the rest by seeded draws. Each row: figure, share of ranges that hold the
truth, goal, verdict. A share of draws is judged with two standard errors of its own noise. One share is tried at 999
true values, and the lowest stands in the row; below it what other ranges of a share would hold, for comparison
(docs/decisions/0035), each with the mean width of the ranges of all counts against Wilson's.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from math import comb, factorial

import numpy as np
from scipy import optimize, stats

from yoriai.measuring import label_test, means, nps, proportions, psm, survival
from yoriai.measuring.estimate import Interval
from yoriai.measuring.invitation import effect_on_those_who_came, intention_to_treat
from yoriai.measuring.label_design import draw_labels
from yoriai.measuring.lifetime import bgnbd
from yoriai.measuring.lifetime.forecast import forecast
from yoriai.measuring.lifetime.history import Customers
from yoriai.measuring.staggered import balance, staggered
from yoriai.measuring.word_of_mouth import word_of_mouth

SIZES = (10, 30, 100)
GOAL = 0.93
SHARES = np.round(np.arange(0.001, 1, 0.001), 3)
Row = tuple[str, float, str]
Draw = Callable[[int, int], Interval | None]  # people, seed


def rows(draws: int) -> Iterator[Row]:
    for n in SIZES:
        yield from _share(n)
        for p1, p2 in ((0.6, 0.4), (0.8, 0.4)):
            yield _exact(f"Newcombe n={n}+{n} {p1}-{p2}", _newcombe(n, p1, n, p2))
        for p, d in ((0.45, 0.15), (0.80, 0.05), (0.95, 0.01)):
            yield _exact(f"NPS n={n} true {100 * (p - d):+.0f}", _nps(n, p, d))
        for name, draw, truth in DRAWN:
            yield _drawn(f"{name} n={n}", n, draw, truth, draws)
        for point in psm.POINTS:
            yield _drawn(f"price {point} n={n}", n, _price(point), PRICES[point], max(100, draws // 5))


def forecasts(draws: int) -> Iterator[Row]:
    """Purchases of the next half year, from 300 people on; the truth is what then happens."""
    for n in (300, 1_000):
        told = [_covers(*_ahead(n, seed)) for seed in range(draws)]
        noise = 2 * (GOAL * (1 - GOAL) / draws) ** 0.5
        yield f"forecast of {n} people", float(np.mean(told)), "met" if np.mean(told) >= GOAL - noise else "short"


def _ahead(n: int, seed: int) -> tuple[Interval, float]:
    """People who buy and drop out as BG/NBD says: 40 weeks are seen, 26 are foretold."""
    rng = np.random.default_rng(seed)
    pace, leave = rng.gamma(0.8, 1 / 6.0, n), rng.beta(1.2, 3.0, n)
    x, last, later, clock, active = np.zeros(n), np.zeros(n), 0, np.zeros(n), np.ones(n, bool)
    while active.any():
        clock = clock + rng.exponential(1, n) / np.maximum(pace, 1e-9)
        seen, active = active & (clock < 40), active & (clock < 66)
        later += int((active & ~seen).sum())
        x, last = x + seen, np.where(seen, clock, last)
        active &= rng.random(n) > leave
    people = Customers(x, last, np.full(n, 40.0), np.ones(n))
    return forecast(bgnbd.fit_bgnbd(people), people, 26.0, seed=seed), float(later)


def _exact(name: str, share: float) -> Row:
    return name, share, "met" if share >= GOAL else "short"


def _drawn(name: str, n: int, draw: Draw, truth: float, draws: int) -> Row:
    found = [draw(n, seed) for seed in range(draws)]
    told = [_covers(interval, truth) for interval in found if interval is not None]
    if not told:
        return f"{name} (refused)", 1.0, "met"
    noise = 2 * (GOAL * (1 - GOAL) / len(told)) ** 0.5
    return name, float(np.mean(told)), "met" if np.mean(told) >= GOAL - noise else "short"


def _covers(interval: Interval, truth: float) -> bool:
    return interval.low - 1e-9 <= truth <= interval.high + 1e-9


def _share(n: int) -> Iterator[Row]:
    chances = np.array([_binomial(n, p) for p in SHARES])
    found = {name: [one(proportions.Count(x, n)) for x in range(n + 1)] for name, one in OF_A_SHARE.items()}
    widths = {name: float(np.mean([one.half_width for one in ranges])) for name, ranges in found.items()}
    for name, ranges in found.items():
        held = (chances * [[_covers(one, p) for one in ranges] for p in SHARES]).sum(axis=1)
        where = f"lowest of {len(SHARES)} true shares ({SHARES[held.argmin()]})"
        row = _exact(f"{name} n={n}, {where}, width {widths[name] / widths['Wilson']:.3f}", float(held.min()))
        if name == "share":
            yield row
            yield _exact(f"share n={n}, mean of them", float(held.mean()))
        else:
            yield f"  {row[0]}", row[1], "compare"


def _binomial(n: int, p: float) -> list[float]:
    return [comb(n, x) * p**x * (1 - p) ** (n - x) for x in range(n + 1)]


def _by_tails(own: float) -> Callable[[proportions.Count], Interval]:
    """Clopper and Pearson's range (own = 1), or mid-P's, where the seen count is in the tails by half its chance."""

    def low(x: int, n: int) -> float:
        def tail(p: float) -> float:
            return stats.binom.sf(x, n, p) + own * stats.binom.pmf(x, n, p) - 0.025

        return optimize.brentq(tail, 0, 1) if x else 0.0

    return lambda count: Interval(count.share, low(count.x, count.n), 1 - low(count.n - count.x, count.n))


OF_A_SHARE: dict[str, Callable[[proportions.Count], Interval]] = {
    "share": proportions.share_interval,
    "Wilson": proportions.wilson,
    "mid-P": _by_tails(0.5),
    "Clopper-Pearson": _by_tails(1),
}


def _newcombe(n1: int, p1: float, n2: int, p2: float) -> float:
    first, second = _binomial(n1, p1), _binomial(n2, p2)
    return sum(
        a * b
        for x, a in enumerate(first)
        for y, b in enumerate(second)
        if a * b > 1e-12 and _covers(proportions.newcombe(proportions.Count(x, n1), proportions.Count(y, n2)), p1 - p2)
    )


def _nps(n: int, p: float, d: float) -> float:
    total = 0.0
    for a in range(n + 1):
        for b in range(n + 1 - a):
            c = n - a - b
            ways = factorial(n) // (factorial(a) * factorial(b) * factorial(c))
            if _covers(nps.nps(nps.Answers(a, c, b)), 100 * (p - d)):
                total += ways * p**a * (1 - p - d) ** c * d**b
    return total


def _nps_difference(n: int, seed: int) -> Interval:
    rng = np.random.default_rng(seed)
    first, second = (nps.Answers(*map(int, rng.multinomial(n, p))) for p in ((0.45, 0.4, 0.15), (0.7, 0.25, 0.05)))
    return nps.nps_difference(first, second)


def _paired(n: int, seed: int) -> Interval:
    table = np.random.default_rng(seed).multinomial(n, (0.4, 0.25, 0.1, 0.25))
    return proportions.newcombe_paired(*map(int, table))


def _strata(n: int, seed: int) -> Interval | None:
    rng = np.random.default_rng(seed)
    counts = {}
    part, rest = n // 4, n - 2 * (n // 4)
    strata = (("0", 0.2, part, rest), ("1-2", 0.4, rest, part), ("3-5", 0.6, part, part))
    for name, chance, mine, others in strata:
        came = (rng.binomial(mine, chance + 0.2), rng.binomial(others, chance))
        counts[name] = (proportions.Count(int(came[0]), mine), proportions.Count(int(came[1]), others))
    found = proportions.stratified_difference(counts)
    return None if found is None else found.difference


def _mean(n: int, seed: int) -> Interval:
    return means.mean_interval(np.random.default_rng(seed).normal(5, 2, n))


def _yen(n: int, seed: int) -> Interval:
    return means.mean_interval(np.random.default_rng(seed).lognormal(7, 0.5, n))


def _welch(n: int, seed: int) -> Interval:
    rng = np.random.default_rng(seed)
    return means.welch(rng.lognormal(7, 0.5, n), rng.lognormal(7, 0.5, n))


def _curve(n: int, seed: int, mean: float = 40) -> survival.Curve:
    rng = np.random.default_rng([seed, int(mean)])
    back, end = rng.exponential(mean, n), rng.uniform(20, 120, n)
    return survival.kaplan_meier(np.minimum(back, end), back <= end)


def _half_back(n: int, seed: int) -> Interval | None:
    return survival.returned_at(_curve(n, seed), 40 * np.log(2))


def _few_back(n: int, seed: int) -> Interval | None:
    return survival.returned_at(_curve(n, seed), -40 * np.log(0.9))


def _curves_apart(n: int, seed: int) -> Interval | None:
    return survival.difference_at(_curve(n, seed, 30), _curve(n, seed, 50), 30)


def _invited(n: int, seed: int) -> Interval:
    rng = np.random.default_rng(seed)
    blocks, invited = np.repeat(["a", "b"], n), np.tile([True, False], n)
    chance = np.where(blocks == "a", 0.35, 0.6) + 0.2 * invited
    return intention_to_treat(invited, (rng.random(2 * n) < chance).astype(float), blocks.tolist())


def _came(n: int, seed: int) -> Interval | None:
    rng = np.random.default_rng(seed)
    invited = np.arange(2 * n) < n
    came = invited & (rng.random(2 * n) < 0.6)
    return effect_on_those_who_came(invited, came, (rng.random(2 * n) < 0.4 + 0.3 * came).astype(float))


def _joined(n: int, seed: int):
    """n units in six periods, half of them joining at two times, each with its own level and an effect of 0.5."""
    rng = np.random.default_rng(seed)
    unit, t = np.repeat(np.arange(n), 6), np.tile(np.arange(1, 7), n)
    first = np.where(unit < n // 2, np.where(unit % 2, 4, 5), 0)
    y = rng.normal(size=n)[unit] + 0.2 * t + 0.5 * ((first > 0) & (t >= first)) + rng.normal(0, 0.5, len(unit))
    return staggered(balance(unit.tolist(), t, y, first))


def _one_cell(n: int, seed: int) -> Interval:
    return next(cell.effect for cell in _joined(n, seed).cells if (cell.cohort, cell.period) == (4, 5))


def _all_cells(n: int, seed: int) -> Interval:
    return _joined(n, seed).dynamic.overall


def _word(n: int, seed: int) -> Interval | None:
    rng = np.random.default_rng(seed)
    sent = [(f"p{i}", f"p{i}-{k}", bool(rng.random() < 0.3)) for i in range(n) for k in range(rng.poisson(1.0))]
    found = word_of_mouth([f"p{i}" for i in range(n)], sent)
    return None if found is None else found.k


def _label(n: int, seed: int) -> Interval:
    """About n store-weeks under strong store and week effects, a label worth 0.1 on the log scale."""
    stores, weeks = {10: (2, 6), 30: (4, 8), 100: (5, 20)}[n]
    rng = np.random.default_rng(seed)
    store, week = (grid.ravel() for grid in np.meshgrid(range(stores), range(weeks), indexing="ij"))
    drawn = draw_labels("store-week", stores, weeks, seed).ravel()
    y = rng.normal(0, 1, stores)[store] + rng.normal(0, 0.5, weeks)[week] + rng.normal(0, 0.2, len(store)) + 0.1 * drawn
    return label_test.label_test(label_test.Panel(y, drawn, store, week), "store-week", draws=499, seed=seed).effect


DRAWN: tuple[tuple[str, Draw, float], ...] = (
    ("NPS difference", _nps_difference, -35.0),
    ("paired shares", _paired, 0.15),
    ("difference by strata", _strata, 0.2),
    ("mean, normal", _mean, 5.0),
    ("mean, log-normal yen (sigma 0.5)", _yen, float(np.exp(7.125))),
    ("difference of means, yen", _welch, 0.0),
    ("Kaplan-Meier, half back", _half_back, 0.5),
    ("Kaplan-Meier, a tenth back", _few_back, 0.1),
    ("Kaplan-Meier difference", _curves_apart, float(np.exp(-0.6) - np.exp(-1))),
    ("invitation in two blocks", _invited, 0.2),
    ("effect on those who came", _came, 0.3),
    ("joining dates, one cell", _one_cell, 0.5),
    ("joining dates, overall", _all_cells, 0.5),
    ("word of mouth", _word, 0.3),
    ("label, store-weeks", _label, 0.1),
)


def _asked(n: int, seed: int) -> np.ndarray:
    """Four prices of n people who differ by a third in what they find dear, in yen."""
    rng = np.random.default_rng(seed)
    level = rng.lognormal(0, 0.35, n)[:, None] * np.array([60, 85, 120, 150])
    return np.sort(np.round(level * rng.lognormal(0, 0.12, (n, 4))), axis=1)


def _price(point: str) -> Draw:
    return lambda n, seed: psm.price_points(_asked(n, seed), seed=seed)[point]


def _true_prices() -> dict[str, float]:
    many = [psm.crossings(_asked(8_000, 1_000_000 + i)) for i in range(5)]
    return {point: float(np.mean([found[point] for found in many])) for point in psm.POINTS}


PRICES = _true_prices()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=2_000)
    good = True
    draws = parser.parse_args().draws
    for figure, value, verdict in chain(rows(draws), forecasts(max(100, draws // 5))):
        good &= verdict != "short"
        sys.stdout.write(f"{figure:<72} {value:7.4f}   >= {GOAL}   {verdict}\n")
        sys.stdout.flush()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
