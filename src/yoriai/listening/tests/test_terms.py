"""Terms of a text: the same wherever and whenever they are asked for."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from yoriai.listening import terms
from yoriai.listening.terms import content_terms, term_lists, tokens
from yoriai.listening.words import default_words


def test_terms_come_out_the_same_in_several_threads_at_once() -> None:
    texts = ["お弁当に入る小さいがんもどきがあればうれしい。" * 5]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: term_lists(texts), range(400)))
    assert found == [term_lists(texts)] * 400


def test_the_dictionary_is_loaded_once_for_threads_that_come_together() -> None:
    terms._maker.cache_clear()
    together = Barrier(4)
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: (together.wait(), terms.tokenizer())[1], range(4)))
    assert (terms._maker.cache_info().misses, len({id(tokenizer) for tokenizer in made})) == (1, 4)


@pytest.mark.parametrize(
    ("text", "term"),
    [("お店の大きさ", "サイズ"), ("飛行機が飛ぶ", "飛行機"), ("化粧室", "便所"), ("大きめの箱", "大きい")],
)
def test_words_of_the_lists_are_whole(text: str, term: str) -> None:
    assert term in content_terms(tokens(text), default_words())


def test_every_contrast_can_be_met_in_a_text() -> None:
    lists = default_words()
    words = {word for contrast in lists.contrasts for word in contrast if not word.isascii()}
    met = {word for word in words if word in {lists.synonyms.get(t.normal, t.normal) for t in tokens(word)}}
    assert words - met == set()
