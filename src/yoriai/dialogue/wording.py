"""The texts a participant is shown at a place, filled with what the shop has told about itself."""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yoriai.people.texts import Filled, latest, text
from yoriai.theme.models import Place
from yoriai.web import clock
from yoriai.web.days import day, long_day

MINOR_AGE = 16
ACCESS_DAYS = 3  # an answer to a wish for help in writing
PURPOSES = 3  # lines of purpose-1.0 that this product does without being asked
FULL = ("notice", "terms-a", "moderation", "a11y")
WHERE_TO_READ = re.compile(r"^(?P<before>.*[。.])?\s*(?P<label>[^。.]+?)[：:]\s*$")


@dataclass(frozen=True)
class Line:
    """One line of a short text; the last one leads to the full one."""

    words: str
    label: str = ""
    url: str = ""


@dataclass(frozen=True)
class Block:
    kind: str  # heading, item or line
    words: str


@dataclass(frozen=True)
class Paper:
    name: str
    title: str
    version: str
    since: date
    blocks: tuple[Block, ...]


def short_texts(place: Place) -> tuple[Filled, Filled]:
    """notice-short and terms-a-short exactly as the page shows them; their digests go with the voice."""
    language, values = get_language() or "ja", _values(place)
    return (
        text(latest("notice-short"), language).filled(**values),
        text(latest("terms-a-short"), language).filled(**values),
    )


def lines(filled: Filled) -> list[Line]:
    return [_line(line) for line in filled.body.strip().splitlines()]


def full_texts(place: Place) -> list[Paper]:
    language, values = get_language() or "ja", _values(place)
    papers = []
    for name in FULL:
        original = text(latest(name), language)
        blocks = tuple(_blocks(original.filled_where_known(**values).body))
        papers.append(Paper(name, original.title, original.version, original.since, blocks))
    return papers


def for_minors() -> list[str]:
    """minor-short: what somebody under age may do alone, and what needs a guardian. The full texts say the same."""
    return text(latest("minor-short"), get_language() or "ja").filled(minor_age=MINOR_AGE).body.splitlines()


def _line(line: str) -> Line:
    words, found, url = line.partition(settings.BASE_URL)
    match = WHERE_TO_READ.match(words) if found else None
    return Line((match["before"] or "").strip(), match["label"].strip(), found + url) if match else Line(line)


def _blocks(body: str) -> list[Block]:
    """The first line repeats the title of the page's section."""
    return [_block(line.strip()) for line in body.strip().splitlines()[1:] if line.strip()]


def _block(line: str) -> Block:
    if re.match(r"\d{1,2} \S", line):
        return Block("heading", line)
    return Block("item", line[1:].strip()) if line.startswith("・") else Block("line", line)


def _values(place: Place) -> dict[str, object]:
    shop, theme = place.theme.organisation, place.theme
    about = settings.BASE_URL + reverse("dialogue:about", args=[place.code])
    return {
        "shop": shop.name,
        "operator": shop.operator or shop.name,
        "representative": shop.representative,
        "address": shop.address,
        "tel": shop.tel,
        "email": shop.email,
        "hours": shop.hours,
        "project": theme.title,
        "reply_by": day(theme.answer_due(clock.today())),
        "reply_days": shop.reply_days,
        "reply_place": shop.reply_place or _("the notice in the shop"),
        "retention": _("one year after the project ends"),
        "notice_url": about,
        "terms_url": f"{about}#terms-a",
        "mydata_url": settings.BASE_URL + reverse("story:find"),
        "minor_age": MINOR_AGE,
        "a11y_days": ACCESS_DAYS,
        "effective_date": long_day(theme.starts_on),
        "purpose_list": _purposes(),
        "share_list": _("At present we share voices with nobody outside."),
        "entrust_list": _("Nobody but the server that runs this page."),
        "reward": _("You receive our thanks in words."),
    }


def _purposes() -> str:
    body = text(latest("purpose"), get_language() or "ja").body
    return "\n".join(body.splitlines()[:PURPOSES])
