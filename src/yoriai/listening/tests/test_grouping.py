import numpy as np
import pytest

from yoriai.listening import grouping
from yoriai.listening.embedders import TermsOnly
from yoriai.listening.space import Space, build_space
from yoriai.listening.tests.shop import TEXTS


def term_space(texts: list[str]) -> Space:
    embedder = TermsOnly()
    return build_space(embedder.encode(texts), texts, embedder)


def test_above_the_exact_size_everybody_has_a_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "EXACT", 12)
    labels = grouping.group(term_space(list(TEXTS)))
    assert len(labels) == len(TEXTS)
    assert labels.min() == 0


@pytest.mark.parametrize("count", [1, 5, 12, 20, 28])
def test_above_the_exact_size_the_asked_number_is_exact(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "EXACT", 12)
    labels = grouping.group(term_space(list(TEXTS)), count)
    assert len(set(labels.tolist())) == count


def test_pair_sums_equal_the_plain_products() -> None:
    space = term_space(list(TEXTS))
    plain = (space.terms @ space.terms.T).toarray()
    sums, _ = grouping.pair_sums(space, np.arange(len(TEXTS)))
    assert np.allclose(sums, plain, atol=1e-6)


def test_a_zero_row_is_similar_to_nothing() -> None:
    space = term_space(["", "パンがほしい", "パンがすき"])
    assert np.isfinite(space.terms.data).all()
    assert grouping.pair_sums(space, np.arange(3))[0][0].tolist() == [0.0, 0.0, 0.0]


def leaned(similarity: np.ndarray) -> np.ndarray:
    """The plain sum: every row plus LEAN times the weighted mean of its nearest, scaled back to its length."""
    size = len(similarity)
    lean = np.eye(size)
    for row in range(size):
        others = np.round(similarity[row], 6)
        others[row] = -1
        nearest = np.argsort(-others, kind="stable")[: min(grouping.NEIGHBOURS, size - 1)]
        weight = np.maximum(others[nearest], 0)
        if weight.sum() > 0:
            lean[row, nearest] += grouping.LEAN * weight / weight.sum()
    full = lean @ similarity @ lean.T
    length, stretched = np.sqrt(np.diag(similarity)), np.sqrt(np.diag(full))
    scale = np.divide(length, stretched, out=np.zeros(size), where=stretched > 0)
    return full * np.outer(scale, scale)


@pytest.mark.parametrize("texts", [list(TEXTS), ["", "パン", "パンがすき"], ["パン"], ["", ""]])
def test_leaning_sums_equal_the_plain_formula_in_any_block_size(
    texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    space, each = term_space(texts), np.arange(len(texts))
    wanted = leaned(grouping.pair_sums(space, each)[0].astype(np.float64))
    for block in (1, 7, 1_000):
        monkeypatch.setattr(grouping, "BLOCK", block)
        found = grouping.leaning_sums(*grouping.pair_sums(space, each))
        assert np.allclose(found, wanted, atol=1e-5)
        assert np.array_equal(found, found.T)


def test_voices_that_stood_together_stay_and_those_that_stood_apart_need_more() -> None:
    texts = ["朝のパン", "朝のごはん", "夜のパン", "夜のごはん"]
    space = term_space(texts)
    for stood in ([0, 0, 1, 1], [0, 1, 0, 1]):
        before = grouping.homes(np.array(stood))
        assert grouping.group(space, 2, known=before).tolist() == stood


def test_groups_share_the_homes_of_their_members_and_new_voices_have_none() -> None:
    before = grouping.homes(np.array([0, 1, -1, 1]))
    assert grouping.shares(before, np.array([0, 0, 1, 1])).toarray().tolist() == [[0.5, 0.5], [0.0, 0.5]]
