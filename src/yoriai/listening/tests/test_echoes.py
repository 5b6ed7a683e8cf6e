from datetime import datetime, timedelta

import numpy as np
import pytest

from yoriai.listening.echoes import contributions, echo_groups, find_bursts, find_links, near_pairs
from yoriai.listening.embedders import default_embedder, encode_texts
from yoriai.listening.tests.shop import shop_voices
from yoriai.listening.themes import listen
from yoriai.listening.voices import Voice
from yoriai.listening.words import everyday_sentences


def groups(*texts: str) -> list[tuple[int, ...]]:
    voices = [Voice(str(i), text) for i, text in enumerate(texts)]
    return echo_groups(find_links(voices, encode_texts(default_embedder()[0], texts)))


def test_echoes_join_equal_words_and_leave_opposites_apart() -> None:
    found = groups("小さいのがほしい", "小さいのがほしい！", "小さいのはほしくない", "朝に開けて")
    assert found == [(0, 1)]


def test_empty_cells_are_no_echo_but_equal_signs_are() -> None:
    assert groups("", "", "😭", "😭") == [(2, 3)]


def test_other_emoji_are_no_echo_of_each_other() -> None:
    assert groups("😭", "🎉", "👍", "👍", "(^^)") == [(2, 3)]


def test_another_thing_in_a_short_wish_is_no_echo() -> None:
    assert groups("餃子をもっと小さくしてほしい", "机をもっと小さくしてほしい") == []


CROWD_OF_BIKES = (
    "駐輪場を店の前に作ってほしいです", "駐輪場を店の前に作ってください", "店の前に駐輪場を作ってください", "店の前に駐輪場がほしいです",
    "駐輪場を店の前にお願いします", "店の前に駐輪場を作ってほしい", "店の前の駐輪場をお願いします", "ぜひ店の前に駐輪場を作ってください",
    "駐輪場がほしいです。店の前に作ってください", "店の前に駐輪場があるとうれしいです", "店の前に駐輪場を作ってもらえませんか", "駐輪場を店の前に希望します",
    "自転車を止める場所がないので、店の前に駐輪場を作ってください",
)  # fmt: skip


def test_a_campaign_folds_around_its_mean_and_leaves_its_opposite_out() -> None:
    found = groups(*CROWD_OF_BIKES, "店の前に駐輪場を作らないでほしいです", "店の前に駐車場を作ってほしいです")
    assert found == [tuple(range(13))]


def test_near_pairs_are_symmetric_and_above_the_threshold() -> None:
    rows = np.eye(3, dtype=np.float32)
    rows[2] = rows[0]
    assert near_pairs(rows, 0.7)[0] == [(0, 2, 1.0)]


def test_contributions_count_known_people_and_a_burst_once() -> None:
    voices = [
        Voice("1", "a", "x"),
        Voice("2", "a", "y"),
        Voice("3", "a"),
        Voice("4", "b"),
        Voice("5", "c", "x"),
    ]
    home = {0: 0, 1: 0, 2: 0}
    assert contributions(range(5), voices, home, set()) == 4
    assert contributions(range(5), voices, home, {0}) == 3


def test_contributions_fold_voices_that_cannot_be_told_apart() -> None:
    voices = [Voice(str(i), "a") for i in range(4)]
    assert contributions(range(4), voices, dict.fromkeys(range(4), 0), set()) == 1


def test_bursts_are_flagged_by_time_channel_or_missing_persons() -> None:
    start = datetime(2026, 10, 12, 9)
    times = [Voice(str(i), "a", f"p{i}", "qr" if i else "line", start + timedelta(hours=i)) for i in range(5)]
    channel = [Voice(str(i), "a", f"p{i}", "qr", start + timedelta(days=9 * i)) for i in range(5)]
    nobody = [Voice(str(i), "a", "" if i else "p") for i in range(5)]
    calm = [Voice(str(i), "a", f"p{i}", f"c{i}", start + timedelta(days=9 * i)) for i in range(5)]
    found = [[b.reason for b in find_bursts(v, [tuple(range(5))])] for v in (times, channel, nobody, calm)]
    assert found == [["day"], ["channel"], ["nobody"], []]


@pytest.mark.timeout(10)  # a look at every pair of times takes a minute
def test_a_burst_of_very_many_voices_is_found_at_once() -> None:
    start = datetime(2026, 10, 12, 9)
    voices = [Voice(str(i), "a", f"p{i}", f"c{i}", start + timedelta(minutes=i)) for i in range(30_000)]
    assert find_bursts(voices, [tuple(range(30_000)), tuple(range(1_500))])[0].voices == tuple(range(1_500))


def test_one_twin_that_differs_does_not_outvote_a_crowd_of_twelve() -> None:
    found = groups(*CROWD_OF_BIKES, "自転車で来る客も多いので、店の前に駐輪場を作ってください")
    assert found == [tuple(range(14))]


FREE_WISHES = (
    "Please run the number twelve bus later in the evening.", "Could the twelve run later at night?",
    "The last number twelve bus leaves too early in the evening.", "I finish work late and there is no bus. Please run the twelve later.",
    "It would be great to have a later bus on route twelve.", "Please add a late evening bus on the twelve.",
    "Why does the twelve stop so early? We need a bus later in the evening.",
    "I have to take a taxi home because the last twelve has gone. A later bus, please.",
    "A later last bus on route twelve would help shift workers.", "Would you consider running bus twelve until late in the evening?",
    "Can we have the number twelve bus for longer in the evening?", "Later evening buses on the number twelve, please!",
    "I wish the twelve bus ran later at night.", "Please extend the evening service of the number twelve bus.",
    "The number twelve should keep running later in the evening.",
    "We cannot go to the cinema because the last twelve bus is so early. Run it later, please.",
    "Any chance of a later number twelve bus in the evening?", "Please put on one more twelve bus late in the evening.",
    "How about a later last bus for the twelve?", "Evenings without the twelve bus are hard. Please let it run later.",
    "I'd like the number twelve bus to go later in the evening.", "The twelve bus needs to run later for people who work in the evening.",
    "Students come home late. Please run bus twelve later.", "It would help me a lot if the number twelve bus ran later in the evening.",
    "Please keep the twelve bus going until later at night.", "My shift ends after the last twelve bus. Could there be a later one?",
)  # fmt: skip
OTHER_WISHES = (
    "Please do not run the number twelve bus later, it is noisy.", "Please run the number seven bus later in the evening.",
    "Please run the number twelve bus earlier in the morning.", "Please run the night train later in the evening.",
)  # fmt: skip


def echoes(*texts: str) -> list[list[int]]:
    """Echo groups as the report has them, among the voices of the shop and other ordinary sentences."""
    plain = [Voice(f"e{i}", text) for i, text in enumerate(everyday_sentences())]
    voices = [*(Voice(str(i), text) for i, text in enumerate(texts)), *shop_voices(), *plain]
    return [[int(voice) for voice in group if voice.isdigit()] for group in listen(voices).echoes]


def test_many_free_wordings_of_one_wish_fold_and_others_stay_out() -> None:
    home = max(echoes(*FREE_WISHES, *OTHER_WISHES), key=len)
    assert len(home) >= 0.8 * len(FREE_WISHES)
    assert max(home) < len(FREE_WISHES)


TOMATOES = (
    "トマトをもっと安くしてほしい", "トマトの種類を増やしてほしい", "トマトを朝から並べてほしい", "トマトを半分の量で売ってください", "トマトの産地を書いてほしいです", "トマトを箱で買いたい",
    "トマトの育て方を教えてください", "トマトを冷やして売ってほしい", "トマトの味見をさせてください", "トマトを小さい袋に入れてほしい", "トマトでジュースを作ってください", "トマトの苗も売ってほしい",
    "トマトを予約できるとうれしい", "トマトを家まで届けてほしい", "トマトの料理を店で出してほしい", "トマトを赤くなってから売ってほしい",
)  # fmt: skip


def test_many_wishes_about_one_thing_are_a_topic_and_no_echo() -> None:
    assert max(map(len, echoes(*TOMATOES)), default=0) <= 2
