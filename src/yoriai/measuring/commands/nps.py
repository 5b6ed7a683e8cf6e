"""``yoriai measure nps``: the score with its range, and who gave a reason."""

from argparse import Namespace

from yoriai.measuring import nps as kernel
from yoriai.measuring.commands.answer import Answer, Refused, Said, answer
from yoriai.measuring.estimate import FEWEST_SHOWN, Interval, judge_difference, judge_single, need_for_difference
from yoriai.measuring.reading.cells import is_missing
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import Columns, select
from yoriai.measuring.reasons import Pair
from yoriai.measuring.repurchase import comparison_order
from yoriai.measuring.suppression import hidden_cells
from yoriai.measuring.wording import ANSWERS, WITHIN_15_POINTS, counted, join, need_more, quoted, say_difference, signed

KINDS = ("promoters", "passives", "detractors")


def run(table: Table, o: Namespace) -> Answer:
    rows = select(table, [o.id, o.score, o.group, o.why], may_be_empty=[o.why]).once(o.id)
    scores = rows.answers(o.score, 0, 10)
    answers = kernel.count_answers(scores)
    found: Answer = {
        "nps": kernel.nps(answers, o.level) if answers.n >= FEWEST_SHOWN else None,
        "promoters": answers.promoters, "passives": answers.passives, "detractors": answers.detractors,
        "distribution": [scores.count(score) for score in range(11)],
        "why": _why(rows, scores, o) if o.why else None,
    }  # fmt: skip
    told = _told(answers, o.level)
    if o.group:
        more, told = _compared(rows.texts(o.group), scores, o.level)
        found |= {**more, "compared": True}
    return answer("nps", told, n={"answers": answers.n, "excluded": rows.excluded}, method="adjusted Wald", **found)


def _told(answers: kernel.Answers, level: float) -> Said | Refused:
    if answers.n < FEWEST_SHOWN:
        return Refused(["few_people"], counted(answers.n, ANSWERS), FEWEST_SHOWN - answers.n, ANSWERS)
    interval = kernel.nps(answers, level)
    verdict, need = judge_single(interval.half_width / 100, answers.n)
    return Said(verdict, _say(answers, interval, need), need)


def _say(answers: kernel.Answers, interval: Interval, need: int | None) -> Pair:
    low, high = signed(interval.low), signed(interval.high)
    said = (
        f"{answers.n:,}件の答えで、すすめたい度合いは{interval.value:+.0f}です（{low}〜{high}くらい）。",
        f"With {answers.n:,} answers the score is {interval.value:+.0f} (likely range {low} to {high}).",
    )
    return join(said, need_more(need, ANSWERS, WITHIN_15_POINTS))


def _why(rows: Columns, scores: list[int], o: Namespace) -> dict[str, list[str]]:
    """Line numbers (or ids) of the answers with a reason: the reasons are the result."""
    labels = rows.texts(o.id) if o.id else [str(line) for line in rows.lines]
    told: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for label, score, reason in zip(labels, scores, rows.cells[o.why], strict=True):
        if not is_missing(reason):
            told[kernel.kind_of(score)].append(label)
    return {kind: sorted(ids) for kind, ids in told.items()}


def _compared(groups: list[str], scores: list[int], level: float) -> tuple[Answer, Said | Refused]:
    names = comparison_order(sorted(set(groups)))
    by = {name: kernel.count_answers(s for g, s in zip(groups, scores, strict=True) if g == name) for name in names}
    hidden = hidden_cells({name: answers.n for name, answers in by.items()})
    shown = {
        name: {
            "n": None if name in hidden else a.n,
            "nps": kernel.nps(a, level) if a.n >= FEWEST_SHOWN and name not in hidden else None,
        }
        for name, a in by.items()
    }
    first = by[names[0]]
    rest = kernel.count_answers(s for g, s in zip(groups, scores, strict=True) if g != names[0])
    missing = max(0, FEWEST_SHOWN - first.n) + max(0, FEWEST_SHOWN - rest.n)
    if missing:
        reason, need = ("few_people", missing) if len(names) > 1 else ("one_group", None)
        told = Refused([reason], counted(len(scores), ANSWERS), need, ANSWERS)
        return {"groups": shown, "difference": None}, told
    interval = kernel.nps_difference(first, rest, level)
    verdict = judge_difference(lambda at: kernel.nps_difference(first, rest, at), level)
    need = need_for_difference(verdict, first.n + rest.n, interval)
    who = (quoted(names[0]), quoted("/".join(names[1:])))
    sentence = say_difference(who, (first.n, rest.n), interval, verdict, need, level)
    return {"groups": shown, "difference": interval}, Said(verdict, sentence, need)
