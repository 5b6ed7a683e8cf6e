"""Default option, quorum and supermajority, before anything else is counted."""

from fractions import Fraction

from yoriai.counting.ballots import Comparisons, Rankings
from yoriai.counting.contest import Contest
from yoriai.counting.rated import approvals, score_sums
from yoriai.counting.result import Round, Sentence, number


def support_against(contest: Contest) -> tuple[dict[int, Fraction], dict[int, Fraction]]:
    """V(A, D) and V(D, A) of every standing option against the default option."""
    default, sheet = contest.ties.ids.index(str(contest.rules.default)), contest.ballots.sheet
    if isinstance(sheet, Rankings | Comparisons):
        ahead, behind = contest.table[:, default].tolist(), contest.table[default].tolist()
    else:
        ahead = (approvals if contest.rules.method == "approval" else score_sums)(sheet, contest.ballots.counts)
        behind = [ahead[default]] * len(ahead)
    return {a: Fraction(ahead[a]) for a in contest.standing}, {a: Fraction(behind[a]) for a in contest.standing}


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
        rounds.append(_quorum_round(contest, rules.quorum, for_it, out))
        dropped.append(out)
    needs = {a: rules.supermajority.get(contest.id(a), Fraction(1)) for a in standing if a != default}
    out = [a for a in needs if not for_it[a] > needs[a] * against[a]]
    rounds += [_majority_round(contest, needs, for_it, against, out)] if needs else []
    dropped.append(out)
    standing = [a for a in standing if a not in out]
    return contest.under(standing), [group for group in reversed(dropped) if group], rounds


def _quorum_round(contest: Contest, quorum: Fraction, for_it: dict[int, Fraction], out: list[int]) -> Round:
    said = Sentence("どの候補も、決めた票数に届きました。", "Every option reached the quorum.")
    if out:
        ja = f"{contest.ja(out)}は、決めた票数に届きませんでした。"
        said = Sentence(ja, f"Below the quorum: {contest.en(out)}.")
    facts = {"quorum": number(quorum), "votes": contest.named(for_it), "eliminated": contest.ids(out)}
    return Round(said, {"step": "quorum", **facts})


def _majority_round(
    contest: Contest,
    needs: dict[int, Fraction],
    for_it: dict[int, Fraction],
    against: dict[int, Fraction],
    out: list[int],
) -> Round:
    facts = {
        "step": "supermajority",
        "needs": {contest.id(a): str(ratio) for a, ratio in needs.items()},
        "for": contest.named({a: for_it[a] for a in needs}),
        "against": contest.named({a: against[a] for a in needs}),
        "eliminated": contest.ids(out),
    }
    default = [contest.ties.ids.index(str(contest.rules.default))]
    name, english = contest.ja(default), contest.en(default)
    said = Sentence(
        f"残った候補は、{name}より必要な差で多く選ばれました。", f"Every option left beats {english} as required."
    )
    if out:
        ja = f"{contest.ja(out)}は、{name}との差が足りず外れました。"
        said = Sentence(ja, f"Not far enough ahead of {english}: {contest.en(out)}.")
    return Round(said, facts)
