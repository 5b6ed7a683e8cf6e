"""One cell as text, number or yes/no; full-width and half-width alike."""

import re
import unicodedata
from functools import lru_cache

MISSING = frozenset({"", "-", "ー", "―", "na", "n/a", "nan", "null", "none", "未回答", "無回答", "未記入"})
TOTALS = frozenset({"合計", "総計", "小計", "計", "総合計", "累計", "total", "grandtotal", "subtotal", "sum"})
YES = frozenset(
    {"1", "true", "yes", "y", "t", "はい", "○", "〇", "◯", "有", "あり", "参加", "1.0"}
    | {"参加者", "参加群", "treated", "treatment", "介入", "介入群", "処置", "処置群"}
)
NO = frozenset(
    {"0", "false", "no", "n", "f", "いいえ", "×", "✕", "x", "無", "なし", "不参加", "0.0"}
    | {"非参加", "非参加者", "未参加", "control", "untreated", "対照", "対照群", "統制群"}
)
DECORATION = re.compile(r"[\s¥\\$€£円人回個点]|yen", re.I)
# A comma that does not part thousands is a decimal comma or a slip: it is refused, never dropped.
THOUSANDS = re.compile(r"([+-]?\d{1,3})((?:,\d{3})+)(?!\d)")
AROUND_TOTAL = "()[]【】<>:*・ "
STAFF = ("staff", "employee", "スタッフ", "従業員", "社員", "店員", "店の人", "店長", "パート", "アルバイト")
# Online shops mark the invoice that takes back another with a C.
TAKEN_BACK = re.compile(r"c\d{4,}")
CANCELLED = ("キャンセル", "取消", "取り消し", "返品", "cancel", "void", "refund")


def clean(cell: str) -> str:
    """NFKC, without spaces around, Excel's ="0001" and the leading apostrophe of exported codes."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text.removeprefix("'").strip()


def is_missing(cell: str) -> bool:
    # What begins with a digit is there: most cells of large files do, and need no look at their letters.
    return not cell[:1].isdigit() and clean(cell).lower() in MISSING


@lru_cache(4096)
def is_total(cell: str) -> bool:
    return clean(cell).strip(AROUND_TOTAL).replace(" ", "").lower() in TOTALS


def number(cell: str) -> float | None:
    """1,200円, １２００, △300, (300), ▲5, 300-, 12.5%, 3回; None where it is no number."""
    try:
        value = float(cell)
    except ValueError:
        pass
    else:
        return value if abs(value) < 1e300 else None
    text = DECORATION.sub("", clean(cell)).replace("−", "-").replace("‐", "-")
    if text.startswith(("△", "▲")):
        text = "-" + text[1:]
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    if text.endswith("-"):
        text = "-" + text[:-1]
    text = THOUSANDS.sub(lambda found: found[1] + found[2].replace(",", ""), text)
    percent = text.endswith("%")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", text.rstrip("%"), re.I):
        return None
    value = float(text.rstrip("%"))
    return value / 100 if percent else value


def answer_number(cell: str) -> float | None:
    """A number with or without its words: 10, 9点, 10（とてもすすめたい）, 0 - not at all likely; not 9-10 or 9/10."""
    labelled = re.fullmatch(r"(\d{1,2})(?:\.0)?\D*", clean(cell))
    return number(cell) if labelled is None else float(labelled[1])


def yes_no(cell: str) -> bool | None:
    text = clean(cell).lower()
    return True if text in YES else False if text in NO else None


def is_staff(cell: str) -> bool:
    """A yes, or the word of a role that works here."""
    return _says(cell, STAFF)


def is_cancelled(cell: str) -> bool:
    """A yes, the state of an order that was taken back, or an invoice number like C536379."""
    return _says(cell, CANCELLED) or bool(TAKEN_BACK.fullmatch(clean(cell).lower()))


def _says(cell: str, words: tuple[str, ...]) -> bool:
    text = clean(cell).lower()
    return yes_no(cell) is True or any(word in text for word in words)


def person_key(text: str) -> str:
    """What two ways of writing one member number share: width, case, hyphens, 様, Excel's lost zeros and added ".0"."""
    key = re.sub(r"\.0+$", "", clean(text).casefold())
    key = re.sub(r"[\s\-_‐−ー]|(様|さん|さま)$", "", key)
    return key.lstrip("0") or "0" if key.isdecimal() else key
