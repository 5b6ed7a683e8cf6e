"""The uplift in words: the range first, the selection note always, the cause never claimed."""

from math import isfinite

from yoriai.measuring.estimate import Interval
from yoriai.measuring.uplift.result import Uplift
from yoriai.measuring.wording import (
    DECIMALS_FROM,
    SELECTION_NOTE_EN,
    SELECTION_NOTE_JA,
    Pair,
    decimal,
    join,
    money,
    need_more,
    signed,
)

WHY = {
    "few_treated": (
        "参加した方か、くらべる方が少なすぎます。",
        "Too few people took part, or too few did not.",
    ),
    "overlap": ("参加した方に似た方が、ほかに足りません。", "Too few others resemble those who took part."),
    "placebo": (
        "参加する前の期間に、もう差がありました。",
        "There was a difference already before they took part.",
    ),
    "balance": ("くらべる方と、前のようすがちがいすぎます。", "The others differed too much beforehand."),
    "disagree": (
        "計算のしかたで、増えたり減ったりします。",
        "Different methods point in opposite directions.",
    ),
    "separation": (
        "参加した方とほかの方が、はじめから分かれています。",
        "Who took part is predicted perfectly by what was known.",
    ),
    "window": ("まだ期間が終わっていない方が多くいます。", "For many people the period is not over yet."),
    "constant_outcome": ("全員が同じ結果なので、くらべられません。", "Everybody had the same outcome."),
    "no_before": (
        "参加する前の数字がないので、言い切れません。",
        "There are no figures from before, so it stays open.",
    ),
    "placebo_weak": (
        "参加する前の月にも差がありました。",
        "There was a difference in the window before, too.",
    ),
    "balance_weak": (
        "くらべる方と、前のようすが少しちがいます。",
        "The others differed a little beforehand.",
    ),
}


def say_uplift(u: Uplift, yes_no: bool) -> Pair:
    """Verdict, range, n, the reason of a refusal, what would change it, and the selection note."""
    n = f"{u.n_treated:,}人とほかの{u.n_control:,}人"
    n_en = f"{u.n_treated:,} people who took part and {u.n_control:,} others"
    spread = _range(u, yes_no)
    if u.verdict == "clear":
        more = u.aipw.value > 0
        said = (
            f"参加した{n}をくらべました。似た方より、はっきり{'多い' if more else '少ない'}です（{spread[0]}）。",
            f"{n_en} were compared: clearly {'more' if more else 'less'} than similar people ({spread[1]}).",
        )
    elif u.verdict == "leaning":
        said = (
            f"参加した{n}をくらべました。差がありそうですが、まだ言い切れません（{spread[0]}）。",
            f"{n_en} were compared: there seems to be a difference, but it cannot be said yet ({spread[1]}).",
        )
    else:
        said = (
            f"参加した{n}では、まだ分かりません（{spread[0]}）。",
            f"With {n_en} we cannot say yet ({spread[1]}).",
        )
    why = [WHY[code] for code in u.reasons if code in WHY][:2]
    hidden = _e_value(u)
    need = None if u.reasons else need_more(u.need_n, ("人", "people"))
    return join(said, *why, hidden, need, (SELECTION_NOTE_JA, SELECTION_NOTE_EN))


def _range(u: Uplift, yes_no: bool) -> Pair:
    total = u.n_treated + u.n_control
    intervals = [i for i in (u.aipw, u.did) if i is not None]
    whole = Interval(u.aipw.value, min(i.low for i in intervals), max(i.high for i in intervals))
    if not isfinite(whole.low) or not isfinite(whole.high):
        return "幅は出せません", "no range can be given"
    if yes_no:
        low, high = signed(100 * whole.low), signed(100 * whole.high)
        return f"幅は{low}〜{high}ポイント", f"range {low} to {high} points"
    if max(abs(whole.low), abs(whole.high)) >= 100:
        low, high = money(whole.low), money(whole.high)
        return f"幅は1人あたり{low}〜{high}", f"range {low} to {high} per person"
    if total >= DECIMALS_FROM:
        low, high = decimal(whole.low), decimal(whole.high)
        return f"幅は1人あたり{low}〜{high}", f"range {low} to {high} per person"
    low, high = signed(10 * whole.low), signed(10 * whole.high)
    return f"幅は10人あたり{low}〜{high}", f"range {low} to {high} per ten people"


def _e_value(u: Uplift) -> Pair | None:
    if u.e_value is None or u.verdict == "cannot_say":
        return None
    times = f"{u.e_value:.1f}" if u.n_treated + u.n_control >= DECIMALS_FROM else f"{u.e_value:.0f}"
    return (
        f"もともとの好きさが{times}倍ちがえば、この差は消えます。",
        f"If those who took part liked the shop {times} times as much to begin with, the difference would vanish.",
    )
