"""Writes the data of the classic papers and the answers of other packages as files.

    bin/measuring-oracles && .oracles/measuring/bin/python bench/measuring_oracles_export.py var/oracles

Runs in the oracles' own environment; `bench/measuring_oracles.py` compares the files with the kernel.
"""

import importlib.resources as resources
import json
import sys
import warnings
from pathlib import Path

import causaldata
import lifelines
import moderndid
import networkx as nx
import numpy as np
import pandas as pd
from csdid.att_gt import ATTgt

warnings.filterwarnings("ignore")


def export(folder: Path) -> None:
    """Data sets, and the oracles' answers on simulated data and on a textbook network."""

    folder.mkdir(parents=True, exist_ok=True)
    data = resources.files("lifetimes.datasets")
    for name in ("cdnow_customers_summary_with_transactions.csv", "donations.csv"):
        (folder / name).write_text(data.joinpath(name).read_text())
    (folder / "mpdta.csv").write_text(moderndid.load_mpdta().write_csv())
    for name in ("nsw_mixtape", "cps_mixtape"):
        getattr(causaldata, name).load_pandas().data.to_csv(folder / f"{name}.csv", index=False)
    rng = np.random.default_rng(0)
    days, seen = rng.exponential(30, 80).round(), rng.random(80) < 0.7
    curve = lifelines.KaplanMeierFitter().fit(days, seen)
    limits = curve.confidence_interval_survival_function_
    graph = nx.karate_club_graph()
    clubs = nx.get_node_attributes(graph, "club")
    sides = [{n for n in graph if clubs[n] == club} for club in sorted(set(clubs.values()))]
    answers = {
        "days": days.tolist(), "seen": seen.tolist(), "t": curve.survival_function_.index.tolist(),
        "s": curve.survival_function_.iloc[:, 0].tolist(), "low": limits.iloc[:, 0].tolist(),
        "high": limits.iloc[:, 1].tolist(), "ties": list(graph.edges), "club": [clubs[n] for n in graph],
        "density": nx.density(graph), "assortativity": nx.attribute_assortativity_coefficient(graph, "club"),
        "modularity": nx.community.modularity(graph, sides, weight=None),
        "betweenness": list(nx.betweenness_centrality(graph, normalized=False).values()),
        "constraint": [nx.constraint(graph)[n] for n in graph], "did": _csdid(),
    }  # fmt: skip
    (folder / "answers.json").write_text(json.dumps(answers))


def _csdid() -> dict[str, list[float]]:
    """A simulated panel and the group-time effects of the csdid package on it."""

    rng = np.random.default_rng(1)
    rows = []
    for u in range(80):
        g, own = (0, 0, 2004, 2005)[u % 4], rng.normal()
        rows += [
            (u, 2001 + t, round(own + 0.2 * t + (g > 0 and 2001 + t >= g) * 0.5 + 0.4 * rng.normal(), 3), g)
            for t in range(6)
        ]
    frame = pd.DataFrame(rows, columns=["unit", "period", "y", "first"])
    found = ATTgt(yname="y", tname="period", idname="unit", gname="first", data=frame).fit(
        est_method="reg", bstrap=False
    )
    keep = {name: frame[name].tolist() for name in frame}
    result = found.results
    return keep | {
        "group": list(map(int, result["group"])),
        "year": list(map(int, result["year"])),
        "att": list(map(float, result["att"])),
        "se": list(map(float, result["se"])),
    }


if __name__ == "__main__":
    export(Path(sys.argv[1]))
