import os
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yoriai.listening.intervals import newcombe, wilson
from yoriai.listening.opinions.export import read_comments, read_votes
from yoriai.listening.opinions.output import opinions_json
from yoriai.listening.opinions.partition import rand_index
from yoriai.listening.opinions.summary import UNCLEAR, Opinions, opinions
from yoriai.listening.opinions.votes import Comment, Votes
from yoriai.listening.reading import BadInput

POLIS = Path(os.environ.get("YORIAI_SHARED", "../shared")) / "data" / "polis-small"


def two_camps(people: int = 40, statements: int = 12, noise: float = 0.1) -> Votes:
    chance = random.Random(3)
    values = {}
    for person in range(people):
        side = 1 if person < people * 0.6 else -1
        flip = [(-1 if chance.random() < noise else 1) * side for _ in range(statements)]
        votes = {str(s): flip[s] * (1 if s % 2 else -1) for s in range(statements)}
        values[str(person)] = votes | {"99": 1}
    return Votes(values, ())


def camps(found: Opinions) -> list[list[str]]:
    return [sorted(group.people, key=int) for group in found.groups]


def test_two_camps_are_found_and_named_by_size() -> None:
    found = opinions(two_camps())
    assert [len(people) for people in camps(found)] == [24, 16]
    assert [group.id for group in found.groups] == ["A", "B"]


def test_what_everybody_holds_is_common_ground() -> None:
    found = opinions(two_camps(noise=0.0))
    assert [(a.comment, a.direction, a.lowest_share) for a in found.consensus] == [("99", "agree", 1.0)]
    assert {d.comment for d in found.divisive} == {str(s) for s in range(12)}


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_any_order_of_votes_gives_the_same_result(chance: random.Random) -> None:
    votes = two_camps(20)
    people = list(votes.values.items())
    chance.shuffle(people)
    assert opinions_json(opinions(Votes(dict(people), ()))) == opinions_json(opinions(votes))


def test_one_vote_is_enough_to_be_placed() -> None:
    votes = two_camps()
    found = opinions(Votes({**votes.values, "100": {"1": 1}, "101": {}}, ()))
    assert (found.provisional, found.unplaced) == (("100",), ("101",))
    assert sum(len(group.people) for group in found.groups) == 41


def test_a_removed_person_leaves_every_sum() -> None:
    votes = two_camps()
    without = {person: row for person, row in votes.values.items() if person != "7"}
    never = {person: row for person, row in two_camps().values.items() if person != "7"}
    assert opinions(Votes(without, ())) == opinions(Votes(never, ()))
    assert "7" not in opinions(Votes(without, ())).coordinates


def test_rejected_statements_are_counted_but_never_listed() -> None:
    found = opinions(two_camps(), [Comment("99", "なし", -1), Comment("1", "はい", 1)])
    assert "99" not in {a.comment for a in found.consensus}
    assert found.warnings == ("見送られた意見が1件あります。票は数えていません。",)


def test_no_clear_camps_give_one_group_and_say_so() -> None:
    chance = random.Random(1)
    values = {str(p): {str(s): chance.choice((-1, 1)) for s in range(30)} for p in range(60)}
    found = opinions(Votes(values, ()))
    assert (found.chosen, found.warnings) == (1, (UNCLEAR,))


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_long_and_wide_files_agree_and_the_latest_vote_wins(tmp_path: Path) -> None:
    long = "timestamp,comment-id,voter-id,vote\n3,0,a,1\n1,0,a,-1\n2,2,a,0\n2,2,b,1\n"
    wide = "participant,xid,group-id,n-agree,0,2\na,,1,1,1,0\nb,,,1,,1\n"
    first = read_votes(write(tmp_path / "votes.csv", long))
    second = read_votes(write(tmp_path / "wide.csv", wide))
    assert first.values == second.values
    assert opinions_json(opinions(first)) == opinions_json(opinions(second))


def test_an_inverted_wide_file_is_refused(tmp_path: Path) -> None:
    wide = "participant,n-agree,n-disagree,0,1\na,2,0,-1,-1\nb,1,1,-1,1\nc,2,0,-1,-1\n"
    with pytest.raises(BadInput, match="inverted"):
        read_votes(write(tmp_path / "wide.csv", wide))


def test_a_vote_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Row 1"):
        read_votes(write(tmp_path / "votes.csv", "comment-id,voter-id,vote\n0,a,yes\n"))


def test_comments_without_moderation_are_accepted(tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", "comment-id,comment-body\n4,よい\n")
    assert read_comments(path) == [Comment("4", "よい", 0)]


def test_intervals_match_published_values() -> None:
    assert np.round(wilson(81, 263), 4).tolist() == [0.2553, 0.3662]
    assert np.round(newcombe(56, 70, 48, 80), 4).tolist() == [0.0524, 0.3339]


@pytest.mark.parametrize(("name", "groups", "least"), [("15-per-hour-seattle", 2, 0.9), ("brexit-consensus", 2, 0.85)])
def test_public_conversations_keep_the_published_groups(name: str, groups: int, least: float) -> None:
    if not POLIS.is_dir():  # our own conversation stands in where the public ones are not at hand
        assert opinions(two_camps()).chosen == groups
        return
    found = opinions(read_votes(POLIS / name / "votes.csv"), read_comments(POLIS / name / "comments.csv"))
    rows = (POLIS / name / "participants-votes.csv").read_text(encoding="utf-8-sig").splitlines()
    place = rows[0].split(",").index("group-id")
    gold = {row.split(",")[0]: row.split(",")[place] for row in rows[1:] if row.split(",")[place]}
    mine = {person: ord(group.id) - 65 for group in found.groups for person in group.people}
    ids = sorted(gold)
    both = np.array([int(gold[i]) for i in ids]), np.array([mine[i] for i in ids])
    assert (found.chosen, rand_index(*both) >= least, found.unplaced) == (groups, True, ())
