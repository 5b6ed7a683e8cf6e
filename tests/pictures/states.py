"""The three states in which every page is looked at: full (the demo), empty (a fresh shop), overfull.

Each function runs inside an installation and prints one line of JSON: who may come in, and what to open.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from tests.test_permissions import ROWS, Desk
from tests.world import build
from yoriai.accounts.actions import found_organisation, issue_code
from yoriai.accounts.models import Member, Organisation, Role
from yoriai.dialogue.models import Reply
from yoriai.making.models import Idea
from yoriai.people.models import Contact
from yoriai.story.models import Story
from yoriai.theme.models import Place, Theme
from yoriai.web import clock

from .crowd import crowd

NO_PAGES = {  # addresses that answer with a file or a redirect, or only take a form
    *("language", "robots", "files:photo", "story:receipt_qr", "dialogue:similar", "theme:poster"),
    *("demo:enter", "desk:put_off", "theme:closure", "dialogue:reply", "dialogue:hold"),
    *("making:decision", "story:draft", "accounts:leave_everywhere"),
}
TABS = {"waiting": "tab=waiting", "all": "tab=all", "search": "q=豆腐", "not found": "q=そんな声はない"}
Visit = tuple[str, str, bool]  # name, address, and whether it is opened from the desk


def full() -> None:
    shop = Organisation.objects.get()
    asked = Theme.objects.order_by("starts_on").last()
    assert asked is not None
    _print([(shop, _richest(shop), None)], _variants(asked))


def empty() -> None:
    """A shop with nothing at all, and beside it one with exactly one of everything."""
    bare = Organisation.objects.get()
    thin = found_organisation(slug="usagiya", name="うさぎや", owner_email="owner@usagiya.example", owner_title="店主")
    today = clock.today()
    ids = build(thin, starts_on=today, ends_on=today + timedelta(days=6)).ids
    _print([(bare, {"slug": bare.slug, "recipe_id": "t03"}, False), (thin, ids, True)], [])


def overfull() -> None:
    shop = Organisation.objects.get()
    theme = crowd(shop)
    ids = _richest(shop) | {"code@theme": theme.code, "code@place": _door(theme).code}
    _print([(shop, ids, None)], _variants(theme))


def _print(shops: list[tuple[Organisation, dict[str, Any], bool | None]], more: list[Visit]) -> None:
    """`shops`: each with what stands in its addresses, and whether only pages with (or without) an object are meant."""
    desks = []
    for shop, ids, with_object in shops:
        owner = _owner(shop).account
        visits = list(visits_of(ids, with_object)) + (more if with_object is None else [])
        desks.append({"email": owner.email, "code": issue_code(owner, printed=True), "visits": visits})
    print(json.dumps(desks))  # read by the browser's side


def visits_of(ids: dict[str, Any], with_object: bool | None) -> Iterator[Visit]:
    for name, row in ROWS.items():
        if (
            name in NO_PAGES
            or (name.startswith("demo:") and not settings.DEMO)
            or (isinstance(row, Desk) and row.method != "get")
        ):
            continue
        if with_object is None or with_object == bool(set(row.names) - {"slug", "recipe_id"}):
            path = reverse(name, kwargs={key.rpartition("@")[0] or key: ids[key] for key in row.names})
            yield name, path, isinstance(row, Desk) or name == "accounts:leave"


def _variants(theme: Theme) -> list[Visit]:
    place = _door(theme)
    voice = theme.voices.order_by("spoken_at").first()
    return [
        *((f"dialogue:inbox {what}", f"/desk/voices?{query}", True) for what, query in TABS.items()),
        ("theme:theme open", f"/desk/themes/{theme.code}", True),
        ("dialogue:speak same", f"{place.get_absolute_url()}?same={voice.pk}", False),
        ("story:theme open", f"/t/{theme.code}", False),
        ("accounts:code printed", "/in/code?printed", False),
        ("web:not_found", "/not-here", False),
    ]


def _door(theme: Theme) -> Place:
    """The place that opened with the theme."""
    place = theme.places.order_by("opened_at").first()
    assert place is not None
    return place


def _owner(shop: Organisation) -> Member:
    return Member.objects.select_related("person", "organisation", "account").get(
        organisation=shop, role=Role.OWNER, appointed_by=None
    )


def _richest(shop: Organisation) -> dict[str, Any]:
    """What stands in the addresses, always the one with the most to show."""
    story = Story.objects.filter(organisation=shop).order_by("drafted_at").last()
    idea = max(Idea.objects.filter(organisation=shop), key=lambda one: one.prototypes.count())
    thanked = story.thanks.exclude(sent_at=None).first() or story.thanks.first()
    voice = thanked.voice
    contact, _new = Contact.objects.get_or_create(
        person=voice.author, defaults={"address": "guest@mail.example", "stop_code": f"stop{voice.pk.hex[:20]}"}
    )
    asked = Theme.objects.filter(organisation=shop, closure=None).order_by("starts_on").last()
    return {
        "member_id": _owner(shop).pk,
        "recipe_id": "t03",
        "slug": shop.slug,
        "code@theme": idea.theme.code,
        "code@place": _door(asked).code,
        "code@receipt": voice.receipt.code,
        "code@story": story.code,
        "code@contact": contact.stop_code,
        "voice_id": voice.pk,
        "reply_id": Reply.objects.filter(voice__organisation=shop).latest("replied_at").pk,
        "idea_id": idea.pk,
        "prototype_id": idea.prototypes.first().pk,
        "product_id": story.product.pk,
        "story_id": story.pk,
        "chapter_id": story.chapters.first().pk,
        "thanks_id": (story.thanks.filter(sent_at=None).first() or thanked).pk,
    }
