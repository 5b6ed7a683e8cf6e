import pytest

from yoriai.listening.guard import conflict
from yoriai.listening.meaning import one_each, read

OPPOSED = [
    ("小さくしてほしい", "小さくしないでほしい"),
    ("朝市を続けてください", "朝市をやめてください"),
    ("種類を増やしてほしい", "種類を減らしてほしい"),
    ("80円までなら買う", "80円より高いなら買う"),
    ("80円なら買う", "800円なら買う"),
    ("三個入りがほしい", "二個入りがほしい"),
    ("甘い味がいい", "辛い味がいい"),
    ("朝に開けてほしい", "夜に開けてほしい"),
    ("カレーパンだけほしい", "カレーパンがほしい"),
    ("棚の上に置いてほしい", "棚の下に置いてほしい"),
    ("犬が猫を追う", "猫が犬を追う"),
    ("もっと大きいのがほしい", "もっと小さいのがほしい"),
    ("ほしくなかと", "ほしかと"),
    ("Please open in the morning", "Please do not open in the morning"),
    ("I want a bigger size", "I want a smaller size"),
    ("Please open on Sundays", "Please close on Sundays"),
    ("Please open on Sundays", "Please open on Mondays"),
    ("More benches at the bus stop", "No more benches at the bus stop"),
    ("Please put a bench at the bus stop", "Please take away the bench at the bus stop"),
    ("Please add a fish pie", "Please add a meat pie"),
    ("小さな箱も置いてほしい", "大きな箱も置いてほしい"),
    ("トイレを広くしてほしい", "キッチンを広くしてほしい"),
    ("両手で持てる袋がほしい", "片手で持てる袋がほしい"),
    ("白い袋の横に黒い箱を置く", "黒い袋の横に白い箱を置く"),
    ("入口に棚と机があり、奥には椅子がある", "入口に椅子があり、奥には棚と机がある"),
    ("店は開いていて、客もいる", "店は開いていなくて、客もいない"),
    ("The bread is not warm and not soft in the evening", "The bread is warm and soft in the evening"),
    ("Please do not shout and do not run in the shop", "Please shout and run in the shop"),
]
OPPOSED += [
    ("放射能を全国に広げてほしい", "放射能を全国に広げるな"),
    (
        "保育園に通う子どもが多くて朝の道がとても混むので、駅前の広い駐車場を会社員にも貸し出してほしいです",
        "保育園に通う子どもが多くて朝の道がとても混むので、駅前の広い駐車場を会社員には貸し出さないでほしいです",
    ),
    (
        "駅前の広場に建てる新しい図書館の計画は、費用も高く、説明会も足りず、住民の声も聞いていないので反対です",
        "駅前の広場に建てる新しい図書館の計画は、費用も高く、説明会も足りず、住民の声も聞いていない",
    ),
]
ALIKE = [
    (
        "海外の古い例を見ると、ごみは全国に分散せず港の倉庫に集めて厳重に管理され、住民も安心しているので、日本でも国が責任を持つのが大切だ",
        "海外の古い例を見ると、ごみは港の倉庫に集めて厳重に管理され、住民も安心しているので、日本でも国が責任を持つのが大切だ",
    ),
    ("危ないので信号をつけてほしい", "子どもだけでは危ないので信号をつけてほしい"),
    ("一キロあたり80円なら買う", "キロ80円なら買う"),
    ("小さいのない？", "小さいのがほしい"),
    ("箱が小さいので、一口の大きさがほしい", "箱が小さいので、一口サイズがほしい"),
    ("棚の高さを変えてほしい", "低い棚の高さを変えてほしい"),
    ("ミニサイズ希望！", "ミニサイズ 希望!"),
    ("三個ほしい", "３個ほしい"),
    ("小さいのがほしかー", "小さいのが欲しい"),
    ("小さくないと困る", "小さいと助かる"),
    ("止める場所がないので、駐輪場を作ってほしい", "駐輪場を作ってほしい"),
    ("夜は買えないから八時まで開けてください", "八時まで開けてください"),
    ("八時まで延ばしてほしい", "八時に延ばしてほしい"),
    ("Please put a bench at the bus stop", "We need a bench at the bus stop"),
]


@pytest.mark.parametrize(("a", "b"), OPPOSED)
def test_guard_refuses_opposites_both_ways(a: str, b: str) -> None:
    assert (conflict(read(a), read(b), 0.9) != "", conflict(read(b), read(a), 0.9) != "") == (True, True)


@pytest.mark.parametrize(("a", "b"), ALIKE)
def test_guard_lets_the_same_wish_pass(a: str, b: str) -> None:
    assert (conflict(read(a), read(b), 0.9), conflict(read(b), read(a), 0.9)) == ("", "")


@pytest.mark.parametrize(
    ("text", "negative"),
    [
        ("いらないです", True), ("ないので作ってほしい", False), ("混むので増やさないでほしい", True),
        ("閉めないで、お願いします", True), ("I cannot come, please open later", False), ("欲しくないです", True), ("増やさないでほしい", True), ("小さいのない？", False),
        ("小さいのはありませんか", False), ("買わなければならない", False), ("これしかない", False), ("悪くはないが好きではない", 2), ("なくはない", False),
    ],
)  # fmt: skip
def test_negations_are_counted_by_clause_and_questions_are_wishes(text: str, negative: int) -> None:
    assert read(text).negative == negative


@pytest.mark.parametrize(
    "text",
    [
        "席を増やしていただけませんでしょうか", "席を増やしてもらえねえべか", "席を増やしてくれんね", "席を増やすことはできないのでしょうか", "席を増やしてくれへん？",
        "席を増やせないもんかね", "席を増やして頂けないかと思います", "席がないので増やしたほうがいいです", "人が足りないから席を増やすといいと思います",
        "Why not add some seats?", "Text me early so that I do not forget", "Tell patients who do not speak English", "People shouldn't have to stand; add a seat",
    ],
)  # fmt: skip
def test_a_polite_request_and_a_reason_deny_nothing(text: str) -> None:
    assert read(text).negative == 0


@pytest.mark.parametrize(
    "text",
    [
        "席を増やさないでもらえませんか",
        "席を増やさないでいただけませんでしょうか",
        "返事をくれない",
        "店の前に自転車を止めないでほしい",
    ],
)
def test_a_polite_request_not_to_do_something_still_denies(text: str) -> None:
    assert (read(text).negative, read(text).against) == (1, False)


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("席をなくして、棚を増やしてほしい", True), ("カードはやめて、現金だけにしてほしい", True), ("信号機は外してほしい", True), ("Please cut down the trees", True),
        ("三つの原則は、取り除く、遮る、離すだ", False), ("自転車を止める場所がほしい", False), ("A bench where the bus stops, please", False),
    ],
)  # fmt: skip
def test_ending_something_is_against_it_where_it_is_asked_for(text: str, against: bool) -> None:
    assert read(text).against == against


@pytest.mark.parametrize(
    "text",
    [
        "信号つけて！",
        "ぜひ待合室に画面を。",
        "席を置いてはどうでしょう",
        "席があると安心です",
        "量を選べるといいと思います",
    ],
)
def test_a_wish_needs_no_word_of_wishing(text: str) -> None:
    assert read(text).wish


@pytest.mark.parametrize(
    ("text", "things"),
    [("Could you sell smaller pieces?", {"piece"}), ("She adds a milder broth", {"broth"}), ("Please offer", set())],
)
def test_english_deeds_and_manners_are_no_things(text: str, things: set[str]) -> None:
    assert read(text).things == things


def test_a_noun_with_two_particles_has_no_role_to_swap() -> None:
    assert one_each(frozenset({("犬", "が"), ("犬", "を"), ("猫", "を")})) == {"猫": "を"}
