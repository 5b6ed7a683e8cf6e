"""Which picture and which table each measure gets, from its answer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from yoriai.measuring.report.charts import Line, Range, bars, curves, forest
from yoriai.measuring.report.words import CLASSES, CURVES, LABELS, METHODS, PRICES, word
from yoriai.measuring.suppression import hidden_cells
from yoriai.measuring.wording import price

Found = dict[str, Any]
MOST_ROWS = 12
LIMITS = ("value", "low", "high")


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture (may be empty) with its table; the first column holds the names."""

    svg: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The answer that is drawn, in one language, under one title."""

    found: Found
    lang: str
    title: str

    def say(self, ja: str, en: str) -> str:
        return ja if self.lang == "ja" else en

    def label(self, key: str) -> str:
        return word(LABELS, key, self.lang)

    def ranges(self, rows: Iterable[Range | None], percent: bool = False, zero: bool = True) -> Figure:
        """Ranges side by side, as percent or as they are, with their table; a row that is None is left out."""
        shown = [row for row in rows if row][:MOST_ROWS]
        table = [(r.label, *(_number(v, percent) for v in (r.value, r.low, r.high))) for r in shown]
        return Figure(forest(shown, self.title, percent, zero), ("", *map(self.label, LIMITS)), table)


def figure(s: Sheet) -> Figure | None:
    """None where there is nothing to draw, and where the finding was refused and its picture would be that finding."""
    if s.found["refused"] and not _is_counted(s.found):
        return None
    drawn = FIGURES[s.found["measure"]](s)
    return drawn if drawn and drawn.rows else None


def _is_counted(found: Found) -> bool:
    """Counts of people, and groups of ten and more each by itself, may be drawn although the finding is refused."""
    return found["measure"] == "nps" or "summary" in found or (found["measure"] == "repurchase" and "groups" in found)


def _range(label: str, interval: Found | None, weak: bool = False, flag: str = "") -> Range | None:
    return Range(label, interval["value"], interval["low"], interval["high"], weak, flag) if interval else None


def _number(value: float | None, percent: bool) -> str:
    if value is None:
        return "–"
    return f"{value:.0%}" if percent else f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


def _repurchase(s: Sheet) -> Figure | None:
    groups = s.found.get("groups")
    if groups:
        rows = [_range(f"{name} ({g['n']:,})", g["rate"]) for name, g in groups.items() if g["n"]]
        return s.ranges(rows, percent=True, zero=False)
    cohorts = [c for c in s.found.get("cohorts") or [] if c["cells"]]
    if cohorts:
        return _cohorts(s, cohorts[-MOST_ROWS:])
    return s.ranges([_range(s.label("everybody"), s.found.get("rate"))], percent=True, zero=False)


def _cohorts(s: Sheet, cohorts: list[Found]) -> Figure:
    """The first cohorts as curves of the share who bought k periods later, and all in the table below."""
    width, weekly = min(8, max(len(c["cells"]) for c in cohorts)), s.found["cohort_unit"] == "week"
    first = s.say("はじめて来た週", "first came") if weekly else s.say("はじめて来た月", "first came")
    rows, lines = [], []
    for c in cohorts:
        name, cells = c["start"] if weekly else c["start"][:7], c["cells"]
        shares = [f"{cell['value']:.0%}" for cell in cells[:width]]
        rows.append((name, f"{c['n']:,}", *shares, *[""] * (width - len(shares))))
        points = tuple((cell["since"], cell["value"]) for cell in cells)
        lines.append(Line(name, points, tuple((cell["since"], cell["low"], cell["high"]) for cell in cells)))
    unit = s.say("週", " wk") if weekly else s.say("か月", " mo")
    drawn = curves([line for line in lines[:3] if len(line.points) > 1], s.title, unit, steps=False)
    return Figure(drawn, (first, s.say("人数", "n"), *(f"+{k + 1}" for k in range(width))), rows)


def _nps(s: Sheet) -> Figure:
    """Three classes only, small ones hidden: single scores of few people do not belong on paper."""
    hidden = hidden_cells({kind: s.found[kind] for kind in CLASSES})
    shown = {kind: word(CLASSES, kind, s.lang) for kind in CLASSES}
    rows = [(name, s.label("hidden") if kind in hidden else f"{s.found[kind]:,}") for kind, name in shown.items()]
    drawn = [] if hidden else [(name, s.found[kind]) for kind, name in shown.items()]
    return Figure(bars(drawn, s.title), (s.say("答え", "answer"), s.say("件", "n")), rows)


def _uplift(s: Sheet) -> Figure:
    flag = s.found["naive"]["flag"]
    weak = {"naive": s.say(flag, "not a fair comparison") if flag else "", "placebo": ""}
    return s.ranges(_range(word(METHODS, key, s.lang), s.found[key], key in weak, weak.get(key, "")) for key in METHODS)


def _did(s: Sheet) -> Figure:
    near = [part for part in s.found["dynamic"]["by"] if part["key"] >= -MOST_ROWS // 3]
    return s.ranges(_range(_since(s, part["key"]), part, weak=part["key"] < 0) for part in near)


def _since(s: Sheet, k: int) -> str:
    if k < 0:
        return s.say(f"加わる{-k}期前", f"{-k} before")
    return s.say(f"{k}期あと", f"{k} after") if k else s.say("加わった期", "when joining")


def _lifetime(s: Sheet) -> Figure | None:
    if "summary" not in s.found:
        points = tuple(enumerate(s.found["curve"]))
        rows = [(str(k), f"{share:.0%}") for k, share in points]
        return Figure(curves([Line("", points)], s.title, "", steps=False), ("", "%"), rows)
    words = (s.found.get("habits") or {}).get("words")
    counts = [("7+" if row["x"] == 7 else f"{row['x']:.0f}", row["people"]) for row in s.found["summary"]]
    name, rows = s.say("はじめての後の回数", "repeat purchases"), [(label, f"{n:,}") for label, n in counts]
    if words:
        name = s.say("ようす", "habit")
        rows = [(w[s.lang], s.label("hidden") if w["n"] is None else f"{w['n']:,}") for w in words.values()]
    shown = all(n == 0 or n >= 5 for _, n in counts)
    return Figure(bars(counts, s.title) if shown else "", (name, s.say("人数", "people")), rows)


def _survival(s: Sheet) -> Figure:
    lines, rows = [], []
    for name, steps in s.found["curves"].items():
        label = word(CURVES, name, s.lang)
        points = [(0.0, 0.0), *((step["t"], 1 - step["value"]) for step in steps)]
        band = [(0.0, 0.0, 0.0), *((step["t"], 1 - step["high"], 1 - step["low"]) for step in steps)]
        lines.append(Line(label, tuple(points), tuple(band)))
        rows.append((label, *(_back(s, at["returned"]) for at in s.found["at"][name])))
    times = [f"{at['t']:.0f}" for at in next(iter(s.found["at"].values()), [])]
    days = [s.say(f"{t}日まで", f"{t} days") for t in times]
    return Figure(curves(lines, s.title, s.say("日", " d")), ("", *days), rows)


def _back(s: Sheet, returned: Found | None) -> str:
    if returned is None:
        return "–"
    value, low, high = (f"{returned[key]:.0%}" for key in LIMITS)
    return s.say(f"{value}（{low}〜{high}）", f"{value} ({low}–{high})")


def _label_test(s: Sheet) -> Figure | None:
    effect = {key: None if v is None else v / 100 for key, v in s.found["effect_percent"].items()}
    row = _range(s.say("札による売れ方の差", "effect of the label"), effect)
    return s.ranges([row], percent=True) if effect["low"] is not None else None


def _kano(s: Sheet) -> Figure:
    rows = [
        _range(
            s.say(f"{f['name']}（{f['category_ja']}）", f"{f['name']} ({f['category_en']})"),
            f["better"],
            not f["clear"],
        )
        for f in s.found["features"]
    ]
    return s.ranges(rows, percent=True, zero=False)


def _psm(s: Sheet) -> Figure:
    shares, points, n = s.found["curves"], ("pmc", "opp", "ipp", "pme"), s.found["n"]["used"]
    lines = [
        Line(word(PRICES, key, s.lang), tuple(zip(shares["prices"], shares[key], strict=True)))
        for key in PRICES
        if key not in points
    ]
    unit = s.say(s.found["money"], s.found["money"].replace("円", " yen"))
    rows = [
        (word(PRICES, point, s.lang), *("–" if (v := s.found[point][key]) is None else price(v, n) for key in LIMITS))
        for point in points
    ]
    return Figure(curves(lines, s.title, unit, steps=False), (unit, *map(s.label, LIMITS)), rows)


def _network(s: Sheet) -> Figure | None:
    between = s.found.get("between")
    if not between:
        return None
    names = list(between)[:MOST_ROWS]
    rows = [(a, *("–" if between[a][b] is None else f"{between[a][b]:,}" for b in names)) for a in names]
    return Figure(_crossing(s), (s.say("から＼へ", "from / to"), *names), rows)


def _crossing(s: Sheet) -> str:
    """Share of ties across departments, beside the range that chance alone would give."""
    share = {key: (1 + v) / 2 for key, v in s.found["ei"].items()}
    seen = Range(s.label("crossing"), share["value"], share["value"], share["value"])
    chance = Range(s.label("by_chance"), share["expected"], share["low"], share["high"], weak=True)
    return forest([seen, chance], s.title, percent=True)


FIGURES: dict[str, Callable[[Sheet], Figure | None]] = {
    "repurchase": _repurchase, "nps": _nps, "uplift": _uplift, "did": _did, "lifetime": _lifetime,
    "survival": _survival, "label-test": _label_test, "kano": _kano, "psm": _psm, "network": _network,
}  # fmt: skip
