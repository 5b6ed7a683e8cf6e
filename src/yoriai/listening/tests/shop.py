"""Our own voices for tests: a small bread shop, four subjects, some that stand alone. Nothing from anybody real."""

from functools import cache
from pathlib import Path

from yoriai.listening.themes import Report, listen
from yoriai.listening.voices import Voice

SMALLER = (
    "メロンパンをもっと小さくしてほしい",
    "小さいメロンパンがあれば子どもに買えます",
    "メロンパンは半分の大きさがいい",
    "小さいサイズのパンがほしいです",
    "ひと口で食べられる小さいパンがほしい",
)
MORNING = (
    "朝7時に開けてほしい",
    "朝早く開店してくれると通勤前に買えます",
    "もっと早い時間に店を開けてください",
    "通勤前の朝に買えるとうれしい",
    "開店の時間を早くしてほしい",
)
PARKING = (
    "駐車場がせまくて入れません",
    "駐車場をもう一台ふやしてほしい",
    "車をとめる場所が足りない",
    "駐車場の入り口がわかりにくい",
    "店の前に自転車をとめる場所がほしい",
)
PRICE = (
    "食パンの値段が高いと思う",
    "食パンが少し高くて毎日は買えない",
    "もう少し安い食パンがほしい",
    "値段を下げてもらえると助かります",
    "値上げの理由を教えてほしい",
)
SINGLE = (
    "😭",
    "",
    "。",
    "ああああああ",
    "高い",
    "猫の絵がかわいい",
    "I want a smaller size",
    "ラジオの音が大きい",
)
TEXTS = (*SMALLER, *MORNING, *PARKING, *PRICE, *SINGLE)


def shop_voices() -> list[Voice]:
    return [Voice(f"b{i:02}", text, f"p{i % 17}") for i, text in enumerate(TEXTS)]


@cache
def heard() -> Report:
    """The shop's voices heard once; reports do not change, so many tests may look at the same one."""
    return listen(shop_voices())


def write_table(path: Path, encoding: str = "utf-8", separator: str = ",") -> Path:
    rows = [["id", "text", "person"], *([v.id, v.text, v.person] for v in shop_voices())]
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    return path
