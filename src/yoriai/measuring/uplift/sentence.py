"""The uplift in words: the range first, the selection note always, the cause never claimed."""

from yoriai.measuring.reasons import REASONS, Pair
from yoriai.measuring.uplift.result import Uplift
from yoriai.measuring.wording import (
    CANNOT_SAY,
    DECIMALS_FROM,
    LEANING,
    MOST_REASONS,
    PEOPLE,
    SELECTION_NOTE,
    decimal,
    join,
    money,
    need_more,
    signed,
    span,
)


def counted(u: Uplift) -> Pair:
    mine, others = f"{u.n_treated:,}", f"{u.n_control:,}"
    return f"参加した{mine}人とほかの{others}人", f"{mine} people who took part and {others} others"


def say_uplift(u: Uplift, yes_no: bool, outcome: str = "") -> Pair:
    """Of an uplift that was not refused: verdict, n, range, what holds it back or would change it, and the note.

    ``outcome`` is what the shop itself calls the figure that is compared.
    """
    who, spread = counted(u), _range(u, yes_no)
    by = (f"の「{outcome}」", f" by “{outcome}”") if outcome else ("", "")
    compared = (f"{who[0]}{by[0]}をくらべました。", f"{who[1]} were compared{by[1]}:")
    more = u.aipw is not None and u.aipw.value > 0
    words = {
        "clear": (
            f"似た方より、はっきり{'多い' if more else '少ない'}です",
            f"clearly {'more' if more else 'less'} than similar people",
        ),
        "leaning": LEANING,
        "cannot_say": CANNOT_SAY,
    }[u.verdict]
    why = [REASONS[code] for code in u.caps][:MOST_REASONS]
    need = None if u.caps else need_more(u.need_n, PEOPLE)
    said = (f"{words[0]}（{spread[0]}）。", f"{words[1]} ({spread[1]}).")
    return join(compared, said, *why, _e_value(u), need, SELECTION_NOTE)


def _range(u: Uplift, yes_no: bool) -> Pair:
    total = u.n_treated + u.n_control
    intervals = [i for i in (u.aipw, u.did) if i is not None]
    low, high = min(i.low for i in intervals), max(i.high for i in intervals)
    if yes_no:
        ja, en = span(signed(100 * low), signed(100 * high))
        return f"幅は{ja}ポイント", f"range {en} points"
    most = max(abs(low), abs(high))
    large, places = most >= 100, 1 if most >= 1 else 2  # of small figures one decimal would tell nothing
    if large or total >= DECIMALS_FROM:
        ja, en = span(*(money(limit) if large else decimal(limit, places) for limit in (low, high)))
        return f"幅は1人あたり{ja}", f"range {en} per person"
    ja, en = span(signed(10 * low), signed(10 * high))
    return f"幅は10人あたり{ja}", f"range {en} per ten people"


def _e_value(u: Uplift) -> Pair | None:
    if u.e_value is None or u.verdict == "cannot_say":
        return None
    times = f"{u.e_value:.1f}" if u.n_treated + u.n_control >= DECIMALS_FROM else f"{u.e_value:.0f}"
    return (
        f"もともとの好きさが{times}倍ちがえば、この差は消えます。",
        f"If those who took part liked the shop {times} times as much to begin with, the difference would vanish.",
    )
