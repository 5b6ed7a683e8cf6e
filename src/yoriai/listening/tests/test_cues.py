import time
from urllib.error import URLError

import numpy as np
import pytest

from yoriai.listening.cues import cues, is_sensitive
from yoriai.listening.embedders import EndpointEmbedder, encode_or_fall_back, reading_parts
from yoriai.listening.identity import Theme, carry, in_known_order
from yoriai.listening.labelling import accepted, rewrite
from yoriai.listening.tray import unheard
from yoriai.listening.voices import Voice

SEGMENTS = {"s1": "朝7時に開けてほしい", "s2": "開店を早くしてほしい"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("コロッケに髪の毛が入っていました", ["urgent"]),
        ("父の血圧が高いので薄味がいい", ["sensitive"]),
        ("店員の態度が悪い", ["complaint"]),
        ("孫が小麦だめなので米粉がいい", ["sensitive"]),
        ("母（八十七歳）が喜びます", ["sensitive"]),
        ("小麦の香りがいいパン", []),
        ("[スタンプ]", ["outside"]),
        ("教科書しんだことある", []),
        ("カレー味一択", []),
    ],
)
def test_cues_hint_without_alarm_at_slang(text: str, kinds: list[str]) -> None:
    assert [cue.kind for cue in cues(text)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "豆腐を食べたあと、おなかが痛くなりました", "昨日のがんもで腹こわしたわ", "おなかいたい、ずっと", "刺身を食べて家族みんな気持ち悪くなった",
        "寿司にあたったみたいです", "孫の口のまわりがかゆくなりました", "くるみ入りと知らず、じんましんが出ました", "入り口の段差で母が転んで膝を打ちました",
        "棚の角で指を切った", "パンの中から針金みたいなものが出てきた", "ゴキブリが混入していました", "袋をあけたらかびが生えていた", "レジの横がこげくさい",
        "厨房からガスのにおいがします", "もちがのどにつまって怖かった",
        "I had a stomach ache after the tofu", "We ate the clams and felt sick all night", "My son got a red rash", "Her lips swelled up",
        "She slipped and hurt her knee by the door", "I found a piece of glass in my salad", "There was a hair in my soup", "The bread was mouldy",
        "There is a smell of gas near the till, I think a gas leak",
    ],
)  # fmt: skip
def test_harm_to_body_or_house_is_urgent_in_many_words(text: str) -> None:
    assert "urgent" in [cue.kind for cue in cues(text)]


@pytest.mark.parametrize(
    "text",
    [
        "おなかがすく時間に開けてほしい", "お腹いっぱい食べました", "腹が立つほどうまい", "おなかにやさしい豆腐", "気持ちよく買えました", "花びんがかわいい",
        "火がつくように人気が出た", "手を切らずに皮をむける道具", "宝くじに当たった", "石けんが入っている箱", "ガス台で温める作り方を知りたい", "賞味期限が切れる前に安くしてほしい",
        "足を運ぶかいがあります", "口コミで来ました", "顔なじみの店員さん", "目が覚める辛さ",
        "I am sick of waiting in line", "The wallpaper is out of date", "I fell in love with this bread", "Cut my cake in half please", "A moulding on the wall", "We ate it all, brilliant",
    ],
)  # fmt: skip
def test_innocent_words_near_harm_are_not_urgent(text: str) -> None:
    assert [cue.kind for cue in cues(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "祖母が入院中で持って行きたい", "腰が悪いのでベンチがほしい", "耳が遠いので画面に出してほしい", "母は認知症で味が濃いと残します", "毎日薬を飲んでいるのでグレープフルーツは困る",
        "うつで外に出られない日もある", "抗がん剤の治療中でも食べられるもの", "高齢の父が一人で開けられる袋に", "障がいのある子と一緒に行きたい", "病院に通っています", "宗教上の理由で豚肉は食べません",
        "My father is in hospital and misses it", "I am disabled and the door is heavy", "My son is autistic and hates the hand dryer", "She is coeliac, is it safe?",
    ],
)  # fmt: skip
def test_health_and_belief_of_a_person_are_sensitive(text: str) -> None:
    assert "sensitive" in [cue.kind for cue in cues(text)]


@pytest.mark.parametrize(
    "text",
    [
        "薬味のねぎを別にしてほしい", "農薬を使わない大豆で", "うつわがすてき", "うつくしい夕日が見える席", "病院の前まで来てほしい", "高齢者の割引を続けて", "障害物が多くて通れない", "通信障害のときも払えるように",
        "出荷前の検査を見たい", "技術の発達に驚いた", "介護施設の前にバス停を", "クレームブリュレ味を作って", "重い荷物を助けてくれた店員さん", "救急箱を置いてほしい", "煙が少ない焼き方",
        "Great hospitality!", "A bus to the hospital every hour", "I disabled the sound", "crude drawings are fun", "A light over the emergency exit", "Seoul style noodles",
    ],
)  # fmt: skip
def test_things_that_sound_like_health_or_harm_are_neither(text: str) -> None:
    assert [cue.kind for cue in cues(text)] == []


@pytest.mark.parametrize(
    "text",
    ["電話は090-1234-5678です", "０３（１２３４）５６７８", "+81 90 1234 5678", "a.b@mail.example まで", "〒123-4567"],
)
def test_where_somebody_can_be_reached_is_personal_and_no_quote(text: str) -> None:
    assert [cue.kind for cue in cues(text)] == ["personal"]
    assert is_sensitive(text)


@pytest.mark.parametrize(
    "text", ["2026-11-27に1000円で買った", "10時から18時まで", "型番は12-345-6789", "@tofu を見ました", "a@b"]
)
def test_other_numbers_and_signs_reach_nobody(text: str) -> None:
    assert cues(text) == ()


@pytest.mark.parametrize("text", ["あ" * 4000, "a.b" * 1400, "0-" * 2000, "+1 " * 1400])
def test_hints_are_quick_on_the_longest_voice(text: str) -> None:
    began = time.process_time()
    cues(text)
    assert time.process_time() - began < 0.2


def test_a_draft_must_cite_and_quote_truly() -> None:
    good = "早く開けてほしいという声です[s1]。「開店を早く」という声もあります[s2]。"
    assert accepted(good, SEGMENTS) is not None
    assert accepted("早く開けてほしい。", SEGMENTS) is None
    assert accepted("早く開けてほしい[s9]。", SEGMENTS) is None
    assert accepted("「夜に開けて」という声です[s1]。", SEGMENTS) is None


def test_a_draft_is_asked_once_and_an_outage_leaves_the_label() -> None:
    asked: list[str] = []
    cache: dict[str, str] = {}
    for _ in range(2):
        assert rewrite(SEGMENTS, lambda p: asked.append(p) or "早い開店を願う[s1,s2]。", cache) is not None
    assert len(asked) == 1

    def silent(_: str) -> str:
        raise URLError("no answer")

    assert rewrite(SEGMENTS, silent, {}) is None


def test_an_endpoint_that_does_not_answer_drops_to_the_next() -> None:
    vectors, used, note = encode_or_fall_back(EndpointEmbedder("http://127.0.0.1:9/v1/embeddings", "m"), ["朝"])
    assert (used.name, vectors.shape, note != "") == ("use-m3", (1, 512), True)


def test_an_endpoint_address_must_be_http() -> None:
    with pytest.raises(ValueError, match="http"):
        EndpointEmbedder("file:///etc/hosts", "m")


def test_long_voices_are_read_in_parts_and_whole() -> None:
    parts = reading_parts("長い話です。" * 500)
    assert "".join(parts) == "長い話です。" * 500
    assert max(map(len, parts)) <= 400


def test_unheard_names_the_silent_and_hides_small_cells() -> None:
    noon = [Voice(str(i), "a", f"p{i}", "店", segment="昼に来る方") for i in range(6)]
    voices = [*noon, Voice("x", "a", "q", "店", segment="高校生")]
    rows, sentence = unheard(voices, {("店", "夜に来る方"): 12})
    assert sentence == "夜に来る方の声がまだありません。"
    assert {row.segment: row.heard for row in rows} == {"夜に来る方": 0, "昼に来る方": 6, "高校生": None}


def theme(identity: str, *voices: str) -> Theme:
    return Theme(identity, f"見出し{identity}", None, voices, len(voices), 3)


def test_carry_tells_of_splits_and_merges() -> None:
    old = [theme("o1", "1", "2", "3", "4", "5"), theme("o2", "6", "7"), theme("o3", "8", "9")]
    new = [theme("n1", "1", "2", "3"), theme("n2", "4", "5"), theme("n3", "6", "7", "8", "9")]
    kept, changes = carry(new, old)
    assert [t.id for t in kept] == ["o1", "n2", "o2"] or [t.id for t in kept] == ["o1", "n2", "o3"]
    assert sorted({c.kind for c in changes}) == ["merged", "new", "split"]


def test_vectors_of_blank_texts_are_zero() -> None:
    vectors, _, _ = encode_or_fall_back(EndpointEmbedder("http://127.0.0.1:9/x", "m"), ["", "。朝"])
    assert (bool(np.any(vectors[0])), bool(np.any(vectors[1]))) == (False, True)


def test_equal_themes_stand_as_people_saw_them_last() -> None:
    old = [Theme(i, i, None, (i,), 1, 3, weight=2) for i in ("b", "a", "c")]
    new = [old[1], old[2].replace(weight=3), Theme("n", "n", None, ("n",), 1, 3, weight=2), old[0]]
    assert [theme.id for theme in in_known_order(new, old)] == ["c", "b", "a", "n"]
