import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from yoriai.listening.linkage import average_link, compact


def random_rows(seed: int, count: int) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, 6))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@given(st.integers(0, 10_000), st.integers(3, 40), st.floats(0.1, 0.9))
@settings(max_examples=40, deadline=None)
def test_average_link_equals_scipy_at_every_cut(seed: int, count: int, share: float) -> None:
    rows = random_rows(seed, count)
    similar = rows @ rows.T
    groups = max(1, round(share * count))
    mine = average_link(similar.astype(np.float32), np.ones(count)).at_count(groups)
    distance = squareform(1 - similar, checks=False)
    theirs = fcluster(linkage(distance, "average"), groups, "maxclust")
    assert compact(mine).tolist() == compact(theirs).tolist()


def test_average_link_merges_from_micro_groups_as_from_their_members() -> None:
    rows = np.repeat(random_rows(3, 8), 3, axis=0)
    whole = average_link((rows @ rows.T).astype(np.float32), np.ones(24)).at_count(4)
    sums = rows.reshape(8, 3, 6).sum(axis=1)
    parts = average_link((sums @ sums.T).astype(np.float32), np.full(8, 3.0)).at_count(4)
    assert whole[::3].tolist() == parts.tolist()


def test_average_link_never_joins_what_people_barred() -> None:
    similar = np.ones((4, 4), np.float32)
    barred = np.zeros((4, 4), bool)
    barred[0, 3] = barred[3, 0] = True
    labels = average_link(similar, np.ones(4), barred).at_count(1)
    assert labels[0] != labels[3]
    assert len(set(labels.tolist())) == 2


@pytest.mark.parametrize("count", [1, 2, 5])
def test_tree_cut_gives_exactly_the_asked_number(count: int) -> None:
    rows = random_rows(1, 5)
    labels = average_link((rows @ rows.T).astype(np.float32), np.ones(5)).at_count(count)
    assert len(set(labels.tolist())) == count
