from datetime import datetime, timedelta

import numpy as np

from yoriai.listening.echoes import contributions, echo_groups, find_bursts, find_links, near_pairs
from yoriai.listening.embedders import default_embedder, encode_texts
from yoriai.listening.voices import Voice


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


def test_one_twin_that_differs_does_not_outvote_a_crowd_of_twelve() -> None:
    found = groups(*CROWD_OF_BIKES, "自転車で来る客も多いので、店の前に駐輪場を作ってください")
    assert found == [tuple(range(14))]


FREE_WISHES = (
    "公園に手すりをつけてほしいです", "公園の階段に手すりがあると安心です", "足が弱いので、公園の坂に手すりをつけてもらえませんか", "公園に手すりがほしい。",
    "手すりがないと公園の階段を上がれません。つけてください", "母と公園へ行きます。手すりをお願いします", "公園の入口の階段に手すりを設置していただけないでしょうか",
    "雨の日は公園の階段がすべります。手すりをつけてほしい", "公園、手すりつけて！", "公園の石段に手すりの設置を希望します", "年をとると階段がつらい。公園に手すりがあると助かります",
    "公園の階段、手すりがあったらうれしいな", "杖をついています。公園に手すりを取り付けてください", "公園に手すりを増やしてほしい", "階段で転びそうになりました。公園に手すりをお願いします",
    "公園の坂道にも手すりがあるといいと思います", "孫と公園に行くとき、手すりがあれば安心です", "公園の階段に手すりをつけてもらえるとありがたい",
)  # fmt: skip
OTHER_WISHES = (
    "公園の手すりを外してほしい", "公園の階段に手すりはいりません", "駅の階段に手すりをつけてほしい", "公園にベンチを置いてほしい", "公園の草を刈ってください",
)  # fmt: skip


def test_many_free_wordings_of_one_wish_fold_and_others_stay_out() -> None:
    found = groups(*FREE_WISHES, *OTHER_WISHES)
    home = max(found, key=len)
    assert len(home) >= 0.8 * len(FREE_WISHES)
    assert max(home) < len(FREE_WISHES)


TOMATOES = (
    "トマトをもっと安くしてほしい", "トマトの種類を増やしてほしい", "トマトを朝から並べてほしい", "トマトを半分の量で売ってください", "トマトの産地を書いてほしいです", "トマトを箱で買いたい",
    "トマトの育て方を教えてください", "トマトを冷やして売ってほしい", "トマトの味見をさせてください", "トマトを小さい袋に入れてほしい", "トマトでジュースを作ってください", "トマトの苗も売ってほしい",
    "トマトを予約できるとうれしい", "トマトを家まで届けてほしい", "トマトの料理を店で出してほしい", "トマトを赤くなってから売ってほしい",
)  # fmt: skip


def test_many_wishes_about_one_thing_are_a_topic_and_no_echo() -> None:
    assert max(map(len, groups(*TOMATOES)), default=0) <= 2
