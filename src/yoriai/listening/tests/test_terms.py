"""Terms of a text: the same wherever and whenever they are asked for."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from yoriai.listening import terms
from yoriai.listening.terms import term_lists


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
