import pytest
from hypothesis import given
from hypothesis import strategies as st

from yoriai.listening.voices import Voice, canonical_order, dedupe_key, input_hash, people, sentence_spans


def test_dedupe_key_joins_spacing_width_and_exclamation() -> None:
    assert dedupe_key("ミニサイズ 希望！") == dedupe_key("ﾐﾆｻｲｽﾞ希望!")


def test_dedupe_key_keeps_a_question_and_a_decimal_point_apart() -> None:
    assert dedupe_key("小さいのない？") != dedupe_key("小さいのない。")
    assert dedupe_key("1.5倍") != dedupe_key("15倍")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("「高い。」と思う。 でも好き！\n次も来ます", ["「高い。」と思う。", "でも好き！", "次も来ます"]),
        ("（量が少ない。）\n以上です", ["（量が少ない。）", "以上です"]),
        ("It is 3.5 cm. Too big! Thanks.", ["It is 3.5 cm.", "Too big!", "Thanks."]),
        ("😊\n。。。", ["😊", "。。。"]),
        ("", []),
    ],
)
def test_sentence_spans_end_where_sentences_end(text: str, pieces: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentence_spans(text)] == pieces


@given(st.text(max_size=200))
def test_sentence_spans_cover_every_written_sign(text: str) -> None:
    inside = "".join(text[s.start : s.end] for s in sentence_spans(text))
    assert "".join(inside.split()) == "".join(text.split())


@given(st.lists(st.text(max_size=20), max_size=20), st.randoms())
def test_input_hash_ignores_row_order(texts: list[str], chance: object) -> None:
    voices = [Voice(str(i), text) for i, text in enumerate(texts)]
    shuffled = sorted(voices, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert input_hash(shuffled) == input_hash(voices)
    assert canonical_order(shuffled) == canonical_order(voices)


def test_people_counts_an_unknown_person_as_their_own() -> None:
    assert people([Voice("1", "a", "x"), Voice("2", "b", "x"), Voice("3", "c"), Voice("4", "d")]) == 3
