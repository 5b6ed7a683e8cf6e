"""Numbers as people read them, in Japanese and English.

Rules: n and the range always stand with the figure; the range as people where possible; no decimals below 100
people; two significant figures for money; differences of shares in points; what would change the verdict.
"""

from collections.abc import Sequence
from math import floor, isfinite, log10

from yoriai.measuring.estimate import FEWEST_SHOWN, Interval, Verdict
from yoriai.measuring.reasons import REASONS, Pair

DECIMALS_FROM = 100
SELECTION_NOTE_JA = "参加した方は、もともと当店をよくご利用です。差のすべてが共創の効果ではありません。"
SELECTION_NOTE_EN = (
    "People who took part already used the shop more. Not all of the difference is an effect of co-creation."
)
MOST_REASONS = 2
FIGURES_BEGIN = ("数字が出はじめます", "figures begin")


def join(*sentences: Pair | None) -> Pair:
    """Sentences one after the other, each as (Japanese, English)."""
    said = [pair for pair in sentences if pair]
    return "".join(ja for ja, _ in said), " ".join(en for _, en in said)


def people_range(interval: Interval, n: int) -> tuple[int, int]:
    """A share's range as people of n."""
    return round(interval.low * n), round(interval.high * n)


def signed(value: float) -> str:
    rounded = round(value)
    return "±0" if rounded == 0 else f"{rounded:+d}"


def points(interval: Interval) -> str:
    """A range in points; the interval is already in points."""
    return f"{signed(interval.low)}〜{signed(interval.high)}"


def decimal(value: float) -> str:
    """One signed decimal; what rounds to nothing has no sign."""
    return "±0.0" if abs(value) < 0.05 else f"{value:+.1f}"


def money(value: float) -> str:
    """Two significant figures with thousands separators: 12,345 → 12,000."""
    if value == 0:
        return "0"
    digits = floor(log10(abs(value))) - 1
    return f"{round(value / 10**digits) * 10**digits:,.0f}"


def need_more(need: int | None, unit: Pair = ("人の回答", "answers"), goal: Pair | None = None) -> Pair | None:
    """What would change the verdict."""
    if not need:
        return None
    ja, en = goal or ("言えるようになる見込みです", "it could be said")
    return f"あと約{_about(need)}{unit[0]}で、{ja}。", f"With about {_about(need)} more {unit[1]} {en}."


def say_rate(
    x: int, n: int, interval: Interval, did: Pair = ("また来ました", "came back"), need: int | None = None
) -> Pair:
    """「30人中22人がまた来ました（17〜26人くらい）。」"""
    if n < FEWEST_SHOWN:
        return say_refusal((f"{n}人", f"{n} people"), ["few_people"], FEWEST_SHOWN - n)
    low, high = people_range(interval, n)
    said = (
        f"{n:,}人中{x:,}人が{did[0]}（{low:,}〜{high:,}人くらい）。",
        f"{x:,} of {n:,} people {did[1]} (likely range {low:,} to {high:,} people).",
    )
    return join(
        said,
        need_more(need, ("人", "people"), ("幅が±15ポイントになります", "the range would be ±15 points")),
    )


def say_refusal(counted: Pair, reasons: Sequence[str], need: int | None = None, unit: Pair = ("人", "people")) -> Pair:
    """A figure that may not be told: who was counted, why, and how many more would do. It takes no range."""
    why = [REASONS[code] for code in reasons][:MOST_REASONS]
    said = (f"{counted[0]}では、まだ分かりません。", f"With {counted[1]} we cannot say yet.")
    # More people help only where nothing else stands in the way.
    return join(said, *why, need_more(need if len(reasons) == 1 else None, unit, FIGURES_BEGIN))


def say_difference(
    names: tuple[str, str], n: tuple[int, int], interval: Interval, verdict: Verdict, need: int | None = None
) -> Pair:
    """A difference in points between two groups, with its verdict in words."""
    total = sum(n)
    spread_ja, spread_en = points(interval), points(interval).replace("〜", " to ")
    who = f"{names[0]}{n[0]:,}人と{names[1]}{n[1]:,}人をくらべました。"
    who_en = f"{names[0]} ({n[0]:,} people) against {names[1]} ({n[1]:,} people):"
    if verdict == "clear":
        return join(
            (who, who_en),
            (
                f"はっきり差があります（95%の確からしさで{spread_ja}ポイント）。",
                f"a clear difference, {spread_en} points (95 %).",
            ),
        )
    if verdict == "leaning":
        return join(
            (who, who_en),
            (
                "差がありそうですが、まだ言い切れません。",
                "there seems to be a difference, but it cannot be said yet.",
            ),
            (f"幅は{spread_ja}ポイントです。", f"The range is {spread_en} points."),
            need_more(need, ("人", "people")),
        )
    half = round(interval.half_width) if isfinite(interval.half_width) else 100
    return join(
        (who, who_en),
        (
            f"まだ分かりません。{total:,}人では±{half}ポイントの幅があります。",
            f"we cannot say yet. With {total:,} people the range is ±{half} points.",
        ),
        need_more(need, ("人", "people")),
    )


def _about(need: int) -> str:
    """Whole tens above 20: nobody should count on the last digit."""
    return f"{need if need <= 20 else -(-need // 10) * 10:,}"
