from yoriai.listening.embedders import Embedder, TermsOnly, default_embedder
from yoriai.listening.placing import Placing, in_words
from yoriai.listening.search import SimilarIndex, similar
from yoriai.listening.tests.shop import TEXTS, shop_voices
from yoriai.listening.themes import listen
from yoriai.listening.voices import Voice

PAN = [
    Voice("1", "カレーパンの油が気になる"),
    Voice("2", "もっと大きいカレーパンがほしい"),
    Voice("3", "朝に来たい", "p"),
]


def order(query: str, embedder: Embedder | None = None) -> list[str]:
    return [hit.voice for hit in similar(query, PAN, embedder or default_embedder()[0])]


def test_search_joins_synonyms_and_width() -> None:
    assert order("カレーパン でかく")[0] == "2"
    assert set(order("ｶﾚｰﾊﾟﾝ")[:2]) == {"1", "2"}
    assert order("でかい")[0] == "2"
    assert order("朝")[0] == "3"


def test_search_works_without_an_encoder() -> None:
    assert order("カレーパン でかく", TermsOnly())[0] == "2"


def test_search_forgets_a_removed_person() -> None:
    index = SimilarIndex(PAN, default_embedder()[0])
    assert (index.remove("p"), [hit.voice for hit in index.search("朝に来たい")]) == (1, ["1", "2"])


def test_search_of_nothing_is_empty() -> None:
    assert SimilarIndex([], default_embedder()[0]).search("朝") == []
    assert SimilarIndex(PAN, default_embedder()[0]).search("  ") == []


def test_placing_names_the_theme_of_a_like_voice_first() -> None:
    voices = shop_voices()
    report = listen(voices)
    held = Placing(voices, report.themes, default_embedder()[0])
    first = held.place("食パンの値段が高いと思います")[0]
    assert "b15" in next(theme.voices for theme in report.finest() if theme.id == first.theme)
    assert (first.nearest[0], first.words) == ("b15", "とても近い")


def test_placing_leaves_a_stranger_to_the_tray() -> None:
    voices = shop_voices()
    held = Placing(voices, listen(voices).themes, default_embedder()[0])
    assert held.place("   ") == []
    assert len(TEXTS) == len(voices)


def test_similarity_is_said_in_words() -> None:
    assert [in_words(s) for s in (0.7, 0.5, 0.2)] == ["とても近い", "近い", "少し近い"]
