"""Agreement with other packages: their recorded answers (bench/measuring_oracles_export.py), replayed here."""

import json
from pathlib import Path

import numpy as np
import pytest

from yoriai.measuring import network as net
from yoriai.measuring.staggered import balance, staggered
from yoriai.measuring.survival import kaplan_meier

THEIRS = json.loads((Path(__file__).parent / "oracles.json").read_text())


def test_kaplan_meier_agrees_with_lifelines():
    curve = kaplan_meier(np.array(THEIRS["days"]), np.array(THEIRS["seen"]))
    theirs = {t: v for t, *v in zip(*(THEIRS[k] for k in ("t", "s", "low", "high")), strict=True)}
    assert all(
        [s.share.value, s.share.low, s.share.high] == pytest.approx(theirs[s.t], abs=1e-6)
        for s in curve.steps
        if s.share.value > 0
    )


def test_network_measures_agree_with_networkx_on_the_karate_club():
    club = net.network(len(THEIRS["club"]), np.array(THEIRS["ties"]), directed=False)
    group = np.array([int(side != THEIRS["club"][0]) for side in THEIRS["club"]])
    found = net.crossing(club, group)
    assert net.density(club) == pytest.approx(THEIRS["density"])
    assert found.assortativity == pytest.approx(THEIRS["assortativity"])
    assert found.modularity == pytest.approx(THEIRS["modularity"])


def test_brokerage_agrees_with_networkx_on_the_karate_club():
    club = net.network(len(THEIRS["club"]), np.array(THEIRS["ties"]), directed=False)
    assert net.betweenness(club) == pytest.approx(THEIRS["betweenness"])
    assert net.constraint(club) == pytest.approx(THEIRS["constraint"])


def test_group_time_effects_agree_with_csdid():
    did = THEIRS["did"]
    found = staggered(balance(did["unit"], *(np.array(did[k]) for k in ("period", "y", "first"))))
    theirs = zip(did["group"], did["year"], did["att"], did["se"], strict=True)
    expected = {(g, t): (att, se) for g, t, att, se in theirs}
    ours = {(c.cohort, c.period): (c.effect.value, c.effect.se) for c in found.cells}
    assert {k: pytest.approx(v, rel=1e-5, abs=1e-6) for k, v in ours.items()} == {k: expected[k] for k in ours}
