"""``yoriai measure kano``: which features delight, which are expected."""

from argparse import Namespace
from collections import defaultdict

from yoriai.measuring import kano as kernel
from yoriai.measuring.commands.answer import Answer, Refused, Said, answer
from yoriai.measuring.estimate import Verdict
from yoriai.measuring.reading.cells import answer_number, clean
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import Columns, select
from yoriai.measuring.reasons import Pair
from yoriai.measuring.refusal import BadInput, broken
from yoriai.measuring.wording import ANSWERS, counted, join

EVERYTHING = "all"
MOST_NAMED = 3
# Looked for in this order: "dislike" before "like".
WORDS = (
    (5, ("いや", "嫌", "気に入らない", "困る", "こまる", "dislike", "not like", "n't like")),
    (1, ("うれし", "嬉し", "気に入", "好き", "like", "enjoy", "delight")),
    (2, ("当然", "当たり前", "あたりまえ", "must", "expect")),
    (3, ("なんとも", "何とも", "どちらでも", "neutral", "don't care")),
    (4, ("しかた", "仕方", "しょうがない", "がまん", "我慢", "live with", "tolerate", "accept")),
)
NAMES = {
    "A": ("あるとうれしい", "pleasing where it is there"),
    "O": ("あるほどうれしい", "the more the better"),
    "M": ("ないと困る", "taken for granted"),
    "I": ("どちらでもよい", "of little matter"),
    "R": ("ないほうがよい", "better left out"),
    "Q": ("伝わらない", "not understood"),
}


def run(table: Table, o: Namespace) -> Answer:
    rows = select(table, [o.id, o.feature, o.functional, o.dysfunctional])
    pairs = list(zip(_answers(rows, o.functional), _answers(rows, o.dysfunctional), strict=True))
    features = rows.maybe_texts(o.feature) or [EVERYTHING] * len(pairs)
    if o.id:
        features, pairs = _once(rows.texts(o.id), features, pairs)
    found = {
        name: kernel.feature([pair for own, pair in zip(features, pairs, strict=True) if own == name], o.level)
        for name in sorted(set(features))
    }
    unclear = any(f.misunderstood for f in found.values())
    return answer(
        "kano",
        _told(found, len(pairs), unclear),
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


def _told(found: dict[str, kernel.Feature], n: int, unclear: bool) -> Said | Refused:
    missing = max(0, kernel.HINT_FROM - min(f.n for f in found.values()))
    refused = broken(few_people=missing, questionable=unclear)
    if refused:
        return Refused(refused, counted(n, ANSWERS), missing or None, ANSWERS)
    clear = [f.clear for f in found.values()]
    verdict: Verdict = "clear" if all(clear) else "leaning" if any(clear) else "cannot_say"
    return Said(verdict, _say(found, n))


def _answers(rows: Columns, name: str) -> list[int]:
    return [_answer(line, name, cell) for line, cell in zip(rows.lines, rows.cells[name], strict=True)]


def _answer(line: int, name: str, cell: str) -> int:
    """1 to 5, or the number whose words the answer holds."""
    value, text = answer_number(cell), clean(cell).lower()
    if value is None:
        value = next((number for number, words in WORDS if any(word in text for word in words)), None)
    if value not in (1, 2, 3, 4, 5):
        raise BadInput(f"Line {line}, column {name!r}: {cell!r} is not 1 to 5 and not one of the five answers.")
    return int(value)


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
    who = (f"{n:,}件の答えです。", f"From {n:,} answers:")
    alike: dict[str, list[str]] = defaultdict(list)
    for name, f in [(name, f) for name, f in found.items() if f.clear][:MOST_NAMED]:
        alike[f.category].append("この工夫" if name == EVERYTHING else name)
    if not alike:
        return join(who, ("まだどちらとも言えません。", "it cannot be said yet."), spread)
    ja = [f"{''.join(f'「{name}」' for name in names)}は「{NAMES[code][0]}」" for code, names in alike.items()]
    en = [f"{' and '.join(names).replace('この工夫', 'it')}: {NAMES[code][1]}" for code, names in alike.items()]
    hint = (f"はじめの手がかりとして、{'、'.join(ja)}です。", f"as a first hint, {', '.join(en)}.")
    return join(who, hint, spread)
