"""``yoriai measure network``: how much of the dialogue crosses the walls between departments."""

from argparse import Namespace

import numpy as np

from yoriai.measuring import network as kernel
from yoriai.measuring.arrays import Ints
from yoriai.measuring.commands.answer import Answer, Refused, Said, answer, limits
from yoriai.measuring.estimate import Verdict
from yoriai.measuring.reading.table import Table, read_table
from yoriai.measuring.reading.typed import select
from yoriai.measuring.reasons import Pair
from yoriai.measuring.refusal import BadInput, broken
from yoriai.measuring.suppression import hidden_cells
from yoriai.measuring.wording import counted, join

FEWEST = 10


def run(table: Table, o: Namespace) -> Answer:
    people = _people(o) if o.people or o.person or o.group else {}
    rows = select(table, [getattr(o, "from"), o.to, o.weight])
    ends = list(zip(rows.texts(getattr(o, "from")), rows.texts(o.to), strict=True))
    names = sorted({name for pair in ends for name in pair} | set(people))
    code = {name: i for i, name in enumerate(names)}
    weights = rows.numbers(o.weight, least=0) if o.weight else None
    net = kernel.network(
        len(names), np.array([[code[a], code[b]] for a, b in ends], np.int64), weights, not o.undirected
    )
    n = {"nodes": net.n, "edges": len(net.ties), "self_ties": net.self_ties, "excluded": rows.excluded}
    found: Answer = {
        "nodes": net.n,
        "edges": len(net.ties),
        "density": kernel.density(net),
        "reciprocity": kernel.reciprocity(net),
        "brokers": kernel.broker_count(net) if net.n >= FEWEST else None,
    }
    if not people:
        return answer("network", Refused(["no_groups"], _counted(net)), n=n, method="counts", **found)
    labels = sorted({group for group in people.values() if group})
    group = np.array([labels.index(people[name]) if people.get(name) else -1 for name in names], np.int64)
    crossing = kernel.crossing(net, group, o.level, o.seed) if len(labels) > 1 else None
    more = _crossing_keys(crossing, group, labels) if crossing else {}
    n["without_group"] = int((group < 0).sum())
    method = "E-I index with 1,999 permutations"
    return answer("network", _told(net, crossing, len(labels) < 2), n=n, method=method, **found, **more)


def _told(net: kernel.Network, crossing: kernel.Crossing | None, alone: bool) -> Said | Refused:
    refused = broken(few_people=net.n < FEWEST, one_group=alone, no_ties=not alone and crossing is None)
    if crossing is None or refused:
        return Refused(refused, _counted(net), max(0, FEWEST - net.n) or None)
    outside = not crossing.ei.low <= crossing.ei.value <= crossing.ei.high
    verdict: Verdict = "clear" if outside else "cannot_say"
    return Said(verdict, _say(net, crossing, verdict))


def _counted(net: kernel.Network) -> Pair:
    ties, people = counted(len(net.ties), ("本のつながり", "ties")), counted(net.n)
    return f"{people[0]}の{ties[0]}", f"{ties[1]} among {people[1]}"


def _crossing_keys(crossing: kernel.Crossing, group: Ints, labels: list[str]) -> Answer:
    sizes = {label: int((group == i).sum()) for i, label in enumerate(labels)}
    hidden = hidden_cells(sizes)
    shown = np.array([label not in hidden for label in labels])
    between = np.where(shown[:, None] & shown[None], crossing.between, -1)
    return {
        "ei": {**limits(crossing.ei), "expected": crossing.expected},
        "assortativity": crossing.assortativity,
        "modularity": crossing.modularity,
        "cross_share": crossing.cross_share,
        "groups": {label: None if label in hidden else size for label, size in sizes.items()},
        "between": {
            a: {b: None if between[i, j] < 0 else int(between[i, j]) for j, b in enumerate(labels)}
            for i, a in enumerate(labels)
        },
    }


def _say(net: kernel.Network, crossing: kernel.Crossing, verdict: Verdict) -> Pair:
    low, share, high = (50 * (1 + v) for v in (crossing.ei.low, crossing.ei.value, crossing.ei.high))
    said = (
        f"{net.n:,}人のつながりのうち、部署をまたぐのは{share:.0f}%です（たまたまなら{low:.0f}〜{high:.0f}%）。",
        f"Of the ties among {net.n:,} people {share:.0f}% cross departments (by chance {low:.0f} to {high:.0f} %).",
    )
    wall = ("はっきり、壁があります。", "Clearly there is a wall.")
    if verdict == "cannot_say":
        wall = ("壁があるかは、まだ分かりません。", "Whether there is a wall we cannot say yet.")
    elif crossing.ei.value > crossing.expected:
        wall = ("はっきり、よくまたいでいます。", "Clearly more than by chance.")
    return join(said, wall)


def _people(o: Namespace) -> dict[str, str]:
    if not (o.people and o.person and o.group):
        raise BadInput("--people PEOPLE.csv, --person and --group (columns of that file) are given together.")
    rows = select(read_table(o.people), [o.person, o.group], may_be_empty=[o.group])
    found: dict[str, str] = {}
    for who, group in zip(rows.texts(o.person), rows.texts(o.group), strict=True):
        if found.setdefault(who, group) != group:
            raise BadInput(f"{who!r} stands in two groups, {found[who]!r} and {group!r}.")
    return found
