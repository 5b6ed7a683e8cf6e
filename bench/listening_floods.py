"""Paraphrases of one wish from a small grammar: what a campaign of a hundred like voices does to all others."""

import random
from collections.abc import Sequence
from itertools import combinations, product
from pathlib import Path

from yoriai.listening.themes import Report
from yoriai.listening.voices import Voice

# One row per wish: what may stand in each place. The first choice of every place is the original.
WISHES = {
    "box": (
        ("お弁当箱が", "弁当箱が", "お弁当の箱が", "うちのお弁当箱は", "弁当箱、"),
        ("小さいので", "ちいさいから", "ちっちゃいので", "小さいため"),
        ("一口サイズが", "ひと口サイズが", "ひとくちの大きさが", "一口で食べられるのが"),
        ("ほしいです", "ほしい！", "いいです。", "欲しいなあ", "うれしいです", "ほしいです。お願いします"),
    ),
    "frozen": (
        ("冷凍で", "冷凍にして", "凍らせて", "冷凍品で"),
        ("小分けに", "少しずつ小分けに", "小さく分けて", "一回分ずつに"),
        ("なっていたら", "してくれたら", "してあれば", "してもらえたら"),
        ("買います", "絶対買います！", "毎週買いたいです", "買いたい。", "きっと買う"),
    ),
    "english": (
        ("Please ", "Could you please ", "I wish you would ", "It would be nice if you could "),
        ("sell ", "offer ", "make ", "bake "),
        ("a smaller size", "smaller pieces", "a small size", "a mini size"),
        ("", ", thank you", " of the bun", " for lunch boxes", "!", " for children"),
    ),
}


def paraphrases(wish: str, count: int = 100) -> list[str]:
    """The original first, then `count` − 1 other wordings, the same every time."""
    places = WISHES[wish]
    original, *others = ("".join(parts) for parts in product(*places))
    return [original, *random.Random(wish).sample(others, min(count - 1, len(others)))]  # noqa: S311


def campaign(name: str) -> list[tuple[str, str]]:
    """(wish, wording): some wishes and 19 to 24 rewordings of each, written freely; the first is the original.

    A wish that begins with "-" holds what must stay out of that wish: opposites and other things.
    """
    table = (Path(__file__).parent / "data" / name).read_text(encoding="utf-8")
    return [(wish, text) for wish, text in (line.split("\t") for line in table.splitlines()[1:])]


def campaign_folded(report: Report, rows: Sequence[tuple[str, str]]) -> tuple[float, float, float]:
    """Shares of the copies in the echo group of their original, in an echo group at all; of right linked pairs.

    Voice i of the campaign has the id `campaign i`; every other voice in a pair is a wrong one.
    """
    wish = {f"campaign {i}": name for i, (name, _) in enumerate(rows) if not name.startswith("-")}
    home = {voice: number for number, group in enumerate(report.echoes) for voice in group}
    original: dict[str, str] = {}
    for voice, name in wish.items():
        original.setdefault(name, voice)
    copies = [voice for voice, name in wish.items() if original[name] != voice]
    at_home = sum(home.get(voice, -1) == home.get(original[wish[voice]], -2) for voice in copies)
    pairs = [p for group in report.echoes for p in combinations(group, 2) if p[0] in wish or p[1] in wish]
    right = sum(wish.get(a) == wish.get(b) for a, b in pairs) / max(len(pairs), 1)
    return at_home / len(copies), sum(voice in home for voice in copies) / len(copies), right


def leaks(report: Report, rows: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """(voices that must stay out and stand in the echo group of the original, all that must stay out)."""
    home = {voice: number for number, group in enumerate(report.echoes) for voice in group}
    original: dict[str, str] = {}
    for i, (name, _) in enumerate(rows):
        original.setdefault(name, f"campaign {i}")
    against = [(f"campaign {i}", name[1:]) for i, (name, _) in enumerate(rows) if name.startswith("-")]
    wrong = sum(home.get(voice, -1) == home.get(original[name], -2) for voice, name in against)
    return wrong, len(against)


def flooded(voices: Sequence[Voice], wish: str, persons: bool) -> list[Voice]:
    """The voices plus one hundred wordings of a wish, by one hundred people or by nobody known."""
    texts = paraphrases(wish)
    return [*voices, *(Voice(f"flood{i}", text, f"q{i}" if persons else "") for i, text in enumerate(texts))]


def folded(report: Report) -> float:
    """Share of the wordings in the one largest echo group of the flood."""
    flood = [sum(voice.startswith("flood") for voice in group) for group in report.echoes]
    return max(flood, default=0) / 100


def right_pairs(report: Report) -> float:
    """Share of linked pairs with a flood voice that join two wordings of the flood."""
    pairs = [p for group in report.echoes for p in combinations((v.startswith("flood") for v in group), 2) if any(p)]
    return sum(all(p) for p in pairs) / max(len(pairs), 1)


def turned_pairs(before: Report, after: Report) -> tuple[int, int]:
    """(pairs of themes whose order turned, all pairs) among the themes alive in both, apart from the flood's own."""
    own = {t.id for t in after.finest() if any(v.startswith(("flood", "campaign")) for v in t.voices)}
    place = {theme.id: number for number, theme in enumerate(after.finest()) if theme.id not in own}
    common = [theme.id for theme in before.finest() if theme.id in place]
    turned = sum(place[a] > place[b] for a, b in combinations(common, 2))
    return turned, len(common) * (len(common) - 1) // 2
