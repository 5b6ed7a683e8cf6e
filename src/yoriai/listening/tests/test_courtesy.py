"""What the encoder reads of a voice, and what must not become of wordless ones."""

import pytest

from yoriai.listening.courtesy import plain
from yoriai.listening.tests.shop import shop_voices
from yoriai.listening.themes import listen
from yoriai.listening.voices import Voice
from yoriai.listening.words import default_words


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("It would be nice if you could open earlier, thank you!", "open earlier"),
        ("I’d love to see a bench here. Many thanks.", "a bench here"),
        ("Please, could you stop the music?", "stop the music?"),
        ("Please do not open earlier", "do not open earlier"),
        ("Pleased to meet the baker. Pleasant shop", "Pleased to meet the baker Pleasant shop"),
        ("Thank you.", "Thank you."),
        ("早く開けてください。お願いします。", "早く開けてください。お願いします。"),
        ("LINE please で送って", "LINE please で送って"),
        ("🎉(^^)", ""),
    ],
)
def test_plain_leaves_out_the_manner_and_keeps_the_wish(text: str, rest: str) -> None:
    assert plain(text, default_words()) == rest


def test_signs_without_words_stand_alone_and_slang_names_no_theme() -> None:
    signs = ["😭", "🎉", "👍", "😊", "(^^)", "♪", "。", "orz", "…", "❤"]
    report = listen([*shop_voices(), *(Voice(f"s{i}", sign) for i, sign in enumerate(signs))])
    assert {f"s{i}" for i in range(len(signs)) if i not in (0, 6, 7)} <= set(report.alone)
    assert not [theme.label for theme in report.themes if "orz" in theme.label]


def test_one_sign_from_many_is_a_theme_of_its_own() -> None:
    report = listen([*shop_voices(), *(Voice(f"s{i}", "🎉") for i in range(3))])
    home = [theme for theme in report.finest() if "s0" in theme.voices]
    assert [(theme.voices, theme.label) for theme in home] == [(("s0", "s1", "s2"), "ことばのない声")]
