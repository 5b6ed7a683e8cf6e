"""The few tags and filters of our templates."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext

from yoriai.web import clock
from yoriai.web.phrases import phrases as break_phrases
from yoriai.web.phrases import plain
from yoriai.web.quotes import quoted
from yoriai.web.sheet import SPEAKING

register = template.Library()
register.filter(quoted)
WEEKDAYS = "月火水木金土日"
IN_VIEW = 6  # choices of a long list; the others wait behind one tap
A_SCREEN = 20  # choices; a longer list moves inside its own box, so that the button below it stays near
A_WEEK, A_YEAR = 7, 300  # days: up to then a number says more than a date; from then on a date needs its year


@register.simple_tag
def icon(name: str) -> SafeString:
    """One drawing of the sprite. Decoration: the word beside it carries the meaning."""
    address = f"{static('web/icons.svg')}#{name}"
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_tag
def mark() -> SafeString:
    address = f"{static('web/icons.svg')}#mark"
    return format_html('<svg class="mark" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_tag
def speaking_sheet() -> SafeString:
    """The style sheet inside the page: no second way to the server before the first word is seen."""
    return mark_safe(f"<style>{SPEAKING}</style>")  # noqa: S308 – our own file


@register.filter
def phrases(text: object) -> SafeString:
    return break_phrases(str(text))


@register.filter
def upright(text: object) -> SafeString:
    """Words set vertically: a new column after each comma, phrases unbroken."""
    columns = re.split("(?<=[、，,])", plain(str(text)))
    return format_html_join(mark_safe("<br>"), "{}", ((break_phrases(column.strip()),) for column in columns))


def _local(moment: date | datetime) -> date | datetime:
    return timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment


def _japanese() -> bool:
    return (get_language() or "ja").startswith("ja")


@register.filter
def day(moment: date | datetime | None) -> str:
    """Short: 1/15（金） – Fri 15 Jan."""
    if moment is None:
        return ""
    at = _local(moment)
    if _japanese():
        return f"{at.month}/{at.day}（{WEEKDAYS[at.weekday()]}）"
    return date_format(at, "D j M")


@register.filter
def long_day(moment: date | datetime | None) -> str:
    """Long: 2027年1月15日（金） – Friday 15 January 2027."""
    if moment is None:
        return ""
    at = _local(moment)
    if _japanese():
        return f"{at.year}年{at.month}月{at.day}日（{WEEKDAYS[at.weekday()]}）"
    return date_format(at, "l j F Y")


@register.filter
def moment(at: datetime | None) -> str:
    """1/15（金）午後3時20分 – Fri 15 Jan, 3:20 p.m."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    if not _japanese():
        return f"{day(at)}, {date_format(local, 'P')}"
    half = "午前" if local.hour < 12 else "午後"
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{day(at)}{half}{local.hour % 12}時{minutes}"


@register.filter
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


@register.simple_tag
def dot() -> str:
    """Between two facts in one line: ・ in Japanese."""
    return pgettext("between two facts", " · ")


@register.simple_tag
def days(first: str, last: str) -> SafeString:
    """A range of days that breaks only between them: 10/3（土）〜11/30（月）, in English with a dash."""
    sign, gap = ("〜", mark_safe("<wbr>")) if _japanese() else ("\u00a0–", " ")
    ends = '<span class="unbroken">{}{}</span>{}<span class="unbroken">{}</span>'
    return format_html(ends, first, sign, gap, last)


@register.filter
def iso(at: date | datetime | None) -> str:
    return _local(at).isoformat() if at else ""


@register.inclusion_tag("web/_field.html")
def field(bound: Any, kind: str = "input") -> dict[str, Any]:
    """One form field: label, control, hint, and its error beside it. The page opens at the first one to mend."""
    mend = _is_first_to_mend(bound)
    if mend and kind != "choices":
        bound.field.widget.attrs["autofocus"] = True
    return {"field": bound, "kind": kind, "mend": mend}


def _is_first_to_mend(bound: Any) -> bool:
    return bool(bound.errors) and bound.name == next(iter(bound.form.errors), None)


@register.inclusion_tag("web/_many.html")
def many(bound: Any, *, plain: bool = False) -> dict[str, Any]:
    """Choices that may be many. What is chosen is never hidden; `plain` says nothing about being optional."""
    options = list(bound)
    first, others = options[:IN_VIEW], options[IN_VIEW:]
    if len(others) == 1:  # the line that would hide it is as tall as itself
        first, others = options, []
    chosen = any(option.data["selected"] for option in others)
    return {
        "field": bound,
        "mend": _is_first_to_mend(bound),
        "plain": plain,
        "first": first,
        "others": others,
        "open": chosen or bool(bound.errors),
        "long": len(others) > A_SCREEN,
    }


@register.inclusion_tag("web/_pager.html")
def pager(page: Any, query: str = "", *, at: str = "", back: str = "", more: str = "") -> dict[str, Any]:
    """The way through a long list; `query` is the part of the address that stays, already encoded.

    `at` is where the list stands, needed wherever it is shown on a page of another address, or after a refused form.
    """
    return {"page": page, "query": query, "at": at, "back": back or gettext("Back"), "more": more or gettext("More")}
