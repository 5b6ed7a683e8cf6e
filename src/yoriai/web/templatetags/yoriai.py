"""The few tags and filters of our templates."""

import re
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from yoriai.web.days import ago, day, in_japanese, iso, long_day, moment
from yoriai.web.phrases import phrases as break_phrases
from yoriai.web.phrases import plain
from yoriai.web.quotes import quoted
from yoriai.web.sheet import SPEAKING

register = template.Library()
for written in (quoted, ago, day, iso, long_day, moment):
    register.filter(written)
IN_VIEW = 6  # choices of a long list; the others wait behind one tap
A_SCREEN = 20  # choices; a longer list moves inside its own box, so that the button below it stays near


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


@register.simple_tag
def dot() -> str:
    """Between two facts in one line: ・ in Japanese."""
    return pgettext("between two facts", " · ")


@register.simple_tag
def days(first: str, last: str) -> SafeString:
    """A range of days that breaks only between them: 10/3（土）〜11/30（月）, in English with a dash."""
    sign, gap = ("〜", mark_safe("<wbr>")) if in_japanese() else ("\u00a0–", " ")
    ends = '<span class="unbroken">{}{}</span>{}<span class="unbroken">{}</span>'
    return format_html(ends, first, sign, gap, last)


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
