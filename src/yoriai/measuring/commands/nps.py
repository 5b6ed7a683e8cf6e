"""``yoriai measure nps``: the score with its range, and who gave a reason."""

from argparse import Namespace

from yoriai.measuring import nps as kernel
from yoriai.measuring.commands.answer import Answer, answer
from yoriai.measuring.estimate import (
    FEWEST_SHOWN,
    Interval,
    Verdict,
    judge_difference,
    judge_single,
    still_needed,
)
from yoriai.measuring.reading.cells import is_missing
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import Columns, select
from yoriai.measuring.repurchase import comparison_order
from yoriai.measuring.suppression import hidden_cells
from yoriai.measuring.wording import Pair, join, need_more, points, say_difference, too_few

KINDS = ("promoters", "passives", "detractors")


def run(table: Table, o: Namespace) -> Answer:
    names = [name for name in (o.id, o.score, o.group, o.why) if name]
    rows = select(table, names, may_be_empty=[o.why] if o.why else [])
    rows = rows.once(o.id) if o.id else rows
    scores = rows.whole(o.score, 0, 10).tolist()
    answers = kernel.count_answers(scores)
    interval = kernel.nps(answers, o.level)
    verdict = judge_single(interval.half_width / 100, answers.n)
    need = None if verdict == "clear" else still_needed(answers.n, interval.half_width, 15)
    found: Answer = {
        "nps": interval if answers.n >= FEWEST_SHOWN else None,
        "promoters": answers.promoters, "passives": answers.passives, "detractors": answers.detractors,
        "distribution": [scores.count(score) for score in range(11)],
        "why": _why(rows, scores, o) if o.why else None,
    }  # fmt: skip
    n = {"answers": answers.n, "excluded": rows.excluded}
    reasons = ["few_people"] if answers.n < FEWEST_SHOWN else []
    sentence = _say(answers, interval, need)
    if o.group:
        more, verdict, sentence, reasons, need = _compared(rows.texts(o.group), scores, o.level)
        found |= {**more, "compared": True}
    return answer(
        "nps",
        n=n,
        method="adjusted Wald",
        verdict=verdict,
        sentence=sentence,
        reasons=reasons,
        need_n=need,
        **found,
    )


def _say(answers: kernel.Answers, interval: Interval, need: int | None) -> Pair:
    if answers.n < FEWEST_SHOWN:
        return too_few(answers.n, unit="件")
    low, high = points(interval).split("〜")
    said = (
        f"{answers.n:,}件の答えで、すすめたい度合いは{interval.value:+.0f}です（{low}〜{high}くらい）。",
        f"With {answers.n:,} answers the score is {interval.value:+.0f} (likely range {low} to {high}).",
    )
    goal = ("幅が±15ポイントになります", "the range would be ±15 points")
    return join(said, need_more(need, ("件の答え", "answers"), goal))


def _why(rows: Columns, scores: list[int], o: Namespace) -> dict[str, list[str]]:
    """Line numbers (or ids) of the answers with a reason: the reasons are the result."""
    labels = rows.texts(o.id) if o.id else [str(line) for line in rows.lines]
    told: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for label, score, reason in zip(labels, scores, rows.cells[o.why], strict=True):
        if not is_missing(reason):
            told[kernel.kind_of(score)].append(label)
    return {kind: sorted(ids) for kind, ids in told.items()}


def _compared(
    groups: list[str], scores: list[int], level: float
) -> tuple[Answer, Verdict, Pair, list[str], int | None]:
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
    if not rest.n:
        interval = kernel.nps(first, level)
        return (
            {"groups": shown, "difference": None},
            "cannot_say",
            _say(first, interval, None),
            ["one_group"],
            None,
        )
    refused = ["few_people"] if min(first.n, rest.n) < FEWEST_SHOWN else []
    verdict = judge_difference(lambda at: kernel.nps_difference(first, rest, at), level, refused)
    interval = kernel.nps_difference(first, rest, level)
    need = None if verdict == "clear" else still_needed(first.n + rest.n, interval.half_width, abs(interval.value))
    against = names[1] if len(names) == 2 else "/".join(names[1:])
    sentence = say_difference((names[0], against), (first.n, rest.n), interval, verdict, need)
    return (
        {"groups": shown, "difference": interval if not refused else None},
        verdict,
        sentence,
        refused,
        need,
    )
