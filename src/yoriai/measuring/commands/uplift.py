"""``yoriai measure uplift``: every estimator side by side, what is wrong with each, one sentence."""

from argparse import Namespace

import numpy as np

from yoriai.measuring.arrays import Floats
from yoriai.measuring.commands.answer import Answer, Refused, Said, answer, limits
from yoriai.measuring.means import typical
from yoriai.measuring.reading.cells import is_missing, number
from yoriai.measuring.reading.table import Table
from yoriai.measuring.reading.typed import Columns, select
from yoriai.measuring.refusal import BadInput
from yoriai.measuring.uplift.result import Uplift, is_yes_no, uplift
from yoriai.measuring.uplift.sentence import counted, say_uplift
from yoriai.measuring.uplift.table import People, people
from yoriai.measuring.wording import SELECTION_NOTE

AS_FOUND = (
    "did", "cem", "ipw", "aipw", "matched", "se_influence", "balance", "overlap", "placebo", "placebo_window",
    "e_value",
)  # fmt: skip


def run(table: Table, o: Namespace) -> Answer:
    p, rows, incomplete = _people(table, o)
    found = uplift(p, o.bins, o.level, o.seed, incomplete)
    return answer(
        "uplift",
        _told(found, is_yes_no(p.outcome), o.outcome),
        n={
            "treated": found.n_treated,
            "control": found.n_control,
            "matched_treated": found.matched_treated,
            "excluded": rows.excluded,
        },
        method="AIPW and difference-in-differences, refit bootstrap",
        warnings=_warnings(p),
        estimand="att",
        outcome=o.outcome,
        naive={**limits(found.naive), "flag": found.naive_flag},
        bracket=None if found.bracket is None else dict(zip(("low", "high"), found.bracket, strict=True)),
        **{name: getattr(found, name) for name in AS_FOUND},
    )


def _told(u: Uplift, yes_no: bool, outcome: str) -> Said | Refused:
    if u.refused:
        return Refused(u.reasons, counted(u), u.need_n, note=SELECTION_NOTE)
    return Said(u.verdict, say_uplift(u, yes_no, outcome), u.need_n, u.caps)


def _people(table: Table, o: Namespace) -> tuple[People, Columns, float]:
    covariates = [name.strip() for name in o.covariates.split(",") if name.strip()]
    windows = [name.strip() for name in (o.before or "").split(",") if name.strip()]
    _check_names(o, covariates, windows)
    covariates = list(dict.fromkeys([*covariates, *windows]))
    everything = select(table, [o.id, o.treated, o.outcome, *covariates], may_be_empty=[o.outcome]).once(o.id)
    has_outcome = [i for i, cell in enumerate(everything.cells[o.outcome]) if not is_missing(cell)]
    if not has_outcome:
        raise BadInput("No row has an outcome.")
    # An empty outcome is a window that is not over yet.
    incomplete = 1 - len(has_outcome) / len(everything.lines)
    rows = everything.keep(has_outcome)
    numbers: dict[str, Floats] = {}
    texts: dict[str, list[str]] = {}
    for name in covariates:
        if name in windows or all(number(cell) is not None for cell in rows.cells[name]):
            numbers[name] = rows.numbers(name)
        else:
            texts[name] = rows.texts(name)
    before, earlier = (*windows, None, None)[:2]
    p = people(_treated(rows, o.treated), _outcome(rows, o.outcome), numbers, texts, before, earlier)
    return p, rows, incomplete


def _check_names(o: Namespace, covariates: list[str], windows: list[str]) -> None:
    if o.outcome in (*covariates, *windows):
        raise BadInput(f"--covariates contains the outcome {o.outcome!r}: only what was known before may stand there.")
    if o.treated in (*covariates, *windows):
        raise BadInput(f"--covariates contains {o.treated!r}, the column of taking part itself.")
    if len(windows) > 2:
        raise BadInput("--before takes the last window and the one before it: COL or COL,EARLIER.")


def _treated(rows: Columns, name: str) -> np.ndarray:
    values = sorted(set(rows.texts(name)))
    if len(values) > 2:
        raise BadInput(f"--treated {name!r} has {len(values)} values ({', '.join(values[:4])}…): it must be yes or no.")
    return rows.flags(name)


def _outcome(rows: Columns, name: str) -> Floats:
    if all(number(cell) is not None for cell in rows.cells[name]):
        return rows.numbers(name)
    return rows.flags(name).astype(np.float64)


def _warnings(p: People) -> list[str]:
    said = []
    if (p.outcome < 0).any():
        said.append("negative outcomes: check refunds")
    for name, who in (("treated", p.treated), ("control", ~p.treated)):
        usual = typical(p.outcome[who])
        if usual.bulk:
            said.append(
                f"大口: {len(usual.bulk)} of {int(who.sum())} {name} rows make more than a quarter of the sum each; "
                f"trimmed mean {usual.trimmed:.6g}, mean {usual.mean:.6g}"
            )
    return said
