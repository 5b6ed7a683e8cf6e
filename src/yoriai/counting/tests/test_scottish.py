"""Scottish STV stage by stage, each number worked out by hand from rules 45 to 52."""

from yoriai.counting import count
from yoriai.counting.tests.vectors import sheet


def test_exactly_the_quota_is_elected_and_leaves_no_surplus() -> None:
    result = count(sheet("4 A, 3 BC, 2 C, 1 D"), "stv-scottish", seats=2)
    assert (result.extra["quota"], result.rounds[0]["elected"]) == (4, ["A"])
    assert [step["eliminated"] for step in result.rounds] == [[], ["D"], ["C"]]
    assert [step["exhausted"] for step in result.rounds] == [0, 1, 3]
    assert result.order == (("A",), ("B",), ("C",), ("D",))


def test_equal_surpluses_and_then_equal_votes_are_settled_in_turn() -> None:
    """The surplus moved first puts its heir ahead at stage 2, which settles the tie at stage 5."""
    text = "5 AC, 5 BD, 1 C, 1 D, 1 E"
    for seed, first, heir, other in (("2027-01-15", "A", "C", "D"), ("2027-01-17", "B", "D", "C")):
        result = count(sheet(text), "stv-scottish", seats=3, tie_seed=seed)
        assert [step["transfer"] and step["transfer"]["from"] for step in result.rounds][1] == first
        assert result.winners == ("A", "B", heir)
        assert [(tie["stage"], tie["resolved_by"]) for tie in result.ties] == [
            ("stage 2", "seed"),
            ("stage 5", "earlier stages"),
        ]
        assert result.ties[1]["order"] == [heir, other]


def test_a_surplus_moves_shared_ballots_at_their_share() -> None:
    result = count(sheet("4 (AB)C, 4 A, 2 C"), "stv-scottish", seats=2, overvote="split")
    assert result.extra["quota"] == 4
    assert [step["tally"] for step in result.rounds] == [
        {"A": 6, "B": 2, "C": 2},
        {"A": 4, "B": 2.66666, "C": 2},
        {"A": 4, "B": 2.66666},
    ]
    assert result.rounds[1]["transfer"] == {"from": "A", "value": 0.33333}
    assert [step["exhausted"] for step in result.rounds] == [0, 1.33334, 3.33334]


def test_places_nobody_supports_are_filled_while_options_are_left() -> None:
    result = count(sheet("3 A, 1 B", "ABC"), "stv-scottish", seats=2)
    assert [step["elected"] for step in result.rounds] == [["A"], [], ["B"]]
    everyone = count(sheet("3 AB, 1 B", "ABC"), "stv-scottish", seats=3)
    assert [(step["elected"], step["eliminated"]) for step in everyone.rounds] == [(["A", "B", "C"], [])]


def test_withdrawn_first_choices_pass_their_paper_on_at_once() -> None:
    ballots = sheet("3 WA, 2 B, 1 W", "ABW", withdrawn=frozenset({2}))
    result = count(ballots, "stv-scottish")
    assert result.rounds[0]["tally"] == {"A": 3, "B": 2}
    assert (result.winners, result.extra["quota"], result.rounds[0]["exhausted"]) == (("A",), 3, 0)
