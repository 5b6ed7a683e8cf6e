"""The public face: the shelf, a theme, a story."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yoriai.accounts.models import Organisation
from yoriai.making.models import Product
from yoriai.story.access import access_shelf, access_story_page
from yoriai.story.grounds import closing, credits_of
from yoriai.story.models import Story
from yoriai.story.queries import (
    chapter_rows,
    has_declined,
    idea_rows,
    ideas_of,
    notes,
    public_themes,
    published_stories,
    running_themes,
    shown_voices,
)
from yoriai.story.remembering import remembered
from yoriai.story.thread import counts_of_theme
from yoriai.theme.access import access_public_theme
from yoriai.theme.models import Theme
from yoriai.web.search import LONGEST, asked_words

Context = dict[str, Any]
LATEST = 6  # voices on a theme's page
FOREMOST = 12  # ideas on a theme's page
A_PAGE = 30  # voices or ideas on the page of all


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The shelf of the only organisation, or the list of all."""
    organisations = list(Organisation.objects.order_by("founded_at")[:50])
    if len(organisations) == 1:
        return redirect("story:shelf", slug=organisations[0].slug)
    return render(request, "story/public/home.html", {"organisations": organisations})


@require_safe
def shelf(request: HttpRequest, slug: str) -> HttpResponse:
    return remembered(request, "story/public/shelf.html", partial(access_shelf, slug), _shelf)


def _shelf(shop: Organisation) -> Context:
    running = list(running_themes(shop).prefetch_related("places")[:6])
    stories = list(published_stories(shop)[:24])
    earlier = list(public_themes(shop).exclude(pk__in=[theme.pk for theme in running])[:12])
    return {"shop": shop, "running": running, "stories": stories, "earlier": earlier}


@require_safe
def public_theme(request: HttpRequest, code: str) -> HttpResponse:
    return remembered(request, "story/public/theme.html", partial(access_public_theme, code), _theme)


def _theme(theme: Theme) -> Context:
    voices, ideas, counts = shown_voices(theme), ideas_of(theme), counts_of_theme(theme)
    return {
        "shop": theme.organisation,
        "theme": theme,
        "place": theme.places.first(),
        "counts": counts,
        "arrived": counts[0].number,
        "ideas": idea_rows(theme, ideas[:FOREMOST]),
        "counted": ideas.count(),
        "notes": notes(voices[:LATEST]),
        "voices": voices.count(),
        "products": Product.objects.filter(theme=theme).select_related("story__publication"),
    }


@require_safe
def public_voices(request: HttpRequest, code: str) -> HttpResponse:
    """Every voice of a theme that may be shown, the newest first."""
    words = {"back": _("Newer voices"), "more": _("Older voices")}
    return _all(request, code, "story/public/voices.html", shown_voices, lambda _of, found: notes(found), words)


@require_safe
def public_ideas(request: HttpRequest, code: str) -> HttpResponse:
    """Every idea of a theme, those of most voices first."""
    words = {"back": _("Earlier ideas"), "more": _("Further ideas")}
    return _all(request, code, "story/public/ideas.html", ideas_of, idea_rows, words)


def _all(
    request: HttpRequest,
    code: str,
    template: str,
    find: Callable[[Theme, str], QuerySet[Any]],
    rows: Callable[[Theme, Iterable[Any]], list[Any]],
    pager: dict[str, str],
) -> HttpResponse:
    """All of something of a theme: search, and thirty a page."""
    words = asked_words(request.GET)

    def context(theme: Theme) -> Context:
        page = Paginator(find(theme, words), A_PAGE).get_page(request.GET.get("page", "")[:6])
        about: Context = {"shop": theme.organisation, "theme": theme, "place": theme.places.first()}
        sought: Context = {"words": words, "query": urlencode({"q": words} if words else {}), "longest": LONGEST}
        return about | sought | pager | {"page": page, "rows": rows(theme, page.object_list)}

    return remembered(request, template, partial(access_public_theme, code), context)


@require_safe
def public_story(request: HttpRequest, code: str) -> HttpResponse:
    member = request.member  # type: ignore[attr-defined]
    if member:  # who may see a draft
        return render(request, "story/public/story.html", _story(access_story_page(member, code)))
    return remembered(request, "story/public/story.html", partial(access_story_page, None, code), _story)


def _story(story: Story) -> Context:
    credits = credits_of(story.product)
    return {
        "shop": story.organisation,
        "story": story,
        "theme": story.product.theme,
        "chapters": chapter_rows(story),
        "credits": credits,
        "closing": closing(story.product, credits),
        "declined": has_declined(story.product.theme),
        "running": running_themes(story.organisation).prefetch_related("places").first(),
    }
