"""Asking a question and inviting people to it, at the desk."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yoriai.accounts.access import DeskRequest, desk
from yoriai.web import clock
from yoriai.web.days import day as short_day
from yoriai.web.days import long_day
from yoriai.web.refusal import Refused

from . import actions
from .access import access_place, access_theme
from .forms import NewThemeForm, PlaceForm, PlaceNameForm, ReopenForm, ThemeForm
from .models import Place, Theme
from .poster import poster_pdf, qr_svg
from .queries import answer_after, places_of, themes_of
from .recipes import Recipe, recipes

A_PAGE = 20


@desk("read_voices")
@require_safe
def theme_list(request: DeskRequest) -> HttpResponse:
    page = Paginator(themes_of(request.member.organisation), A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    today = clock.today()
    running = [theme for theme in rows if not theme.is_closed and theme.ends_on >= today]
    ended = [theme for theme in rows if theme not in running]
    context = {"step": "theme", "page": page, "rows": rows, "running": running, "ended": ended, "today": today}
    return render(request, "theme/list.html", context)


@desk("run_theme")
@require_safe
def choose_recipe(request: DeskRequest) -> HttpResponse:
    known = recipes(request.LANGUAGE_CODE)
    context = {
        "step": "theme",
        "first": [each for each in known if each.first_step],
        "more": [each for each in known if not each.first_step],
    }
    return render(request, "theme/recipes.html", context)


@desk("run_theme")
@require_http_methods(["GET", "HEAD", "POST"])
def new_theme(request: DeskRequest, recipe_id: str) -> HttpResponse:
    """One page: everything is proposed by the recipe and may be changed."""
    chosen = _recipe(recipe_id, request.LANGUAGE_CODE)
    if chosen is None:
        raise Http404
    form = NewThemeForm(request.POST or None, initial=_proposed(chosen, request.GET.get("question", "")))
    if request.method == "POST" and form.is_valid():
        theme = actions.open_theme(
            request.member.organisation, recipe=chosen.id, by=request.member.person, **form.cleaned_data
        )
        messages.success(request, _("The question is live. Hang up the poster, and the first voice can come."))
        return redirect("theme:theme", theme.code)
    return render(request, "theme/new.html", {"step": "theme", "recipe": chosen, "form": form})


def _recipe(recipe_id: str, language: str) -> Recipe | None:
    return next((each for each in recipes(language) if each.id == recipe_id), None)


def _proposed(chosen: Recipe, question: str) -> dict[str, Any]:
    """`question` is the number of the tapped example when JavaScript is off."""
    today = clock.today()
    number = int(question[:2]) if question.isascii() and question.isdigit() else 0
    return {
        "question": chosen.questions[number if number < len(chosen.questions) else 0],
        "title": chosen.title.partition("（")[0].partition(" (")[0],
        "purpose": chosen.promise,
        "starts_on": today,
        "ends_on": today + timedelta(days=chosen.days - 1),
        "reply_by": today + answer_after(chosen),
        "visibility": chosen.visibility,
    }


@desk("read_voices")
@require_safe
def theme(request: DeskRequest, code: str) -> HttpResponse:
    found = access_theme(request.member, code)
    places = list(places_of(request.member.organisation).filter(theme=found))
    context = {
        "step": "theme",
        "theme": found,
        "recipe": _recipe(found.recipe, request.LANGUAGE_CODE),
        "today": clock.today(),
        "answer_due": found.answer_due(clock.today()),
        "places": places,
        "silent": not found.voices.exists(),
        "door": _door(places[0]) if places and not found.is_over else None,
        "only_here": settings.ENV.only_here,
        "form": ReopenForm(initial={"ends_on": clock.today() + timedelta(days=7)}),
    }
    return render(request, "theme/theme.html", context)


def _door(place: Place) -> dict[str, Any]:
    url = settings.BASE_URL + place.get_absolute_url()
    return {"place": place, "url": url, "qr": qr_svg(url)}


@desk("run_theme")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_theme(request: DeskRequest, code: str) -> HttpResponse:
    found = access_theme(request.member, code)
    title = found.title
    form = ThemeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.change_theme(found, by=request.member.person, **form.cleaned_data)
        messages.success(request, _("The change is saved. Posters that hang already keep their old words."))
        return redirect("theme:theme", found.code)
    return render(request, "theme/edit.html", {"step": "theme", "code": code, "title": title, "form": form})


@desk("run_theme")
@require_POST
def closure(request: DeskRequest, code: str) -> HttpResponse:
    found = access_theme(request.member, code)
    if "close" in request.POST:
        if not found.is_closed:
            actions.close_theme(found, by=request.member.person)
        messages.success(request, _("The question is closed. Its voices and threads stay."))
        return redirect("theme:theme", found.code)
    form = ReopenForm(request.POST)
    try:
        if form.is_valid():
            actions.reopen_theme(found, ends_on=form.cleaned_data["ends_on"], by=request.member.person)
            day = long_day(form.cleaned_data["ends_on"])
            messages.success(request, _("Voices may come in again until %(day)s.") % {"day": day})
        else:
            messages.error(request, " ".join(str(error) for error in form.errors["ends_on"]))
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    return redirect("theme:theme", found.code)


@desk("read_voices")
@require_safe
def places(request: DeskRequest) -> HttpResponse:
    page = Paginator(places_of(request.member.organisation), A_PAGE).get_page(request.GET.get("page"))
    doors = [_door(place) for place in page.object_list]
    today = clock.today()
    only_here = settings.ENV.only_here
    context = {"step": "places", "page": page, "doors": doors, "today": today, "only_here": only_here}
    return render(request, "theme/places.html", context)


@desk("run_theme")
@require_http_methods(["GET", "HEAD", "POST"])
def new_place(request: DeskRequest, code: str) -> HttpResponse:
    found: Theme = access_theme(request.member, code)
    form = PlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_place(found, by=request.member.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("label", str(refused.sentence))
        else:
            messages.success(request, _("The place is open. Its QR code is its own."))
            return redirect("theme:places")
    return render(request, "theme/new_place.html", {"step": "places", "theme": found, "form": form})


@desk("run_theme")
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: DeskRequest, code: str) -> HttpResponse:
    """What it is called; its QR code stays."""
    found = access_place(request.member, code)
    form = PlaceNameForm(request.POST or None, initial={"label": found.label})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_place(found, label=form.cleaned_data["label"], by=request.member.person)
        except Refused as refused:
            form.add_error("label", str(refused.sentence))
        else:
            messages.success(request, _("The name is saved. Posters that hang already still work."))
            return redirect("theme:places")
    context = {"step": "places", "place": access_place(request.member, code), "form": form}
    return render(request, "theme/place.html", context)


@desk("read_voices")
@require_safe
def poster(request: DeskRequest, code: str) -> HttpResponse:
    """A4, to print and hang up."""
    place = access_place(request.member, code)
    asked, shop = place.theme, place.theme.organisation
    promise = _("Answers by %(day)s") % {"day": short_day(asked.reply_by)}
    if clock.today() > asked.reply_by:  # a poster hangs for long: no day would stay true
        promise = _("Answers within %(days)d days") % {"days": shop.reply_days}
    try:
        body = poster_pdf(
            shop=shop.name,
            question=asked.question,
            eyebrow=asked.title,
            promises=(_("30 seconds"), _("No account"), promise),
            url=settings.BASE_URL + place.get_absolute_url(),
            help_line=_("If writing is hard, tell the people of the shop."),
            language=request.LANGUAGE_CODE,
        )
    except ValueError as error:
        raise Refused(
            _("The question does not fit on a poster. Make it 5 to 120 characters long and try again.")
        ) from error
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="poster-{place.code}.pdf"'
    return response
