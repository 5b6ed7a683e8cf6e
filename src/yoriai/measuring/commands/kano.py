"""``yoriai measure kano``: which features delight, which are expected."""

from argparse import Namespace

from yoriai.measuring import kano as kernel
from yoriai.measuring.commands.answer import Answer, answer
from yoriai.measuring.estimate import Verdict
from yoriai.measuring.reading.cells import clean
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import Columns, select
from yoriai.measuring.refusal import BadInput
from yoriai.measuring.wording import Pair, join

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
    features = rows.texts(o.feature) if o.feature else ["all"] * len(pairs)
    if o.id:
        features, pairs = _once(rows.texts(o.id), features, pairs)
    found = {
        name: kernel.feature([pair for own, pair in zip(features, pairs, strict=True) if own == name], o.level)
        for name in sorted(set(features))
    }
    fewest = min(f.n for f in found.values())
    reasons = ["few_people"] if fewest < kernel.HINT_FROM else []
    unclear = any(f.misunderstood for f in found.values())
    reasons += ["questionable"] if unclear else []
    some_clear = any(f.clear for f in found.values())
    verdict: Verdict = (
        "cannot_say" if reasons or not some_clear else "clear" if all(f.clear for f in found.values()) else "leaning"
    )
    need = max(0, kernel.HINT_FROM - fewest) or None
    return answer(
        "kano",
        n={"answers": len(pairs), "features": len(found), "excluded": rows.excluded},
        method="Kano, Fong's rule",
        verdict=verdict,
        reasons=reasons,
        need_n=need,
        sentence=_say(found, reasons, len(pairs)),
        features=[
            {
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
            for name, f in found.items()
        ],
        warnings=["more than 20 % questionable answers: the wording was not understood"] if unclear else [],
    )


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


def _say(found: dict[str, kernel.Feature], reasons: list[str], n: int) -> Pair:
    clear = [f"「{name}」は{NAMES[f.category][0]}" for name, f in found.items() if f.clear]
    clear_en = [f"{name} is {NAMES[f.category][1]}" for name, f in found.items() if f.clear]
    lowest = min(f.better.low for f in found.values())
    highest = max(f.better.high for f in found.values())
    spread = (
        f"{n:,}件の答えで、喜ばれる割合の幅は{lowest:.0%}〜{highest:.0%}です。",
        f"{n:,} answers; shares that would be pleased range from {lowest:.0%} to {highest:.0%}.",
    )
    if "few_people" in reasons or not clear:
        return join(("まだどちらとも言えません。", "It cannot be said yet."), spread)
    hint = ("はじめの手がかりとして、", "As a first hint: ")
    return join((f"{hint[0]}{'、'.join(clear[:3])}です。", f"{hint[1]}{', '.join(clear_en[:3])}."), spread)
