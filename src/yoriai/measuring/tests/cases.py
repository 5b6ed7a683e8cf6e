"""One good file and several that must be refused, for every measure: written by the tests themselves."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from yoriai.measuring.tests.files import BEFORE, SHOP, UPLIFT, shop_rows, write

Rows = list[tuple]
Case = tuple[str, Sequence[str], Rows, list[str]]  # measure, header, rows, options

VISITS = ["--id", "id", "--date", "date"]
BOUGHT = ["--bought", "bought", "--group", "group"]
PANEL = ["--id", "shop", "--period", "t", "--outcome", "y", "--treated-from", "g"]
DAYS = ["--duration", "days", "--event", "back", "--group", "group"]
LABEL = ["--store", "s", "--week", "w", "--label", "l", "--sales", "y"]
KANO = ["--functional", "f", "--dysfunctional", "d", "--feature", "what"]
PRICES = ["--too-cheap", "a", "--cheap", "b", "--expensive", "c", "--too-expensive", "d"]
SCORE = ["--score", "s", "--group", "group"]


def visits(people: int, seed: int = 1) -> Rows:
    """Purchases of half a year: everybody once, some again and again."""
    rng = random.Random(seed)
    return [
        (f"m{i:04d}", f"2026-{1 + day // 28:02d}-{1 + day % 28:02d}", 100 + rng.randrange(900))
        for i in range(people)
        for day in sorted({i % 60, *(rng.randrange(168) for _ in range(rng.choice((0, 0, 1, 2, 5))))})
    ]


def bought(people: int, of: int = 2) -> Rows:
    return [("参加" if i % of else "ほか", int(i % 5 < 3)) for i in range(people)]


def panel(units: int, joined: int, seed: int = 2) -> Rows:
    rng = random.Random(seed)
    return [
        (f"店{u}", t, 10 + t + rng.gauss(0, 1) + 2 * (u < joined and t >= 4), 4 if u < joined else "")
        for u in range(units)
        for t in range(1, 7)
    ]


def days(people: int, seed: int = 3) -> Rows:
    rng = random.Random(seed)
    return [("早い返事" if i % 2 else "ほか", rng.randrange(1, 90), int(rng.random() < 0.7)) for i in range(people)]


def labels(stores: int, weeks: int, seed: int = 4) -> Rows:
    rng = random.Random(seed)
    halves = [rng.sample(range(weeks), weeks // 2) for _ in range(stores)]
    return [
        (s, w, int(w in halves[s]), round(50 * (1 + s) * (1 + 0.2 * (w in halves[s])) + rng.random() * 9))
        for s in range(stores)
        for w in range(weeks)
    ]


def kano(people: int) -> Rows:
    return [("1" if i % 4 else "3", "3" if i % 3 else "5", what) for i in range(people) for what in ("小袋", "減塩")]


def prices(people: int) -> Rows:
    return [(40 + i % 7 * 5, 80 + i % 11 * 3, 120 + i % 5 * 4, 160 + i % 13 * 5) for i in range(people)]


def ties(people: int, seed: int = 5) -> Rows:
    rng = random.Random(seed)
    return [(f"p{rng.randrange(people)}", f"p{rng.randrange(people)}") for _ in range(4 * people)]


def network(folder: Path, people: int, groups: int) -> list[str]:
    """The options of the network with the file of its departments written beside it."""
    who = write(
        folder / f"who{people}{groups}.csv", ["p", "g"], [(f"p{i}", f"部署{i % groups}") for i in range(people)]
    )
    return ["--from", "x", "--to", "y", "--people", who, "--person", "p", "--group", "g"]


def good(folder: Path) -> dict[str, Case]:
    """A file of each measure that may be told."""
    return {
        "repurchase": ("repurchase", ["id", "date", "yen"], visits(60), VISITS),
        "repurchase-groups": ("repurchase", ["group", "bought"], bought(80), BOUGHT),
        "nps": ("nps", ["group", "s"], [("参加" if i % 2 else "ほか", 10 - i % 9) for i in range(60)], SCORE),
        "uplift": ("uplift", SHOP, shop_rows(300, "lot", 0.5, 3), [*UPLIFT, *BEFORE, "--id", "id"]),
        "did": ("did", ["shop", "t", "y", "g"], panel(20, 8), PANEL),
        "lifetime": ("lifetime", ["id", "date", "yen"], visits(320), [*VISITS, "--amount", "yen"]),
        "survival": ("survival", ["group", "days", "back"], days(60), DAYS),
        "label-test": ("label-test", "swly", labels(4, 6), [*LABEL, "--draws", "499"]),
        "kano": ("kano", ["f", "d", "what"], kano(30), KANO),
        "psm": ("psm", "abcd", prices(40), PRICES),
        "network": ("network", "xy", ties(40), network(folder, 40, 4)),
    }


def refused(folder: Path) -> dict[str, Case]:
    """Files of which no figure may be told, with the reason first in the name."""
    apart = [(i, int(i < 30), i % 4, i % 3 + 9 * (i < 30), i % 5, i % 4, 1, i % 2) for i in range(80)]
    return {
        "few_people-repurchase": ("repurchase", ["id", "date", "yen"], visits(6), VISITS),
        "few_people-groups": ("repurchase", ["group", "bought"], bought(40, 8), BOUGHT),
        "all_alike-groups": (
            "repurchase",
            ["group", "bought"],
            [("a" if i % 2 else "b", 1) for i in range(50)],
            BOUGHT,
        ),
        "few_people-nps": ("nps", ["group", "s"], [("x", 9)] * 7, SCORE[:2]),
        "few_people-nps-groups": ("nps", ["group", "s"], [("a", 9)] * 30 + [("b", 3)] * 7, SCORE),
        "one_group-nps": ("nps", ["group", "s"], [("a", 9)] * 30, SCORE),
        "few_treated-uplift": ("uplift", SHOP, shop_rows(28, "lot", 0.5, 3), [*UPLIFT, *BEFORE]),
        "separation-uplift": ("uplift", SHOP, apart, [*UPLIFT, *BEFORE]),
        "constant_outcome-uplift": ("uplift", SHOP, [(*r[:2], 1, *r[3:]) for r in shop_rows(99, "lot", 0, 1)], UPLIFT),
        "few_treated-did": ("did", ["shop", "t", "y", "g"], panel(9, 2), PANEL),
        "few_people-lifetime": ("lifetime", ["id", "date", "yen"], visits(40), VISITS),
        "few_people-survival": ("survival", ["group", "days", "back"], days(8), DAYS[:4]),
        "few_people-survival-groups": ("survival", ["group", "days", "back"], days(18), DAYS),
        "not_observed_so_long-survival": ("survival", ["group", "days", "back"], days(60), [*DAYS, "--at", "200"]),
        "one_group-survival": ("survival", ["group", "days", "back"], [("a", *row[1:]) for row in days(40)], DAYS),
        "few_units-label-test": ("label-test", "swly", labels(1, 4), LABEL),
        "few_people-kano": ("kano", ["f", "d", "what"], kano(9), KANO),
        "questionable-kano": ("kano", ["f", "d", "what"], [("1", "1", "小袋")] * 25, KANO),
        "few_people-psm": ("psm", "abcd", prices(12), PRICES),
        "few_people-network": ("network", "xy", ties(7), network(folder, 7, 2)),
        "one_group-network": ("network", "xy", ties(20), network(folder, 20, 1)),
        "no_groups-network": ("network", "xy", ties(20), ["--from", "x", "--to", "y"]),
    }


GOOD = (
    "repurchase", "repurchase-groups", "nps", "uplift", "did", "lifetime", "survival", "label-test", "kano", "psm", "network",
)  # fmt: skip
REFUSED = (
    "few_people-repurchase", "few_people-groups", "all_alike-groups", "few_people-nps", "few_people-nps-groups",
    "one_group-nps", "few_treated-uplift", "separation-uplift", "constant_outcome-uplift", "few_treated-did",
    "few_people-lifetime", "few_people-survival", "few_people-survival-groups", "not_observed_so_long-survival",
    "one_group-survival",
    "few_units-label-test", "few_people-kano", "questionable-kano", "few_people-psm", "few_people-network",
    "one_group-network", "no_groups-network",
)  # fmt: skip


def arguments(folder: Path, case: Case, change: Callable[[Rows], Rows] = list) -> list[str]:
    """The command line of a case, its file written with the rows changed by ``change``."""
    measure, header, rows, options = case
    return [measure, write(folder / f"{measure}.csv", list(header), change(rows)), *options]
