"""The public face: the shelf, a theme, a story."""

from functools import partial
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from yoriai.accounts.models import Organisation
from yoriai.making.models import Product
from yoriai.story.access import access_shelf, access_story_page
from yoriai.story.grounds import credits_of
from yoriai.story.models import Story
from yoriai.story.queries import (
    chapter_rows,
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

Context = dict[str, Any]
LATEST = 6  # voices on a theme's page
FOREMOST = 12  # ideas on a theme's page
A_PAGE = 30  # voices or ideas on the page of all
LONGEST_SEARCH = 60


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
    voices, ideas = shown_voices(theme), ideas_of(theme)
    return {
        "shop": theme.organisation,
        "theme": theme,
        "place": theme.places.first(),
        "counts": counts_of_theme(theme),
        "ideas": idea_rows(theme, ideas[:FOREMOST]),
        "counted": ideas.count(),
        "notes": notes(voices[:LATEST]),
        "voices": voices.count(),
        "products": Product.objects.filter(theme=theme).select_related("story__publication"),
    }


@require_safe
def public_voices(request: HttpRequest, code: str) -> HttpResponse:
    """Every voice of a theme that may be shown: search, and thirty a page."""
    words, number = _asked(request)
    context = partial(_voices, words=words, number=number)
    return remembered(request, "story/public/voices.html", partial(access_public_theme, code), context)


def _voices(theme: Theme, words: str, number: str) -> Context:
    page = Paginator(shown_voices(theme, words), A_PAGE).get_page(number)
    return {**_list(theme, words, page), "notes": notes(page.object_list)}


@require_safe
def public_ideas(request: HttpRequest, code: str) -> HttpResponse:
    """Every idea of a theme, those of most voices first: search, and thirty a page."""
    words, number = _asked(request)
    context = partial(_ideas, words=words, number=number)
    return remembered(request, "story/public/ideas.html", partial(access_public_theme, code), context)


def _ideas(theme: Theme, words: str, number: str) -> Context:
    page = Paginator(ideas_of(theme, words), A_PAGE).get_page(number)
    return {**_list(theme, words, page), "ideas": idea_rows(theme, page.object_list)}


def _asked(request: HttpRequest) -> tuple[str, str]:
    """The words that are looked for, and the page's number."""
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
    return words, request.GET.get("page", "")[:6]


def _list(theme: Theme, words: str, page: Page[Any]) -> Context:
    return {"shop": theme.organisation, "theme": theme, "place": theme.places.first(), "page": page, "words": words}


@require_safe
def public_story(request: HttpRequest, code: str) -> HttpResponse:
    member = request.member  # type: ignore[attr-defined]
    if member:  # who may see a draft
        return render(request, "story/public/story.html", _story(access_story_page(member, code)))
    return remembered(request, "story/public/story.html", partial(access_story_page, None, code), _story)


def _story(story: Story) -> Context:
    return {
        "shop": story.organisation,
        "story": story,
        "theme": story.product.theme,
        "chapters": chapter_rows(story),
        "credits": credits_of(story.product),
        "running": running_themes(story.organisation).prefetch_related("places").first(),
    }
