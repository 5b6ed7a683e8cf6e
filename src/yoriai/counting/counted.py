"""One call from ballots to a result that explains itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from yoriai.counting.agreement import agreement_of
from yoriai.counting.ballots import Ballots, Comparisons, Rankings, Refused
from yoriai.counting.conditions import apply_conditions
from yoriai.counting.contest import Contest
from yoriai.counting.margin import margin_of
from yoriai.counting.methods import COUNTS
from yoriai.counting.papers import repeated_mentions
from yoriai.counting.result import Agreement, Margin, Outcome, Result, Round, Sentence, Tie, twice
from yoriai.counting.rules import BUDGETED, Rules

PRIVATE = ("stages", "unit")  # kept for the margin, not published


def count(ballots: Ballots, rule: str | Rules = "schulze", **declared: Any) -> Result:
    """Count `ballots` by the declared rules (see `Rules` for their names).

    Raises Refused with one clear sentence where ballots and rules do not fit.
    """
    rules = rule if isinstance(rule, Rules) else Rules(rule, **declared)
    rules = replace(rules, completion=_completion(ballots, rules))
    contest = Contest.open(ballots, rules)
    if rules.quorum is not None and rules.default is None and contest.ballots.valid < rules.quorum:
        return _result(contest, _below_quorum(contest), contest)
    standing, dropped, steps = apply_conditions(contest)
    outcome = COUNTS[rules.method](standing)
    outcome = replace(
        outcome,
        rounds=[*steps, *outcome.rounds],
        order=[*outcome.order, *dropped],
        warnings=[*_warnings(standing, outcome), *outcome.warnings],
    )
    return _result(contest, outcome, standing)


def _completion(ballots: Ballots, rules: Rules) -> Any:
    """Without a word on it, the file's own rule decides how equal shares are completed."""
    if rules.method != "mes" or rules.completion is not None:
        return rules.completion
    named = ballots.meta.get("rule", "").lower()
    if "comparison" in named:
        raise Refused(f"The rule {named!r} of the file cannot be reproduced; --completion add1 counts without it.")
    return "none" if named == "equalshares" else "add1"


def _below_quorum(contest: Contest) -> Outcome:
    sentence = Sentence("票の数が、決めた数に届きませんでした。", "Fewer ballots than the quorum were cast.")
    return Outcome([], [contest.standing], [Round(sentence, {"step": "quorum"})])


def _warnings(contest: Contest, outcome: Outcome) -> list[Sentence]:
    said, rules = [], contest.rules
    if contest.ballots.withdrawn:
        gone = sorted(contest.ballots.withdrawn)
        ja = f"{contest.ja(gone)}は辞退のため除きました。"
        said.append(Sentence(ja, f"Withdrawn before the count: {contest.en(gone)}."))
    if rules.default is not None and outcome.winners and contest.id(outcome.winners[0]) == rules.default:
        said.append(Sentence("どれも選ばれませんでした。", "None of the options was chosen."))
    if len(contest.ballots.standing) == 1 and rules.method not in BUDGETED:
        said.append(Sentence("候補は一つだけでした。", "There was only one option."))
    sheet, counts = contest.ballots.sheet, contest.ballots.counts
    repeated = repeated_mentions(sheet, counts, len(contest.ties.ids)) if isinstance(sheet, Rankings) else 0
    if repeated:
        said.append(twice(repeated))
    return said


def _result(contest: Contest, outcome: Outcome, standing: Contest) -> Result:
    ballots = contest.ballots
    facts = {name: getattr(ballots, name) for name in ("total", "valid", "blank", "invalid", "distinct")}
    facts["exhausted"] = outcome.extra.get("exhausted", 0)
    extra = {key: value for key, value in outcome.extra.items() if key not in (*PRIVATE, "exhausted")}
    agreement, margin = _second_opinions(standing, outcome)
    return Result(
        method=contest.rules.method,
        rules=contest.rules.as_json(contest.seats),
        options={option.id: option.name for option in ballots.options},
        ballots=facts,
        winners=tuple(contest.ids(outcome.winners)),
        order=tuple(tuple(contest.ids(group)) for group in outcome.order if group),
        pairwise=_pairwise(contest),
        rounds=tuple({"n": n, **step.facts, **step.sentence.as_json()} for n, step in enumerate(outcome.rounds, 1)),
        ties=tuple(_tie(contest, tie) for tie in contest.ties.ties),
        warnings=(*ballots.notes, *outcome.warnings, *contest.ties.warnings()),
        agreement=agreement,
        margin=margin,
        extra={**extra, "source_sha256": ballots.source_sha256},
    )


def _second_opinions(contest: Contest, outcome: Outcome) -> tuple[Agreement, Margin]:
    if outcome.winners:
        return agreement_of(contest, outcome), margin_of(contest, outcome)
    nothing = Sentence("決まった候補はありません。", "Nothing was chosen.")
    return Agreement({}, None, nothing), Margin(None, "unknown", nothing)


def _pairwise(contest: Contest) -> Mapping[str, Mapping[str, int]] | None:
    if not isinstance(contest.ballots.sheet, Rankings | Comparisons):
        return None
    table, ids = contest.table.tolist(), contest.ties.ids
    shown = contest.ballots.standing
    return {ids[a]: {ids[b]: table[a][b] for b in shown if b != a} for a in shown}


def _tie(contest: Contest, tie: Tie) -> dict[str, Any]:
    return {
        "stage": tie.stage,
        "options": contest.ids(tie.options),
        "resolved_by": tie.resolved_by,
        "order": contest.ids(tie.order),
    }
