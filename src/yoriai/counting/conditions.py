"""Default option, quorum and supermajority, before anything else is counted."""

from fractions import Fraction

from yoriai.counting.ballots import Comparisons, Rankings
from yoriai.counting.contest import Contest
from yoriai.counting.rated import approvals, score_sums
from yoriai.counting.result import Round, Sentence, number


def support_against(contest: Contest) -> tuple[dict[int, Fraction], dict[int, Fraction]]:
    """V(A, D) and V(D, A) of every standing option against the default option."""
    default = contest.ties.ids.index(str(contest.rules.default))
    sheet = contest.ballots.sheet
    if isinstance(sheet, Rankings | Comparisons):
        table = contest.table
        return (
            {a: Fraction(int(table[a, default])) for a in contest.standing},
            {a: Fraction(int(table[default, a])) for a in contest.standing},
        )
    scored = contest.rules.method != "approval"
    sums = score_sums(sheet, contest.ballots.counts) if scored else approvals(sheet, contest.ballots.counts)
    own = [Fraction(value) for value in sums]
    return {a: own[a] for a in contest.standing}, dict.fromkeys(contest.standing, own[default])


def apply_conditions(contest: Contest) -> tuple[Contest, list[list[int]], list[Round]]:
    """The contest with what remains, the groups that were dropped (best first), and the steps as rounds."""
    rules = contest.rules
    if rules.default is None:
        return contest, [], []
    default = contest.ties.ids.index(rules.default)
    for_it, against = support_against(contest)
    standing, dropped, rounds = contest.standing, [], []
    if rules.quorum is not None:
        out = [a for a in standing if a != default and for_it[a] < rules.quorum]
        standing = [a for a in standing if a not in out]
        rounds.append(_quorum_round(contest, out, for_it))
        dropped.append(out)
    ratios = {a: rules.supermajority.get(contest.id(a), Fraction(1)) for a in standing}
    out = [a for a in standing if a != default and not for_it[a] > ratios[a] * against[a]]
    rounds.append(_majority_round(contest, standing, out, ratios, for_it, against))
    dropped.append(out)
    standing = [a for a in standing if a not in out]
    return contest.under(standing), [group for group in reversed(dropped) if group], rounds


def _quorum_round(contest: Contest, out: list[int], for_it: dict[int, Fraction]) -> Round:
    quorum = contest.rules.quorum
    assert quorum is not None
    facts = {
        "step": "quorum",
        "quorum": number(quorum),
        "votes": {contest.id(a): number(n) for a, n in for_it.items()},
        "eliminated": contest.ids(out),
    }
    if not out:
        return Round(Sentence("どの候補も、決めた票数に届きました。", "Every option reached the quorum."), facts)
    return Round(
        Sentence(f"{contest.ja(out)}は、決めた票数に届きませんでした。", f"Below the quorum: {contest.en(out)}."),
        facts,
    )


def _majority_round(
    contest: Contest,
    standing: list[int],
    out: list[int],
    ratios: dict[int, Fraction],
    for_it: dict[int, Fraction],
    against: dict[int, Fraction],
) -> Round:
    default = contest.ties.ids.index(str(contest.rules.default))
    facts = {
        "step": "supermajority",
        "needs": {contest.id(a): str(ratios[a]) for a in standing if a != default},
        "for": {contest.id(a): number(for_it[a]) for a in standing if a != default},
        "against": {contest.id(a): number(against[a]) for a in standing if a != default},
        "eliminated": contest.ids(out),
    }
    name, english = contest.ja([default]), contest.en([default])
    if not out:
        return Round(
            Sentence(
                f"残った候補は、{name}より必要な差で多く選ばれました。",
                f"Every option left beats {english} as required.",
            ),
            facts,
        )
    return Round(
        Sentence(
            f"{contest.ja(out)}は、{name}との差が足りず外れました。",
            f"Not far enough ahead of {english}: {contest.en(out)}.",
        ),
        facts,
    )
