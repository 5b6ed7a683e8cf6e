"""Dates as people in Japan write them; what cannot be read is said, never guessed."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

MONTHS_OF_A_YEAR = 12
FIRST_YEARS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
YEAR = r"(?:(\d{4})|(明治|大正|昭和|平成|令和|[MTSHR])\s*(元|\d{1,2}))\s*[年./-]\s*"
DAY = re.compile(YEAR + r"(\d{1,2})\s*[月./-]\s*(\d{1,2})(?!\d)", re.I)
MONTH = re.compile(YEAR + r"(\d{1,2})\s*月?$", re.I)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
NAMED = re.compile(
    rf"(?:(\d{{1,2}})[\s./-]+)?({'|'.join(MONTHS)})[a-z]*[\s./-]+(?:(\d{{1,2}}),?\s+)?(\d{{4}})(?!\d)", re.I
)
YEAR_LAST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
QUARTER = re.compile(
    r"(?:(\d{4})\s*[年/-]?\s*(?:Q\s*([1-4])|第?\s*([1-4])\s*(?:Q|四半期))|(?:Q([1-4])|([1-4])Q)[\s/-]*(\d{4}))$", re.I
)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6})?$")


def parse_date(cell: str) -> int | None:
    """Ordinal of the day, or None: ISO, 2026/1/5, 20260105, 令和8年1月5日, R8.1.5, 5 Jan 2026; a time may follow."""
    text = unicodedata.normalize("NFKC", cell).strip().strip("'\"")
    if found := DAY.match(text):
        return _ordinal(_year(*found.groups()[:3]), int(found[4]), int(found[5]))
    if found := COMPACT.match(text):
        return _ordinal(*map(int, found.groups()))
    named = NAMED.match(text)
    if named and bool(named[1]) != bool(named[3]):
        return _ordinal(int(named[4]), MONTHS.index(named[2].lower()) + 1, int(named[1] or named[3]))
    return None


def parse_dates(cells: Sequence[str]) -> list[int | None]:
    """A column of dates. 1/5/2026 and 5/1/2026 are told apart by the column: where one place rises above 12, it is the
    day. Where no cell tells, none is read."""
    days = [parse_date(cell) for cell in cells]
    unread = [i for i, day in enumerate(days) if day is None]
    parts = {i: YEAR_LAST.match(unicodedata.normalize("NFKC", cells[i]).strip()) for i in unread}
    numbers = {i: (int(found[1]), int(found[2]), int(found[3])) for i, found in parts.items() if found}
    first = max((a for a, _, _ in numbers.values()), default=0)
    second = max((b for _, b, _ in numbers.values()), default=0)
    if (first > MONTHS_OF_A_YEAR) == (second > MONTHS_OF_A_YEAR):
        return days
    for i, (a, b, year) in numbers.items():
        days[i] = _ordinal(year, b, a) if first > MONTHS_OF_A_YEAR else _ordinal(year, a, b)
    return days


def parse_period(cell: str) -> tuple[str, int] | None:
    """The kind of period and a whole number that grows with time: 2005 or 2005.0 as they are, 202601 for a month, 20053
    for a quarter (Q3 2005, 2005Q3, 2005年第3四半期), 20260105 for a day; None for anything else."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if re.fullmatch(r"\d{1,8}(\.0*)?", text):
        return "number", int(float(text))
    if month := parse_month(text):
        return "month", month
    if quarter := QUARTER.match(text):
        first, *later = filter(None, quarter.groups())
        year, part = (first, later[0]) if len(first) == 4 else (later[0], first)
        return "quarter", 10 * int(year) + int(part)
    day = parse_date(text)
    return None if day is None else ("day", int(date.fromordinal(day).strftime("%Y%m%d")))


def parse_month(cell: str) -> int | None:
    """2026-01, 2026年1月 or 令和8年1月 as 202601; None for anything else."""
    found = MONTH.match(unicodedata.normalize("NFKC", cell).strip())
    if not found:
        return None
    return 100 * _year(*found.groups()[:3]) + int(found[4]) if 1 <= int(found[4]) <= MONTHS_OF_A_YEAR else None


def _year(western: str | None, era: str, year: str) -> int:
    """2026, or the year of an era: 令和8, R8, 令和元."""
    if western:
        return int(western)
    return FIRST_YEARS[LETTERS.get(era.upper(), era)] + (1 if year == "元" else int(year)) - 1


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None
