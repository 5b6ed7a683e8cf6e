"""Dates as people in Japan write them; what cannot be read is said, never guessed."""

import re
import unicodedata
from datetime import date

FIRST_YEARS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
ERA = re.compile(
    r"(明治|大正|昭和|平成|令和|[MTSHR])\s*(元|\d{1,2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})(?!\d)",
    re.I,
)
WESTERN = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})(?!\d)")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6})?$")


def parse_date(cell: str) -> int | None:
    """Ordinal of the day, or None: ISO, 2026/1/5, 20260105, 令和8年1月5日, R8.1.5, with or without a time."""
    text = unicodedata.normalize("NFKC", cell).strip().strip("'\"")
    for pattern, is_era in ((ERA, True), (WESTERN, False), (COMPACT, False)):
        found = pattern.match(text)
        if found:
            first, *rest = found.groups()
            return _ordinal(_era_year(first, rest.pop(0)) if is_era else int(first), *map(int, rest))
    return None


def _era_year(era: str, year: str) -> int:
    name = LETTERS.get(era.upper(), era)
    return FIRST_YEARS[name] + (1 if year == "元" else int(year)) - 1


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None
