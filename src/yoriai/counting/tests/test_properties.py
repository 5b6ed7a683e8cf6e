"""What must hold for every contest, tried on random ones."""

from collections.abc import Callable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from yoriai.counting import Ballots, Option, count, rankings
from yoriai.counting.condorcet import condorcet_winner, schulze, smith_set
from yoriai.counting.pairwise import pairwise
from yoriai.counting.rated import compare_judgments, lower_median
from yoriai.counting.runoff import instant_runoff
from yoriai.counting.ties import TieBreak

Marks = list[tuple[tuple[int, ...], int]]


@st.composite
def contests(draw: Callable[..., object], most: int = 5) -> tuple[int, Marks]:
    m = draw(st.integers(2, most))
    order = st.permutations(range(m)).flatmap(lambda p: st.integers(1, m).map(lambda n: tuple(p[:n])))
    return m, draw(st.lists(st.tuples(order, st.integers(1, 5)), min_size=1, max_size=10))


def sheet(m: int, marks: Marks, ids: list[str] | None = None) -> Ballots:
    return rankings(marks, [Option(i, i) for i in ids or list("abcdef")[:m]])


@given(contests(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_order_and_grouping_of_ballots_change_nothing(contest: tuple[int, Marks], draw: object) -> None:
    m, marks = contest
    apart = [(mark, 1) for mark, n in marks for _ in range(n)]
    draw.shuffle(apart)  # type: ignore[attr-defined]
    for method in ("schulze", "ranked-pairs", "irv", "stv-scottish"):
        assert count(sheet(m, apart), method).as_json() == count(sheet(m, marks), method).as_json()


@given(contests(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_renaming_options_renames_the_winner(contest: tuple[int, Marks], draw: object) -> None:
    m, marks = contest
    names = list("abcdef")[:m]
    moved = draw.sample(range(m), m)  # type: ignore[attr-defined]
    renamed = [(tuple(moved[i] for i in mark), n) for mark, n in marks]
    before = count(sheet(m, marks), "schulze").winners
    after = count(sheet(m, renamed), "schulze").winners
    assert {names[moved[names.index(w)]] for w in before} == set(after)


@given(contests())
@settings(max_examples=100, deadline=None)
def test_condorcet_winner_is_elected(contest: tuple[int, Marks]) -> None:
    ballots = sheet(*contest)
    best = condorcet_winner(pairwise(ballots))
    if best is not None:
        found = {method: count(ballots, method).winners for method in ("schulze", "ranked-pairs", "minimax")}
        assert found == dict.fromkeys(found, (ballots.options[best].id,))


@given(contests())
@settings(max_examples=100, deadline=None)
def test_schulze_and_ranked_pairs_stay_in_the_smith_set(contest: tuple[int, Marks]) -> None:
    ballots = sheet(*contest)
    smith = {ballots.options[i].id for i in smith_set(pairwise(ballots))}
    assert set(count(ballots, "schulze").winners) | set(count(ballots, "ranked-pairs").winners) <= smith


@given(contests(), st.integers(1, 3))
@settings(max_examples=100, deadline=None)
def test_ranking_the_winner_first_once_more_never_hurts_it(contest: tuple[int, Marks], more: int) -> None:
    m, marks = contest
    before = schulze(pairwise(sheet(m, marks)))[0]
    after = schulze(pairwise(sheet(m, [*marks, ((before[0],), more)])))[0]
    assert before[0] in after


@given(contests(4))
@settings(max_examples=100, deadline=None)
def test_a_clone_of_an_option_changes_nothing(contest: tuple[int, Marks]) -> None:
    m, marks = contest
    cloned = [(tuple(c for i in mark for c in ((i, m) if i == 0 else (i,))), n) for mark, n in marks]
    for method in ("schulze", "ranked-pairs"):
        before, after = count(sheet(m, marks), method), count(sheet(m + 1, cloned), method)
        clone = "abcdef"[m]
        assert {"a" if w == clone else w for w in after.winners} == set(before.winners)


@given(contests(), st.integers(0, 4))
@settings(max_examples=100, deadline=None)
def test_a_majority_of_first_choices_wins_the_runoff(contest: tuple[int, Marks], option: int) -> None:
    m, marks = contest
    crowd = sum(n for _, n in marks) + 1
    assert count(sheet(m, [*marks, ((option % m,), crowd)]), "irv").winners == ("abcdef"[option % m],)


@given(contests())
@settings(max_examples=100, deadline=None)
def test_runoff_keeps_every_ballot(contest: tuple[int, Marks]) -> None:
    ballots = sheet(*contest)
    stages, _ = instant_runoff(ballots, ballots.standing, TieBreak("abcdef", "1", str))
    assert {sum(stage.tally.values()) + stage.exhausted for stage in stages} == {ballots.valid}


@given(contests())
@settings(max_examples=60, deadline=None)
def test_table_counts_as_one_ballot_at_a_time(contest: tuple[int, Marks]) -> None:
    m, marks = contest
    slow = np.zeros((m, m), int)
    for mark, n in marks:
        place = {option: mark.index(option) for option in mark}
        for a in place:
            for b in range(m):
                slow[a, b] += n * (place[a] < place.get(b, 99))
    assert pairwise(sheet(m, marks)).tolist() == slow.tolist()


histogram = st.lists(st.integers(0, 6), min_size=4, max_size=4)


@given(histogram, histogram)
@settings(max_examples=400, deadline=None)
def test_judgments_compare_as_if_medians_were_taken_away_one_by_one(one: list[int], other: list[int]) -> None:
    one[0] += max(0, sum(other) - sum(one))
    other[0] += max(0, sum(one) - sum(other))
    first, second = majority_value(one), majority_value(other)
    assert compare_judgments(one, other) == (first > second) - (first < second)


def majority_value(histogram: list[int]) -> list[int]:
    left, value = list(histogram), []
    while sum(left):
        value.append(lower_median(left))
        left[value[-1]] -= 1
    return value
