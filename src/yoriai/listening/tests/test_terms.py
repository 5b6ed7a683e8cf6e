"""Terms of a text: the same wherever and whenever they are asked for."""

from concurrent.futures import ThreadPoolExecutor

from yoriai.listening.terms import term_lists


def test_terms_come_out_the_same_in_several_threads_at_once() -> None:
    texts = ["お弁当に入る小さいがんもどきがあればうれしい。" * 5]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: term_lists(texts), range(400)))
    assert found == [term_lists(texts)] * 400
