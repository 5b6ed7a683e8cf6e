"""Numbers as people read them, in Japanese and English.

Rules: n and the range always stand with the figure; the range as people where possible; no decimals below 100
people; two significant figures for money; differences of shares in points; what would change the verdict.
"""

from collections.abc import Sequence
from math import floor, isfinite, log10

from yoriai.measuring.estimate import FEWEST_SHOWN, Interval, Verdict
from yoriai.measuring.reasons import REASONS, Pair

DECIMALS_FROM = 100
SELECTION_NOTE: Pair = (
    "参加した方は、もともと当店をよくご利用です。差のすべてが共創の効果ではありません。",
    "People who took part already used the shop more. Not all of the difference is an effect of co-creation.",
)
JOINED_NOTE: Pair = (
    "加わったところは、もともとほかとちがいます。差のすべてが共創の効果ではありません。",
    "Those that joined were different to begin with. Not all of the difference is an effect of co-creation.",
)
MOST_REASONS = 2
FIGURES_BEGIN = ("数字が出はじめます", "figures begin")
WITHIN_15_POINTS = ("幅が±15ポイントになります", "the range would be ±15 points")
PEOPLE: Pair = ("人", "people")
ANSWERS: Pair = ("件の答え", "answers")
CANNOT_SAY: Pair = ("まだ分かりません", "we cannot say yet")
LEANING: Pair = ("差がありそうですが、まだ言い切れません", "there seems to be a difference, but it cannot be said yet")


def join(*sentences: Pair | None) -> Pair:
    """Sentences one after the other, each as (Japanese, English)."""
    said = [pair for pair in sentences if pair]
    return "".join(ja for ja, _ in said), " ".join(en for _, en in said)


def one_of(unit: Pair) -> str:
    """The singular in English."""
    return "person" if unit == PEOPLE else unit[1].removesuffix("s")


def counted(n: int, unit: Pair = PEOPLE) -> Pair:
    """「30人」, "30 people", "1 person"."""
    return f"{n:,}{unit[0]}", f"{n:,} {one_of(unit) if n == 1 else unit[1]}"


def quoted(name: str) -> Pair:
    """A group's own name, parted from the number that follows it."""
    return f"「{name}」の", name


def both(names: tuple[Pair, Pair], n: tuple[int, int], word: str = "and") -> Pair:
    """Two groups, each with its number of people."""
    first, second = (f"{name[0]}{size:,}人" for name, size in zip(names, n, strict=True))
    one, other = (f"{name[1]} ({counted(size)[1]})" for name, size in zip(names, n, strict=True))
    return f"{first}と{second}", f"{one} {word} {other}"


def span(low: str, high: str) -> Pair:
    return f"{low}〜{high}", f"{low} to {high}"


def signed(value: float) -> str:
    rounded = round(value)
    return "±0" if rounded == 0 else f"{rounded:+d}"


def off_zero(value: float) -> str:
    """A bound of a range that lies clear of nothing, however near."""
    return signed(value) if round(value) else f"{value:+.1g}"


def decimal(value: float, places: int = 1) -> str:
    """Signed; what rounds to nothing has no sign."""
    said = f"{value:+.{places}f}"
    return said if float(said) else f"±{0:.{places}f}"


def money(value: float) -> str:
    """Two significant figures with thousands separators: 12,345 → 12,000."""
    if value == 0:
        return "0"
    digits = floor(log10(abs(value))) - 1
    return f"{round(value / 10**digits) * 10**digits:,.{max(0, -digits)}f}"


def price(value: float, n: int) -> str:
    """In steps of 10 yen; smaller prices by two significant figures, without decimals below 100 people."""
    if value >= 100:
        return f"{round(value / 10) * 10:,}"
    return f"{value:.0f}" if value >= 1 and n < DECIMALS_FROM else money(value)


def need_more(need: int | None, unit: Pair = ANSWERS, goal: Pair | None = None) -> Pair | None:
    """What would change the verdict."""
    if not need:
        return None
    ja, en = goal or ("言えるようになる見込みです", "it could be said")
    more = one_of(unit) if need == 1 else unit[1]
    return f"あと約{_about(need)}{unit[0]}で、{ja}。", f"With about {_about(need)} more {more} {en}."


def say_rate(x: int, n: int, interval: Interval, need: int | None = None) -> Pair:
    """「30人中22人がまた来ました（17〜26人くらい）。」"""
    if n < FEWEST_SHOWN:
        return say_refusal(counted(n), ["few_people"], FEWEST_SHOWN - n)
    low, high = round(interval.low * n), round(interval.high * n)
    said = (
        f"{n:,}人中{x:,}人がまた来ました（{low:,}〜{high:,}人くらい）。",
        f"{x:,} of {n:,} people came back (likely range {low:,} to {high:,} people).",
    )
    return join(said, need_more(need, PEOPLE, WITHIN_15_POINTS))


def say_refusal(who: Pair, reasons: Sequence[str], need: int | None = None, unit: Pair = PEOPLE) -> Pair:
    """A figure that may not be told: who was counted, why, and how many more would do. It takes no range."""
    why = [REASONS[code] for code in reasons][:MOST_REASONS]
    said = (f"{who[0]}では、{CANNOT_SAY[0]}。", f"With {who[1]} {CANNOT_SAY[1]}.")
    # More people help only where nothing else stands in the way.
    return join(said, *why, need_more(need if len(reasons) == 1 else None, unit, FIGURES_BEGIN))


def say_difference(
    names: tuple[Pair, Pair],
    n: tuple[int, int],
    interval: Interval,
    verdict: Verdict,
    need: int | None = None,
    level: float = 0.95,
) -> Pair:
    """A difference in points between two groups, each named in both languages, with its verdict in words."""
    ja, en = both(names, n, "against")
    who = (f"{ja}をくらべました。", f"{en}:")
    edge = off_zero if verdict == "clear" and sum(n) >= DECIMALS_FROM else signed
    spread, sure = span(edge(interval.low), edge(interval.high)), f"{100 * level:.4g}"
    half = round(interval.half_width) if isfinite(interval.half_width) else 100
    said = {
        "clear": (
            f"はっきり差があります（{sure}%の確からしさで{spread[0]}ポイント）。",
            f"a clear difference, {spread[1]} points ({sure} %).",
        ),
        "leaning": (f"{LEANING[0]}。幅は{spread[0]}ポイントです。", f"{LEANING[1]}. The range is {spread[1]} points."),
        "cannot_say": (
            f"{CANNOT_SAY[0]}。{sum(n):,}人では±{half}ポイントの幅があります。",
            f"{CANNOT_SAY[1]}. With {sum(n):,} people the range is ±{half} points.",
        ),
    }[verdict]
    return join(who, said, need_more(None if verdict == "clear" else need, PEOPLE))


def _about(need: int) -> str:
    """Whole tens above 20: nobody should count on the last digit."""
    return f"{need if need <= 20 else -(-need // 10) * 10:,}"
