"""Equal shares: exact runs on small budgets, and the short way through the raises held against the long one."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from yoriai.counting.completion import FINE, RaisedRun, equal_shares
from yoriai.counting.equal_shares import Budgeting, Utility, exact_run


def budget(costs: list[int], voters: list[str], total: int, utility: Utility = "cost") -> Budgeting:
    supports = np.array([["abcdef"[p] in ballot for p in range(len(costs))] for ballot in voters])
    priced = tuple(map(Fraction, costs))
    return Budgeting(supports, np.ones(len(voters), np.int64), priced, Fraction(total), len(voters), utility)


def random_case(seed: int) -> Budgeting:
    draw = np.random.default_rng(seed)
    m, groups = int(draw.integers(2, 7)), int(draw.integers(2, 9))
    counts = draw.integers(1, 4, groups)
    part = seed % 4 // 3 * 6 + 1  # every fourth case has sevenths
    costs = tuple(Fraction(int(c), part) for c in draw.integers(0 if seed % 3 else 3, 400 if seed % 2 else 12, m))
    total = Fraction(int(draw.integers(5, 900 if seed % 2 else 30)), int(draw.integers(1, 4)))
    voters = int(counts.sum() + draw.integers(0, 3))
    return Budgeting(
        draw.random((groups, m)) < 0.5, counts, costs, total, voters, "cost" if seed % 5 else "cardinality"
    )


def one_by_one(case: Budgeting) -> tuple[list[int], int]:
    """add1 as it is written down: every raise in fractions."""
    raised, now = 0, projects(case, 0)
    while any(
        case.backing[p] and p not in now and cost <= case.budget - spent(case, now) for p, cost in enumerate(case.costs)
    ):
        following = projects(case, raised + 1)
        if spent(case, following) > case.budget:
            break
        now, raised = following, raised + 1
    return now, raised


def projects(case: Budgeting, raised: int) -> list[int]:
    return [purchase.project for purchase in exact_run(case, raised, min)]


def spent(case: Budgeting, funded: list[int]) -> Fraction:
    return sum((case.costs[p] for p in funded), Fraction(0))


def completed(case: Budgeting) -> tuple[list[int], int]:
    bought, raised = equal_shares(case, "add1", min)
    return [purchase.project for purchase in bought], raised


@pytest.mark.parametrize("seeds", [range(n, n + 50) for n in range(0, 300, 50)])
def test_many_raises_together_end_where_one_by_one_ends(seeds: range) -> None:
    cases = [random_case(seed) for seed in seeds]
    assert [completed(case) for case in cases] == [one_by_one(case) for case in cases]


@pytest.mark.parametrize("seeds", [range(50), range(50, 100)])
def test_a_run_over_a_range_holds_for_every_raise_in_it(seeds: range) -> None:
    told = 0
    for case, width in [(random_case(seed), seed % 7) for seed in seeds]:
        common = RaisedRun(case, 3, 3 + width, min).run()
        told += common is not None
        assert common is None or [common] * (width + 1) == [projects(case, 3 + n) for n in range(width + 1)]
    assert told > len(seeds) // 2


@pytest.mark.parametrize("seed", range(40))
def test_bounds_of_a_range_hold_every_exact_price(seed: int) -> None:
    """What a run believes of its first purchase must enclose what is true for each raise."""
    case = random_case(seed)
    run = RaisedRun(case, 2, 4, min)
    for p in (p for p, n in enumerate(case.backing) if n and case.costs[p]):
        offer = run._payment(p)
        low, high = run._price(p, offer.low, offer.high) if offer and offer.low >= 0 else (0, 0)
        for raised in (2, 3, 4):
            alone = replace(case, supports=case.supports[:, [p]], costs=(case.costs[p],))
            (bought,) = exact_run(alone, raised, min) or (None,)
            assert offer is None or (offer.low < 0) is (bought is None)
            exact = bought.rho * run.scale * 2**FINE if bought else Fraction(0)
            assert offer is None or low <= exact <= high


def test_those_who_ran_out_of_money_pay_what_they_have() -> None:
    bought = exact_run(budget([30, 20], ["ab", "ab", "a", "b"], 60), 0, min)
    assert [(p.project, p.payment, p.payers, p.left) for p in bought] == [(0, 10, 3, 15), (1, 10, 3, 5)]
    poor = exact_run(budget([24, 30, 27], ["abc", "a", "b", "bc"], 80), 0, min)
    assert [(p.project, p.payment) for p in poor] == [(1, 10), (0, 14)]


def test_a_small_contest_with_a_large_budget_is_instant() -> None:
    assert completed(budget([600_000, 300_000], ["ab", "b"], 1_000_000)) == ([1, 0], 250_000)


def test_two_quarters_that_mirror_each_other_are_alike_for_every_raise() -> None:
    """Two prices that depend on the raise, and are the same at every one."""
    case = budget([1_000_001, 1_000_001, 200_000], ["ac", "a", "bc", "b", ""], 2_400_000, "cardinality")
    assert RaisedRun(case, 75_000, 115_000, min).run() == projects(case, 99_000) == [2, 0, 1]
    uneven = budget([1_000_001, 1_000_001, 200_000], ["ac", "a", "b", "b", ""], 2_400_000, "cardinality")
    assert RaisedRun(uneven, 75_000, 115_000, min).run() == projects(uneven, 99_000)


def test_a_range_in_doubt_tells_nothing() -> None:
    case = budget([600_000, 300_000], ["ab", "b"], 1_000_000)
    assert RaisedRun(case, 249_999, 250_000, min).run() is None
    assert RaisedRun(case, 0, 249_999, min).run() == [1]


@pytest.mark.parametrize("utility", ["cost", "cardinality"])
def test_projects_without_costs_come_first_the_most_supported_before(utility: Utility) -> None:
    case = budget([0, 10, 0], ["ab", "bc", "c"], 15, utility)
    assert [(p.project, p.rho, p.left) for p in exact_run(case, 0, min)][:2] == [(2, 0, 10), (0, 0, 5)]
    assert projects(case, 0) == RaisedRun(case, 0, 0, min).run() == [2, 0, 1]


def test_equal_prices_go_to_the_most_supported_and_then_to_the_tie_break() -> None:
    case = budget([10, 20, 10], ["abc", "abc", "b", "b"], 44, "cost")
    assert exact_run(case, 0, max)[0].project == 1
    equal = budget([10, 10], ["ab", "ab"], 22)
    assert RaisedRun(equal, 0, 0, max).run() == [1, 0]
    assert [purchase.tied for purchase in exact_run(equal, 0, max)] == [(0, 1), (0,)]
    three = budget([10, 10, 10], ["abc", "abc"], 40)
    assert [purchase.tied for purchase in exact_run(three, 0, max)] == [(0, 1, 2), (0, 1), (0,)]


def test_a_purchase_tells_its_price_per_unit_of_utility() -> None:
    for utility, prices in (("cost", [Fraction(1, 3), Fraction(1, 2)]), ("cardinality", [Fraction(4), Fraction(3)])):
        found = exact_run(budget([12, 6], ["a", "ab", "ab"], 30, utility), 0, min)
        assert sorted((p.project, p.rho) for p in found) == list(enumerate(prices))
    assert [(p.rho, p.payment, p.payers) for p in exact_run(budget([0], ["a", "a"], 10), 0, min)] == [(0, 0, 2)]


def test_one_voter_alone_spends_the_whole_budget() -> None:
    assert projects(budget([10, 20], ["ab"], 20), 0) == [0]
    assert [p.left for p in exact_run(budget([10, 20], ["ab"], 30), 0, min)] == [20, 0]


def test_a_hair_too_dear_is_never_funded_and_next_to_nothing_always_is() -> None:
    """Differences far below the unit money is counted in."""
    hair = Fraction(1, 10**30)
    dear = replace(budget([10], ["a", "a", "a"], 10), costs=(10 + hair,))
    assert (RaisedRun(dear, 0, 0, min).run() or [], projects(dear, 0)) == ([], [])
    cheap = replace(budget([10], ["a", "a", "a"], 10), costs=(hair,))
    assert RaisedRun(cheap, 0, 0, min).run() == projects(cheap, 0) == [0]


def test_a_budget_far_above_all_costs_is_counted() -> None:
    assert completed(budget([3, 4], ["a", "b"], 1_000_000)) == ([0, 1], 0)


def test_those_who_give_their_last_coin_share_what_is_owed() -> None:
    """After c the backers of p have 2 and 4, just its cost: it asks 4 at most, more than q."""
    case = replace(
        budget([2, 6, 0], ["ab", "b", "c"], 12, "cardinality"), costs=(Fraction(2), Fraction(6), Fraction(7, 2))
    )
    assert RaisedRun(case, 0, 0, min).run() == projects(case, 0) == [0, 2, 1]


def test_those_who_paid_are_not_taken_for_those_who_did_not() -> None:
    uneven = budget([1_000_001, 1_000_001, 2_000], ["ac", "a", "b", "b", ""], 2_400_000, "cardinality")
    assert (projects(uneven, 21_500), projects(uneven, 22_500)) == ([2, 1, 0], [2, 0, 1])
    assert RaisedRun(uneven, 21_500, 22_500, min).run() is None
