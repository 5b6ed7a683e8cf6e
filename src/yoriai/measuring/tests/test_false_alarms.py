"""The promise of the kernel, by simulation: figures for many more draws come from bench/measuring_quality.py."""

import numpy as np
import pytest

from yoriai.measuring.label_design import draw_labels
from yoriai.measuring.label_test import Panel, label_test
from yoriai.measuring.tests.simulation import WAYS, shop
from yoriai.measuring.uplift.result import uplift
from yoriai.measuring.uplift.table import people


def judged(way, seed):
    s = shop(400, way, 0.0, seed)
    earliest, second, last = s.windows
    numbers = {"last": last, "second": second, "earliest": earliest, "score": s.score, "store": s.store}
    return uplift(people(s.joined, s.after, numbers, {}, "last", "earliest")).verdict


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_no_effect_is_rarely_called_clear(way):
    assert np.mean([judged(way, seed) == "clear" for seed in range(40)]) <= 0.05


@pytest.mark.slow
@pytest.mark.parametrize(("design", "stores", "weeks"), [("store", 8, 4), ("week", 3, 12), ("store-week", 4, 8)])
def test_label_without_effect_is_rarely_significant(design, stores, weeks):
    store, week = (g.ravel() for g in np.meshgrid(range(stores), range(weeks), indexing="ij"))
    alarms = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        y = rng.normal(0, 1, stores)[store] + rng.normal(0, 0.5, weeks)[week] + rng.normal(0, 0.2, len(store))
        label = draw_labels(design, stores, weeks, seed).ravel()
        alarms.append(label_test(Panel(y, label, store, week), design, draws=499).p <= 0.05)
    assert np.mean(alarms) <= 0.05 + 2 * (0.05 * 0.95 / 200) ** 0.5
