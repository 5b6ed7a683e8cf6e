"""One cell as text, number or yes/no; full-width and half-width alike."""

import re
import unicodedata

MISSING = frozenset({"", "-", "ー", "―", "na", "n/a", "nan", "null", "none", "未回答", "無回答", "未記入"})
TOTALS = frozenset({"合計", "総計", "小計", "計", "総合計", "累計", "total", "grand total", "subtotal", "sum"})
YES = frozenset({"1", "true", "yes", "y", "t", "はい", "○", "〇", "◯", "有", "あり", "参加", "1.0"})
NO = frozenset({"0", "false", "no", "n", "f", "いいえ", "×", "✕", "x", "無", "なし", "不参加", "0.0"})
DECORATION = re.compile(r"[,\s¥\\円人回個点]|yen", re.I)


def clean(cell: str) -> str:
    """NFKC, without spaces around, Excel's ="0001" and the leading apostrophe of exported codes."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text.removeprefix("'").strip()


def is_missing(cell: str) -> bool:
    return clean(cell).lower() in MISSING


def is_total(cell: str) -> bool:
    return clean(cell).replace(" ", "").lower() in TOTALS


def number(cell: str) -> float | None:
    """1,200円, １２００, △300, (300), ▲5, 12.5%, 3回; None where it is no number."""
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
    percent = text.endswith("%")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", text.rstrip("%"), re.I):
        return None
    value = float(text.rstrip("%"))
    return value / 100 if percent else value


def yes_no(cell: str) -> bool | None:
    text = clean(cell).lower()
    return True if text in YES else False if text in NO else None
