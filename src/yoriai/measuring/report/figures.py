"""Which picture and which table each measure gets, from its answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from yoriai.measuring.report.charts import Line, Range, bars, curves, forest
from yoriai.measuring.report.words import LABELS, METHODS, word
from yoriai.measuring.suppression import hidden_cells
from yoriai.measuring.wording import price

Found = dict[str, Any]
MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture (may be empty) with its table; the first column holds the names."""

    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def figure(found: Found, lang: str, title: str) -> Figure | None:
    """None where there is nothing to draw, and where the finding was refused and its picture would be that finding."""
    if found["refused"] and not _is_counted(found):
        return None
    drawn = FIGURES[found["measure"]](found, lang, title)
    return drawn if drawn and drawn.rows else None


def _is_counted(found: Found) -> bool:
    """Counts of people, and groups of ten and more each by itself, may be drawn although the finding is refused."""
    return found["measure"] == "nps" or "summary" in found or (found["measure"] == "repurchase" and "groups" in found)


def _ranges(rows: Sequence[Range], lang: str, title: str, percent: bool, zero: bool = True) -> Figure:
    scale, unit = (100, "%") if percent else (1, "")
    scaled = [_scaled(row, scale) for row in rows]
    head = ("", *(word(LABELS, key, lang) for key in ("value", "low", "high")))
    table = tuple((r.label, *(_number(v, percent) for v in (r.value, r.low, r.high))) for r in scaled)
    return Figure(forest(scaled, title, unit, zero), head, table)


def _scaled(row: Range, scale: float) -> Range:
    value, low, high = (None if v is None else v * scale for v in (row.value, row.low, row.high))
    return Range(row.label, value, low, high, row.weak, row.flag)


def _range(label: str, interval: Found | None, weak: bool = False, flag: str = "") -> Range | None:
    if not interval:
        return None
    return Range(label, interval["value"], interval["low"], interval["high"], weak, flag)


def _number(value: float | None, percent: bool) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}%" if percent else f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


def _repurchase(found: Found, lang: str, title: str) -> Figure | None:
    groups = found.get("groups")
    if groups:
        rows = [_range(f"{name} ({g['n']:,})", g["rate"]) for name, g in groups.items() if g["n"] and g["rate"]]
        return _ranges([r for r in rows if r], lang, title, True, zero=False)
    cohorts = [c for c in found.get("cohorts") or [] if c["cells"]]
    if not cohorts:
        rate = _range(word(LABELS, "everybody", lang), found.get("rate"))
        return _ranges([rate], lang, title, True, zero=False) if rate else None
    return _cohorts(cohorts[-MOST_ROWS:], lang, title)


def _cohorts(cohorts: list[Found], lang: str, title: str) -> Figure:
    """All cohorts as one curve of the share who bought k periods later, and the table below."""
    width = min(8, max(len(c["cells"]) for c in cohorts))
    head = (("はじめて来た月", "人数") if lang == "ja" else ("first came", "n")) + tuple(
        f"+{k + 1}" for k in range(width)
    )
    rows = tuple(
        (
            c["start"][:7],
            f"{c['n']:,}",
            *(f"{cell['value']:.0%}" for cell in c["cells"][:width]),
            *([""] * (width - len(c["cells"][:width]))),
        )
        for c in cohorts
    )
    lines = [
        Line(
            c["start"][:7],
            tuple((cell["since"], cell["value"]) for cell in c["cells"]),
            tuple((cell["since"], cell["low"], cell["high"]) for cell in c["cells"]),
        )
        for c in cohorts[:3]
    ]
    unit = "か月" if lang == "ja" else " mo"
    return Figure(curves([x for x in lines if len(x.points) > 1], title, unit, steps=False), head, rows)


def _nps(found: Found, lang: str, title: str) -> Figure:
    """Three classes only, small ones hidden: single scores of few people do not belong on paper."""
    head = ("答え", "件") if lang == "ja" else ("answer", "n")
    kinds = {
        "promoters": "すすめたい（9〜10）",
        "passives": "どちらでもない（7〜8）",
        "detractors": "すすめない（0〜6）",
    }
    hidden = hidden_cells({kind: found[kind] for kind in kinds})
    shown = {kind: (name if lang == "ja" else kind) for kind, name in kinds.items()}
    rows = tuple((name, word(LABELS, "hidden", lang) if k in hidden else f"{found[k]:,}") for k, name in shown.items())
    drawn = [] if hidden else [(shown[kind], found[kind]) for kind in kinds]
    return Figure(bars(drawn, title), head, rows)


def _uplift(found: Found, lang: str, title: str) -> Figure:
    flag = found["naive"]["flag"] or ""
    flag = flag if lang == "ja" or not flag else "not a fair comparison"
    rows = [_range(word(METHODS, "naive", lang), found["naive"], True, flag)]
    rows += [_range(word(METHODS, key, lang), found[key]) for key in ("did", "cem", "ipw", "aipw", "matched")]
    rows.append(_range(word(METHODS, "placebo", lang), found["placebo"], True))
    return _ranges([r for r in rows if r], lang, title, False)


def _did(found: Found, lang: str, title: str) -> Figure:
    rows = [_range(_since(part["key"], lang), part, weak=part["key"] < 0) for part in found["dynamic"]["by"]]
    return _ranges([r for r in rows if r][:MOST_ROWS], lang, title, False)


def _since(k: int, lang: str) -> str:
    if lang == "ja":
        return f"加わる{-k}期前" if k < 0 else f"{k}期あと" if k else "加わった期"
    return f"{abs(k)} {'before' if k < 0 else 'after'}" if k else "when joining"


def _lifetime(found: Found, lang: str, title: str) -> Figure | None:
    if "summary" not in found:
        points = tuple(enumerate(found["curve"]))
        rows = tuple((str(k), f"{share:.0%}") for k, share in points)
        return Figure(curves([Line("", points)], title, "", steps=False), ("", "%"), rows)
    words = (found.get("habits") or {}).get("words")
    counts = [("7+" if row["x"] == 7 else f"{row['x']:.0f}", row["people"]) for row in found["summary"]]
    head = ("はじめての後の回数", "人数") if lang == "ja" else ("repeat purchases", "people")
    hidden = word(LABELS, "hidden", lang)
    if words:
        head = ("ようす", "人数") if lang == "ja" else ("habit", "people")
        table = tuple((w[lang], hidden if w["n"] is None else f"{w['n']:,}") for w in words.values())
    else:
        table = tuple((label, f"{n:,}") for label, n in counts)
    shown = all(n == 0 or n >= 5 for _, n in counts)
    return Figure(bars(counts, title) if shown else "", head, table)


def _survival(found: Found, lang: str, title: str) -> Figure:
    names = {
        "all": ("みなさん", "everybody"), "within_3": ("3日までに返事", "within 3 days"), "within_7": ("7日までに返事", "within 7 days"),  # noqa: E501
        "not_yet": ("まだ返事なし", "not yet"),
    }  # fmt: skip
    lines, rows = [], []
    for name, steps in found["curves"].items():
        label = word(names, name, lang)
        points = [(0.0, 0.0), *((s["t"], 1 - s["value"]) for s in steps)]
        band = [(0.0, 0.0, 0.0), *((s["t"], 1 - s["high"], 1 - s["low"]) for s in steps)]
        lines.append(Line(label, tuple(points), tuple(band)))
        cells = [_back(at["returned"], lang) for at in found["at"][name]]
        rows.append((label, *cells))
    days = [f"{at['t']:.0f}{'日まで' if lang == 'ja' else ' days'}" for at in next(iter(found["at"].values()), [])]
    return Figure(curves(lines, title, "日" if lang == "ja" else " d"), ("", *days), tuple(rows))


def _back(returned: Found | None, lang: str) -> str:
    if returned is None:
        return "–"
    value, low, high = (f"{returned[key]:.0%}" for key in ("value", "low", "high"))
    return f"{value}（{low}〜{high}）" if lang == "ja" else f"{value} ({low}–{high})"


def _label_test(found: Found, lang: str, title: str) -> Figure | None:
    effect = {key: None if v is None else v / 100 for key, v in found["effect_percent"].items()}
    row = _range("札による売れ方の差" if lang == "ja" else "effect of the label", effect)
    return _ranges([row], lang, title, True) if row and row.low is not None else None


def _kano(found: Found, lang: str, title: str) -> Figure:
    rows = []
    for f in found["features"]:
        name = f"{f['name']}（{f['category_ja' if lang == 'ja' else 'category_en']}）"
        rows.append(_range(name, f["better"], weak=not f["clear"]))
    return _ranges([r for r in rows if r][:MOST_ROWS], lang, title, True, zero=False)


def _psm(found: Found, lang: str, title: str) -> Figure:
    names = (
        ("too_cheap", "安すぎて心配", "too cheap"),
        ("cheap", "安い", "cheap"),
        ("expensive", "高い", "expensive"),
        ("too_expensive", "高すぎる", "too expensive"),
    )
    prices = found["curves"]["prices"]
    lines = [
        Line(ja if lang == "ja" else en, tuple(zip(prices, found["curves"][key], strict=True))) for key, ja, en in names
    ]
    points = (
        ("pmc", "下限", "lowest"),
        ("opp", "理想", "ideal"),
        ("ipp", "妥協", "indifferent"),
        ("pme", "上限", "highest"),
    )
    unit = found["money"] if lang == "ja" else found["money"].replace("円", " yen")
    head = (unit, *(word(LABELS, key, lang) for key in ("value", "low", "high")))
    rows = tuple(
        (
            ja if lang == "ja" else en,
            *(
                price(found[key][k], found["n"]["used"]) if found[key][k] is not None else "–"
                for k in ("value", "low", "high")
            ),
        )
        for key, ja, en in points
    )
    return Figure(curves(lines, title, unit, steps=False), head, rows)


def _network(found: Found, lang: str, title: str) -> Figure | None:
    between = found.get("between")
    if not between:
        return None
    names = list(between)[:MOST_ROWS]
    rows = tuple((a, *("–" if between[a][b] is None else f"{between[a][b]:,}" for b in names)) for a in names)
    return Figure(_crossing(found["ei"], lang, title), ("から＼へ" if lang == "ja" else "from / to", *names), rows)


def _crossing(ei: Found, lang: str, title: str) -> str:
    """Share of ties across departments, beside the range that chance alone would give."""
    share = {key: 50 * (1 + ei[key]) for key in ("value", "low", "high", "expected")}
    seen = Range(word(LABELS, "crossing", lang), share["value"], share["value"], share["value"])
    chance = Range(word(LABELS, "by_chance", lang), share["expected"], share["low"], share["high"], weak=True)
    return forest([seen, chance], title, "%")


FIGURES: dict[str, Callable[[Found, str, str], Figure | None]] = {
    "repurchase": _repurchase, "nps": _nps, "uplift": _uplift, "did": _did, "lifetime": _lifetime,
    "survival": _survival, "label-test": _label_test, "kano": _kano, "psm": _psm, "network": _network,
}  # fmt: skip
