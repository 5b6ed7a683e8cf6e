"""Instant runoff and Scottish STV told as outcomes, one round per stage."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from yoriai.counting.ballots import EMPTY, Rankings
from yoriai.counting.contest import Contest
from yoriai.counting.result import Outcome, Round, Sentence, number
from yoriai.counting.runoff import Stage, instant_runoff
from yoriai.counting.scottish import UNIT, ScottishCount, StvStage, scottish_stv

Told = Stage | StvStage


def count_irv(contest: Contest) -> Outcome:
    stages, groups = run_irv(contest)
    winners, order = contest.ties.places(groups, contest.seats, "last round")
    rounds = [_irv_round(contest, stage, winners) for stage in stages]
    warnings = _readings(contest, stages, lambda **other: run_irv(contest, **other)[0])
    return Outcome(winners, order, rounds, warnings, {"exhausted": stages[-1].exhausted, "stages": stages})


def run_irv(contest: Contest, **other: Any) -> tuple[list[Stage], list[list[int]]]:
    return instant_runoff(contest.ballots, contest.standing, **_declared(contest, other))


def run_stv(contest: Contest, **other: Any) -> ScottishCount:
    return scottish_stv(contest.ballots, contest.standing, contest.seats, **_declared(contest, other))


def _declared(contest: Contest, other: dict[str, Any]) -> dict[str, Any]:
    """How ranks are read and ties settled; a count under `other` rules keeps its ties to itself."""
    rules = contest.rules
    read = {"overvote": rules.overvote, "exhaust_after_skips": rules.exhaust_after_skips}
    return read | {"ties": contest.apart().ties if other else contest.ties} | other


def _irv_round(contest: Contest, stage: Stage, winners: list[int]) -> Round:
    tally = contest.named(stage.tally)
    out = [] if stage.eliminated is None else [stage.eliminated]
    elected = [] if out else [i for i in winners if i in stage.tally]
    facts = {
        "tally": tally,
        "elected": contest.ids(elected),
        "eliminated": contest.ids(out),
        "exhausted": stage.exhausted,
    }
    if out:
        votes = tally[contest.id(out[0])]
        said = Sentence(
            f"いちばん少ない{contest.ja(out)}（{votes}票）を外し、その票を次の希望に移しました。",
            f"{contest.en(out)} had the fewest votes ({votes}) and went out; its ballots moved on.",
        )
    elif len(elected) > 1:
        said = Sentence(f"{contest.ja(elected)}が同数で並びました。", f"Tied: {contest.en(elected)}.")
    else:
        votes, all_ = tally[contest.id(elected[0])], number(sum(stage.tally.values(), Fraction(0)))
        said = Sentence(
            f"{contest.ja(elected)}が、残った{all_}票のうち{votes}票を得て決まりました。",
            f"{contest.en(elected)} wins with {votes} of the {all_} ballots still counting.",
        )
    return Round(said, facts)


def _readings(contest: Contest, stages: Sequence[Told], again: Callable[..., Sequence[Told]]) -> list[Sentence]:
    """Say which rule book was used wherever another one could have mattered."""
    said, sheet, m = [], contest.rankings, len(contest.ballots.options)
    if (sheet.cells >= m).any():
        said.append(overvote_sentence(contest))
    if skipped_ranks(sheet):
        other = again(exhaust_after_skips=None if contest.rules.exhaust_after_skips else 2)
        if [s.tally for s in other] != [s.tally for s in stages]:
            said.append(skip_sentence(contest))
    return said


def skipped_ranks(sheet: Rankings) -> bool:
    """Is a rank left empty before a rank that names somebody?"""
    filled = sheet.cells != EMPTY
    return bool((~filled[:, :-1] & np.maximum.accumulate(filled[:, :0:-1], axis=1)[:, ::-1]).any())


def overvote_sentence(contest: Contest) -> Sentence:
    ja = {
        "exhaust": "そこで票を終わりとしました",
        "skip": "その順位をとばしました",
        "split": "同じ順位の候補で等しく分けました",
    }
    en = {"exhaust": "end the ballot there", "skip": "are passed over", "split": "are shared equally"}
    rule = contest.rules.overvote
    return Sentence(
        f"同じ順位に二つ以上書かれた票があり、{ja[rule]}。",
        f"Some ballots name several options at one rank; these {en[rule]}.",
    )


def skip_sentence(contest: Contest) -> Sentence:
    limit = contest.rules.exhaust_after_skips
    if limit is None:
        return Sentence(
            "空いた順位が二つ続く票を終わりとすると、途中の票数が変わります。",
            "Ending ballots at two skipped ranks in a row would change the totals of a round.",
        )
    return Sentence(
        f"空いた順位が{limit}つ続く票を終わりとしました。そうしないと票数が変わります。",
        f"Ballots end at {limit} skipped ranks in a row; letting them pass would change a round.",
    )


def count_stv(contest: Contest) -> Outcome:
    count = run_stv(contest)
    rounds = [_stv_round(contest, count, stage) for stage in count.stages]
    left = [i for i in contest.standing if i not in count.elected and i not in count.out]
    left.sort(key=lambda i: (-int(count.votes[i]), contest.id(i)))
    order = [[i] for i in (*count.elected, *left, *reversed(count.out))]
    warnings = _readings(contest, count.stages, lambda **other: run_stv(contest, **other).stages)
    unit = UNIT * count.scale
    exhausted = number(Fraction(count.stages[-1].exhausted, unit))
    extra = {"quota": count.quota, "exhausted": exhausted, "stages": count.stages, "unit": unit}
    return Outcome(count.elected, order, rounds, warnings, extra)


def _stv_round(contest: Contest, count: ScottishCount, stage: StvStage) -> Round:
    unit = UNIT * count.scale
    facts: dict[str, Any] = {
        "tally": contest.named({i: Fraction(n, unit) for i, n in stage.tally.items()}),
        "quota": count.quota,
        "elected": contest.ids(stage.elected),
        "eliminated": [] if stage.eliminated is None else [contest.id(stage.eliminated)],
        "exhausted": number(Fraction(stage.exhausted, unit)),
        "transfer": None,
    }
    ja, en = "第一希望を数えました。", "First choices were counted."
    if stage.surplus_of is not None and stage.value is not None:
        value = f"{stage.value // UNIT}.{stage.value % UNIT:05d}"
        facts["transfer"] = {"from": contest.id(stage.surplus_of), "value": number(Fraction(stage.value, UNIT))}
        ja = f"{contest.ja([stage.surplus_of])}の余った票を、{value}倍の重みで次の希望に移しました。"
        en = f"The surplus of {contest.en([stage.surplus_of])} moved on at {value}."
    if stage.eliminated is not None:
        facts["transfer"] = {"from": contest.id(stage.eliminated), "value": None}
        ja = f"いちばん少ない{contest.ja([stage.eliminated])}を外し、票を次の希望に移しました。"
        en = f"{contest.en([stage.eliminated])} had the fewest votes and went out."
    if stage.elected:
        ja += f"{contest.ja(stage.elected)}が決まりました。"
        en += f" Elected: {contest.en(stage.elected)}."
    return Round(Sentence(ja, en), facts)
