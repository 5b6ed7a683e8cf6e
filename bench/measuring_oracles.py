"""Compares the measuring kernel with other packages and with the data of the classic papers.

    python bench/measuring_oracles.py var/oracles

The folder is written by `bench/measuring_oracles_export.py`. Each row: figure, ours, theirs, verdict. Nothing
of the oracles is imported by the package.
"""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from yoriai.measuring import network as net
from yoriai.measuring.lifetime import bgnbd, discrete, gamma_gamma, pareto_nbd
from yoriai.measuring.lifetime.history import Customers
from yoriai.measuring.staggered import balance, staggered
from yoriai.measuring.survival import kaplan_meier
from yoriai.measuring.uplift.result import uplift
from yoriai.measuring.uplift.table import people

Row = tuple[str, float, float, float]  # figure, ours, theirs, allowed difference


def compare(folder: Path) -> Iterator[Row]:
    yield from _lifetime(folder)
    yield from _minimum_wage(folder)
    yield from _benchmark(folder)
    yield from _others(json.loads((folder / "answers.json").read_text()))


def _lifetime(folder: Path) -> Iterator[Row]:
    """Parameters of the papers on the papers' data, within 0.5 %, log-likelihood to one decimal."""

    x, recency, age, amount = _columns(
        folder / "cdnow_customers_summary_with_transactions.csv", "x", "t_x", "T", "zbar"
    )
    people = Customers(x, recency, age, np.ones(len(x)))
    donors = Customers(*_columns(folder / "donations.csv", "frequency", "recency", "periods", "weights"))
    published = (
        ("BG/NBD", bgnbd.NAMES, bgnbd.fit_bgnbd(people), (0.243, 4.414, 0.793, 2.426), -9582.4),
        (
            "Pareto/NBD",
            pareto_nbd.NAMES,
            pareto_nbd.fit_pareto_nbd(people),
            (0.553, 10.578, 0.606, 11.669),
            -9595.0,
        ),
        ("Gamma-Gamma", gamma_gamma.NAMES, gamma_gamma.fit_gamma_gamma(x, amount), (6.25, 3.74, 15.44), None),
        ("BG/BB", discrete.BGBB_NAMES, discrete.fit_bgbb(donors), (1.204, 0.750, 0.657, 2.783), -33225.6),
    )
    for model, names, found, values, ll in published:
        for name, ours, theirs in zip(names, found.parameters, values, strict=True):
            yield f"{model} {name}", float(ours), theirs, 0.005 * theirs
        if ll is not None:
            yield f"{model} log-likelihood", found.ll, ll, 0.0501


# Group, year, effect and standard error (bootstrap) as printed in the vignette of the method's own R package for its
# example: teen employment in 500 counties, no covariates, never treated as comparison.
COUNTIES = (
    (2004, 2004, -0.0105, 0.0243), (2004, 2005, -0.0704, 0.0331), (2004, 2006, -0.1373, 0.0412),
    (2004, 2007, -0.1008, 0.0358), (2006, 2004, 0.0065, 0.0230), (2006, 2005, -0.0028, 0.0210),
    (2006, 2006, -0.0046, 0.0175), (2006, 2007, -0.0412, 0.0196), (2007, 2004, 0.0305, 0.0147),
    (2007, 2005, -0.0027, 0.0156), (2007, 2006, -0.0311, 0.0179), (2007, 2007, -0.0261, 0.0175),
)  # fmt: skip
BY_EVENT = (
    (-3, 0.0305, 0.0157), (-2, -0.0006, 0.0136), (-1, -0.0245, 0.0144), (0, -0.0199, 0.0124), (1, -0.0510, 0.0163),
    (2, -0.1373, 0.0402), (3, -0.1008, 0.0354),
)  # fmt: skip


def _minimum_wage(folder: Path) -> Iterator[Row]:
    """Effects to four decimals, aggregates to three, standard errors within 15 %."""
    unit, year, first, employed = _columns(folder / "mpdta.csv", "countyreal", "year", "first.treat", "lemp")
    found = staggered(balance(unit.tolist(), year.astype(int), employed, first.astype(int)))
    cells = {(cell.cohort, cell.period): cell.effect for cell in found.cells}
    for group, t, effect, se in COUNTIES:
        yield f"counties {group}, {t}", cells[group, t].value, effect, 5e-5
        yield f"counties se {group}, {t}", cells[group, t].se or 0.0, se, 0.15 * se
    by = dict(found.dynamic.by)
    for since, effect, se in BY_EVENT:
        yield f"counties since {since:+d}", by[since].value, effect, 5e-4
        yield f"counties se since {since:+d}", by[since].se or 0.0, se, 0.15 * se
    yield "counties dynamic overall", found.dynamic.overall.value, -0.0772, 5e-4
    yield "counties se dynamic overall", found.dynamic.overall.se or 0.0, 0.0203, 0.15 * 0.0203
    yield "counties simple overall", found.simple.overall.value, -0.0400, 5e-4
    yield "counties group overall", found.group.overall.value, -0.0310, 5e-4


def _benchmark(folder: Path) -> Iterator[Row]:
    """Job training: the randomised truth is +1,794 dollars (se 671); the others come from a survey."""

    names = ("treat", "re78", "age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75")
    trained, survey = (np.stack(_columns(folder / f"{f}.csv", *names)) for f in ("nsw_mixtape", "cps_mixtape"))
    rows = np.concatenate([trained[:, trained[0] == 1], survey], axis=1)
    numbers = dict(zip(names[2:], rows[2:], strict=True))
    found = uplift(people(rows[0] == 1, rows[1], numbers, {}, "re75", "re74"))
    assert found.matched is not None
    yield "job training AIPW", found.aipw.value, 1794, 671
    yield "job training nearest match", found.matched.value, 1794, 671
    yield "job training truth inside AIPW range", float(found.aipw.low <= 1794 <= found.aipw.high), 1, 0
    yield "job training naive is flagged", float(found.naive_flag is not None), 1, 0
    yield "job training naive (told)", found.naive.value, found.naive.value, 0


def _others(theirs: dict) -> Iterator[Row]:

    curve = kaplan_meier(np.array(theirs["days"]), np.array(theirs["seen"]))
    for t in (10, 30, 60):
        place = max(i for i, at in enumerate(theirs["t"]) if at <= t)
        share = curve.at(t)
        assert share is not None
        yield f"Kaplan-Meier S({t})", share.value, theirs["s"][place], 1e-9
        yield f"Kaplan-Meier low({t})", share.low, theirs["low"][place], 1e-6
    n, ties = len(theirs["club"]), np.array(theirs["ties"])
    ours = net.network(n, ties, directed=False)
    group = np.array([theirs["club"][0] != club for club in theirs["club"]], int)
    crossing = net.crossing(ours, group)
    assert crossing is not None
    yield "karate club density", net.density(ours), theirs["density"], 5e-4
    yield "karate club assortativity", crossing.assortativity, theirs["assortativity"], 5e-4
    yield "karate club modularity", crossing.modularity, theirs["modularity"], 5e-4
    yield (
        "karate club betweenness (largest gap)",
        float(np.abs(net.betweenness(ours) - theirs["betweenness"]).max()),
        0,
        1e-9,
    )
    yield (
        "karate club constraint (largest gap)",
        float(np.abs(net.constraint(ours) - theirs["constraint"]).max()),
        0,
        1e-9,
    )
    did = theirs["did"]
    panel = balance(did["unit"], *(np.array(did[k]) for k in ("period", "y", "first")))
    cells = {(c.cohort, c.period): c.effect for c in staggered(panel).cells}
    for g, t, att, se in zip(did["group"], did["year"], did["att"], did["se"], strict=True):
        if (g, t) in cells:
            yield f"group-time effect {g}, {t}", cells[g, t].value, att, 5e-5
            yield f"group-time se {g}, {t}", cells[g, t].se or 0.0, se, 0.15 * se


def _columns(path: Path, *names: str):

    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [np.array([float(row[name]) for row in rows]) for name in names]


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write(__doc__ or "")
        return 2
    good = True
    for figure, ours, theirs, allowed in compare(Path(arguments[0])):
        met = abs(ours - theirs) <= allowed
        good &= met
        sys.stdout.write(f"{figure:<40} {ours:14.5f} {theirs:14.5f}   {'met' if met else 'short'}\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
