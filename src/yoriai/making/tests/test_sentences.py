import pytest

from yoriai.making.sentences import MOST, is_sentence, sentences


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("小さいのがほしい。ふたが閉まらない！", ["小さいのがほしい。", "ふたが閉まらない！"]),
        ("「買うよ。」と言った。また来る", ["「買うよ。」と言った。", "また来る"]),
        ("一行目\n\n 二行目 ", ["一行目", "二行目"]),
        ("It is 3.5 cm. Please make it smaller!", ["It is 3.5 cm.", "Please make it smaller!"]),
        ("ひとことだけ", ["ひとことだけ"]),
        ("。。。！", []),
        ("", []),
    ],
)
def test_sentences_are_cut_where_they_end(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == pieces


def test_sentences_are_never_too_many_to_choose_from() -> None:
    text = "あ。" * 500
    spans = sentences(text)
    assert len(spans) == MOST
    assert spans[-1][1] == len(text)


@pytest.mark.parametrize(
    ("headline", "right"),
    [
        ("ふたが閉まる大きさにしてほしい", True),
        ("夜でも買えるようにしたい。", True),
        ("朝は詰めるだけがいい", True),
        ("洗って捨てるのが面倒です", True),
        ("ふたが閉まる大きさのがんも", False),
        ("容器について", False),
        ("値段の問題", False),
        ("カレー味", False),
        ("小さいまんじゅう", False),
        ("夜に買えるごはん", False),
        ("高かけん買えん", True),
        ("温めんでよか", True),
        ("もっと早う出してほしかけん", True),
        ("I want it small enough for the lid to close", True),
        ("Small ganmo", False),
        ("", False),
    ],
)
def test_is_sentence_refuses_a_topic(headline: str, right: bool) -> None:
    assert is_sentence(headline) is right
