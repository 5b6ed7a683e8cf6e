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
