import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yoriai.measuring.drivers import drivers
from yoriai.measuring.kano import beats, category_of, feature
from yoriai.measuring.network import betweenness, constraint, crossing, density, ei_change, network, reciprocity
from yoriai.measuring.psm import crossings, in_order, price_points
from yoriai.measuring.purchases import purchase_days
from yoriai.measuring.rfm import habits
from yoriai.measuring.suppression import hidden_cells
from yoriai.measuring.word_of_mouth import word_of_mouth

PRICES = np.array(
    [
        (50, 80, 120, 160), (60, 80, 110, 150), (40, 70, 100, 140), (70, 90, 130, 180), (60, 90, 120, 150),
        (50, 70, 110, 130), (80, 100, 150, 200), (40, 60, 90, 120), (60, 80, 120, 160), (70, 100, 140, 180),
    ],
    float,
)  # fmt: skip
TIES = np.array([["abcdef".index(c) for c in tie] for tie in ["ab", "ba", "ac", "cd", "dc", "de", "ef", "fa"]])
PAIRS = np.array([0, 0, 1, 1, 2, 2])


def test_price_points_of_the_worked_example():
    assert crossings(PRICES) == {"pmc": 85, "pme": 110, "ipp": 100, "opp": 90}
    narrower = crossings(PRICES, narrower=True)
    assert (narrower["pmc"], narrower["pme"]) == (75, 130)


def test_price_points_do_not_depend_on_the_seedless_run():
    assert price_points(PRICES) == price_points(PRICES)


def test_prices_out_of_order_are_found():
    assert in_order(np.array([[50.0, 80, 70, 160], [50, 80, 120, 160]])).tolist() == [False, True]


def test_network_measures_of_the_worked_example():
    net = network(6, TIES)
    found = crossing(net, PAIRS)
    assert (round(density(net), 4), reciprocity(net)) == (0.2667, 0.5)
    assert (found.ei.value, round(found.expected, 2)) == (-0.25, 0.60)
    assert (round(found.assortativity, 4), round(found.modularity, 5)) == (0.4286, 0.28125)


def test_groups_below_five_people_are_hidden_between_groups():
    assert (crossing(network(6, TIES), PAIRS).between == -1).all()


def test_weight_0_is_no_tie_and_self_ties_are_counted():
    net = network(3, np.array([[0, 1], [1, 1], [1, 2]]), np.array([0.0, 1, 2]))
    assert (net.ties.tolist(), net.weights.tolist(), net.self_ties) == ([[1, 2]], [2.0], 1)


def test_betweenness_of_a_chain_stands_on_the_middle():
    net = network(3, np.array([[0, 1], [1, 2]]), directed=False)
    assert betweenness(net).tolist() == [0, 1, 0]
    assert constraint(net).round(2).tolist() == [1, 0.5, 1]


def test_ei_change_of_the_same_ties_is_0_and_unsurprising():
    net = network(6, TIES)
    assert ei_change(net, net, PAIRS) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("answers", "category"), [((1, 1), "Q"), ((1, 5), "O"), ((1, 3), "A"), ((3, 5), "M"), ((5, 1), "R"), ((3, 3), "I")]
)
def test_kano_table(answers, category):
    assert category_of(*answers) == category


def test_kano_close_race_is_not_clear():
    found = feature([(1, 3)] * 11 + [(3, 5)] * 9)
    assert (found.category, found.clear, found.n) == ("A", False, 20)
    assert beats(18, 2, 20)


def test_kano_questionable_answers_are_told():
    assert feature([(1, 1)] * 3 + [(1, 5)] * 7).misunderstood


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 30), max_size=8))
def test_no_hidden_cell_can_be_worked_out(counts):
    hidden = hidden_cells(counts)
    shown = {name: n for name, n in counts.items() if name not in hidden}
    assert all(n == 0 or n >= 5 for n in shown.values())
    assert len(hidden) != 1 or all(n == 0 for n in shown.values())


def test_word_of_mouth_leaves_self_referrals_out():
    rows = [("a", "b", True), ("a", "c", False), ("b", "d", True), ("a", "a", True)]
    found = word_of_mouth(["a", "b", "c", "d"], rows)
    assert (found.k.value, found.per_person, found.self_referrals, found.generations) == (0.5, 0.75, 1, (1, 1))


def test_habits_in_words():
    person, day = np.array([0, 1, 1, 1, 1, 2, 2]), np.array([100, 70, 80, 90, 100, 1, 8])
    words = habits(purchase_days(person, day, None, 3), until=101).words
    assert words == ("first", "often", "gone")


def test_drivers_find_the_word_that_goes_with_liking():
    scores = [10] * 30 + [5] * 30
    words = [frozenset({"味"})] * 28 + [frozenset({"駐車場"})] * 2 + [frozenset({"駐車場"})] * 30
    found = drivers(scores, words)
    assert [(d.word, d.verdict) for d in found] == [("味", "clear"), ("駐車場", "clear")]


def test_drivers_of_noise_are_rarely_clear():
    rng = np.random.default_rng(1)
    scores = rng.integers(5, 11, 100).tolist()
    words = [frozenset(f"w{k}" for k in range(30) if rng.random() < 0.2) for _ in scores]
    assert [d.word for d in drivers(scores, words) if d.verdict == "clear"] == []
