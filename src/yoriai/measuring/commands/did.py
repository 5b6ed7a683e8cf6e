"""``yoriai measure did``: group-time effects of people, shops or areas that joined at different times."""

from argparse import Namespace
from collections.abc import Callable

from yoriai.measuring.arrays import Ints
from yoriai.measuring.commands.answer import Answer, Refused, Said, answer
from yoriai.measuring.estimate import judge_difference, still_needed
from yoriai.measuring.reading.cells import clean, is_missing
from yoriai.measuring.reading.dates import parse_month
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import Columns, select
from yoriai.measuring.reasons import Pair
from yoriai.measuring.refusal import BadInput
from yoriai.measuring.staggered import Aggregate, Cell, Staggered, balance, staggered
from yoriai.measuring.wording import SELECTION_NOTE_EN, SELECTION_NOTE_JA, join, need_more

FEWEST_UNITS = 5
SHOPS, UNITS = ("店", "shops"), ("こ", "units")
SHOPS_NOTE = (
    "加わった店は、もともとほかの店とちがいます。差のすべてが共創の効果ではありません。",
    "Shops that joined were different to begin with. Not all of the difference is an effect of co-creation.",
)


def run(table: Table, o: Namespace) -> Answer:
    rows = select(table, [o.id, o.period, o.outcome, o.treated_from], may_be_empty=[o.treated_from])
    period, first = _times(rows, o)
    panel = balance(rows.texts(o.id), period, rows.numbers(o.outcome), first)
    found = staggered(panel, o.control, o.base, o.level, o.seed)
    joined, never = int((panel.first > 0).sum()), int((panel.first == 0).sum())
    n = {
        "units": len(panel.first),
        "joined": joined,
        "never": never,
        "periods": len(panel.periods),
        "excluded": rows.excluded,
        "incomplete_units": panel.incomplete_units,
    }
    return answer(
        "did",
        _told(found, lambda at: staggered(panel, o.control, o.base, at, o.seed), n, _unit_words(o.id), o.level),
        n=n,
        method=f"group-time effects, control {o.control}, base {o.base}",
        att=[_cell(cell) for cell in found.cells],
        simple=_aggregate(found.simple),
        group=_aggregate(found.group),
        dynamic=_aggregate(found.dynamic),
        pretrend=found.pretrend,
    )


def _told(
    found: Staggered, at: Callable[[float], Staggered], n: dict[str, int], what: Pair, level: float
) -> Said | Refused:
    overall, others = found.dynamic.overall, n["units"] - n["joined"]
    few = max(0, FEWEST_UNITS - n["joined"]) + max(0, FEWEST_UNITS - others)
    rules = (("few_treated", few > 0), ("no_variation", overall.se is None), ("placebo", found.pretrend))
    refused = [code for code, broken in rules if broken]
    note = SHOPS_NOTE if what == SHOPS else (SELECTION_NOTE_JA, SELECTION_NOTE_EN)
    if refused:
        counted = (
            f"加わった{n['joined']:,}{what[0]}とほかの{others:,}{what[0]}",
            f"{n['joined']:,} {what[1]} that joined and {others:,} others",
        )
        return Refused(refused, counted, few or None, what, note)
    verdict = judge_difference(lambda wanted: at(wanted).dynamic.overall, level)
    need = None if verdict == "clear" else still_needed(n["units"], overall.half_width, abs(overall.value))
    return Said(verdict, join(*_say(n, overall.low, overall.high, verdict, what), need_more(need, what), note), need)


def _times(rows: Columns, o: Namespace) -> tuple[Ints, Ints]:
    """Periods are whole numbers or months, the same kind in both columns."""
    raw = ["0" if is_missing(cell) else clean(cell) for cell in rows.cells[o.treated_from]]
    named = {o.period: rows.cells[o.period], o.treated_from: raw}
    months = {name: [parse_month(cell) for cell in cells] for name, cells in named.items()}
    if None not in months[o.period]:
        named = {
            name: [cell if month is None else str(month) for cell, month in zip(cells, months[name], strict=True)]
            for name, cells in named.items()
        }
    times = Columns(rows.lines, named, 0)
    period, first = times.whole(o.period, 1, 99_999_999), times.whole(o.treated_from, 0, 99_999_999)
    if not (first > 0).any():
        raise BadInput(f"No unit ever joined: {o.treated_from!r} is empty or 0 everywhere.")
    return period, first


def _cell(cell: Cell) -> Answer:
    effect = cell.effect
    limits = {"value": effect.value, "low": effect.low, "high": effect.high, "se": effect.se}
    return {"cohort": cell.cohort, "period": cell.period, "n": cell.n, **limits}


def _aggregate(found: Aggregate) -> Answer:
    one = found.overall
    return {
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "se": one.se,
        "by": [{"key": key, "value": i.value, "low": i.low, "high": i.high, "se": i.se} for key, i in found.by],
        "uniform_critical": found.uniform_critical,
    }


def _say(n: dict[str, int], low: float, high: float, verdict: str, what: Pair) -> tuple[Pair, Pair]:
    digits = 2 if n["units"] >= 100 else 0
    scale = 1 if digits else 10
    spread = f"{low * scale:+.{digits}f}〜{high * scale:+.{digits}f}"
    unit = (f"1{what[0]}あたり", "per unit") if digits else (f"10{what[0]}あたり", f"per ten {what[1]}")
    others = n["units"] - n["joined"]
    words = {
        "clear": ("はっきり変わりました", "a clear change"),
        "leaning": ("変わったようですが、まだ言い切れません", "there seems to be a change, but it cannot be said yet"),
        "cannot_say": ("まだ分かりません", "we cannot say yet"),
    }[verdict]
    return (
        (
            f"加わった{n['joined']:,}{what[0]}と、ほかの{others:,}{what[0]}をくらべました。",
            f"{n['joined']:,} {what[1]} that joined against {others:,} others:",
        ),
        (f"{words[0]}（{unit[0]}{spread}）。", f"{words[1]} ({spread.replace('〜', ' to ')} {unit[1]})."),
    )


def _unit_words(column: str) -> Pair:
    """Shops are counted as shops: the name of the id column tells."""
    name = column.lower()
    return SHOPS if any(word in name for word in ("店", "shop", "store")) else UNITS
