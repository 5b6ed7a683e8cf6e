"""Days and moments as the page's language writes them."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from yoriai.web import clock

WEEKDAYS = "月火水木金土日"
A_WEEK, A_YEAR = 7, 300  # days: up to then a number says more than a date; from then on a date needs its year


def _local(moment: date | datetime) -> date | datetime:
    return timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment


def in_japanese() -> bool:
    return (get_language() or "ja").startswith("ja")


def day(moment: date | datetime | None) -> str:
    """Short: 1/15（金） – Fri 15 Jan."""
    if moment is None:
        return ""
    at = _local(moment)
    if in_japanese():
        return f"{at.month}/{at.day}（{WEEKDAYS[at.weekday()]}）"
    return date_format(at, "D j M")


def long_day(moment: date | datetime | None) -> str:
    """Long: 2027年1月15日（金） – Friday 15 January 2027."""
    if moment is None:
        return ""
    at = _local(moment)
    if in_japanese():
        return f"{at.year}年{at.month}月{at.day}日（{WEEKDAYS[at.weekday()]}）"
    return date_format(at, "l j F Y")


def moment(at: datetime | None) -> str:
    """1/15（金）午後3時20分 – Fri 15 Jan, 3:20 p.m."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    if not in_japanese():
        return f"{day(at)}, {date_format(local, 'P')}"
    half = "午前" if local.hour < 12 else "午後"
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{day(at)}{half}{local.hour % 12}時{minutes}"


def ago(at: datetime | None) -> str:
    """How long somebody has waited: きょう, きのう, 4日前; what is older than a week has its date, 10/12（月）."""
    if at is None:
        return ""
    days = (clock.today() - clock.day_of(at)).days
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if days > A_WEEK:
        return day(at) if days < A_YEAR else long_day(at)
    return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}


def iso(at: date | datetime | None) -> str:
    return _local(at).isoformat() if at else ""
