"""``yoriai measure kano``: which features delight, which are expected."""

from argparse import Namespace

from yoriai.measuring import kano as kernel
from yoriai.measuring.commands.answer import Answer, Refused, Said, answer
from yoriai.measuring.estimate import Verdict
from yoriai.measuring.reading.cells import clean
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import Columns, select
from yoriai.measuring.reasons import Pair
from yoriai.measuring.refusal import BadInput
from yoriai.measuring.wording import join

EVERYTHING = "all"
MOST_NAMED = 3
WORDS = {
    "うれしい": 1,
    "気に入る": 1,
    "当然": 2,
    "当然である": 2,
    "当たり前": 2,
    "なんとも思わない": 3,
    "何とも思わない": 3,
    "なんとも": 3,
    "しかたない": 4,
    "仕方ない": 4,
    "しかたがない": 4,
    "いやだ": 5,
    "嫌だ": 5,
    "気に入らない": 5,
    "like": 1,
    "must-be": 2,
    "expect": 2,
    "neutral": 3,
    "live with": 4,
    "dislike": 5,
}
NAMES = {
    "A": ("魅力", "attractive"),
    "O": ("一元", "one-dimensional"),
    "M": ("当たり前", "must-be"),
    "I": ("無関心", "indifferent"),
    "R": ("逆", "reverse"),
    "Q": ("疑わしい", "questionable"),
}


def run(table: Table, o: Namespace) -> Answer:
    names = [name for name in (o.id, o.feature, o.functional, o.dysfunctional) if name]
    rows = select(table, names)
    pairs = list(zip(_answers(rows, o.functional), _answers(rows, o.dysfunctional), strict=True))
    features = rows.texts(o.feature) if o.feature else [EVERYTHING] * len(pairs)
    if o.id:
        features, pairs = _once(rows.texts(o.id), features, pairs)
    found = {
        name: kernel.feature([pair for own, pair in zip(features, pairs, strict=True) if own == name], o.level)
        for name in sorted(set(features))
    }
    unclear = any(f.misunderstood for f in found.values())
    return answer(
        "kano",
        _told(found, len(pairs)),
        n={"answers": len(pairs), "features": len(found), "excluded": rows.excluded},
        method="Kano, Fong's rule",
        features=[_row(name, f) for name, f in found.items()],
        warnings=["more than 20 % questionable answers: the wording was not understood"] if unclear else [],
    )


def _row(name: str, f: kernel.Feature) -> Answer:
    return {
        "name": name,
        "counts": f.counts,
        "category": f.category,
        "category_ja": NAMES[f.category][0],
        "category_en": NAMES[f.category][1],
        "clear": f.clear,
        "better": f.better,
        "worse": f.worse,
        "n": f.n,
    }


def _told(found: dict[str, kernel.Feature], n: int) -> Said | Refused:
    missing = max(0, kernel.HINT_FROM - min(f.n for f in found.values()))
    rules = (("few_people", missing > 0), ("questionable", any(f.misunderstood for f in found.values())))
    refused = [code for code, broken in rules if broken]
    if refused:
        return Refused(refused, (f"{n:,}件の答え", f"{n:,} answers"), missing or None, ("件の答え", "answers"))
    clear = [f.clear for f in found.values()]
    verdict: Verdict = "clear" if all(clear) else "leaning" if any(clear) else "cannot_say"
    return Said(verdict, _say(found, n))


def _answers(rows: Columns, name: str) -> list[int]:
    found = []
    for line, cell in zip(rows.lines, rows.cells[name], strict=True):
        text = clean(cell).lower()
        value = WORDS.get(text) or (int(text) if text in {"1", "2", "3", "4", "5"} else None)
        if value is None:
            raise BadInput(f"Line {line}, column {name!r}: {cell!r} is not 1 to 5 and not one of the five answers.")
        found.append(value)
    return found


def _once(ids: list[str], features: list[str], pairs: list[tuple[int, int]]) -> tuple[list[str], list[tuple[int, int]]]:
    seen: dict[tuple[str, str], tuple[int, int]] = {}
    for who, what, pair in zip(ids, features, pairs, strict=True):
        if seen.setdefault((who, what), pair) != pair:
            raise BadInput(f"{who!r} answered twice about {what!r} with different answers: keep one of them.")
    return [what for _, what in seen], list(seen.values())


def _say(found: dict[str, kernel.Feature], n: int) -> Pair:
    """What is clear, named; and in every case how many would be pleased, as a range."""
    pleased = [f.better for f in found.values() if f.better]
    spread = ("喜ばれる割合は出せません。", "No share can be given.")
    if pleased:
        low, high = min(i.low for i in pleased), max(i.high for i in pleased)
        spread = (
            f"喜ばれる割合の幅は{low:.0%}〜{high:.0%}です。",
            f"Shares that would be pleased range from {low:.0%} to {high:.0%}.",
        )
    counted = (f"{n:,}件の答えです。", f"From {n:,} answers:")
    clear = {name: f for name, f in found.items() if f.clear}
    if not clear:
        return join(counted, ("まだどちらとも言えません。", "it cannot be said yet."), spread)
    ja = [f"「{'この工夫' if name == EVERYTHING else name}」は{NAMES[f.category][0]}" for name, f in clear.items()]
    en = [f"{'it' if name == EVERYTHING else name} is {NAMES[f.category][1]}" for name, f in clear.items()]
    hint = f"はじめの手がかりとして、{'、'.join(ja[:MOST_NAMED])}です。"
    return join(counted, (hint, f"as a first hint, {', '.join(en[:MOST_NAMED])}."), spread)
