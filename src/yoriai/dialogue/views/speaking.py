"""Where a voice comes in: the page behind the QR code."""

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yoriai.dialogue.actions import receive_voice
from yoriai.dialogue.forms import VoiceForm, as_voice_id
from yoriai.dialogue.models import LONGEST, Receipt
from yoriai.dialogue.queries import Heard, heard, latest_voices, similar_voices, voice_to_echo
from yoriai.dialogue.wording import for_minors, full_texts, lines, short_texts
from yoriai.theme.access import access_open_door
from yoriai.theme.models import Place, Visibility
from yoriai.web import clock
from yoriai.web.days import day
from yoriai.web.limits import spend
from yoriai.web.refusal import Refused, TooMany
from yoriai.web.sheet import SPEAKING_ONLY

SIMILAR_PER_MINUTE = 240
FEWEST_LETTERS = 2  # 豆腐


@require_http_methods(["GET", "HEAD", "POST"])
@csp_update(SPEAKING_ONLY)  # type: ignore[arg-type]  # typed for views of no arguments
def speak(request: HttpRequest, code: str) -> HttpResponse:
    place = access_open_door(code)
    if request.method == "POST":
        return _send(request, place)
    if not place.theme.hears():
        return _not_open(request, place)
    return _page(request, place, VoiceForm(initial={"same": request.GET.get("same", "")[:40]}))


def _send(request: HttpRequest, place: Place) -> HttpResponse:
    form = VoiceForm(request.POST)
    try:
        spend(request, "voice", per_minute=settings.POSTS_PER_MINUTE)
    except TooMany as refusal:
        form.add_error("text", str(refusal.sentence))
        return _answer_errors(request, place, form, 429)
    if not form.is_valid():
        return _answer_errors(request, place, form, 422)
    try:
        receipt = _receive(place, form)
    except Refused:  # closed while the page was open: what was typed comes back
        return _not_open(request, place, typed=form.cleaned_data["text"])
    messages.success(request, _("Your voice has arrived. Thank you."))
    return _go_to(request, receipt)


def _receive(place: Place, form: VoiceForm) -> Receipt:
    told = form.cleaned_data
    return receive_voice(
        place,
        text=told["text"],
        form_id=form.opened_as,
        texts=short_texts(place),
        credit=told["credit"],
        name=told["name"],
        inside_only=told["inside_only"],
        echo_of=voice_to_echo(place.theme, told["same"]),
        language=(get_language() or "ja")[:2],
    )


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _go_to(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    to = receipt.get_absolute_url()
    return JsonResponse({"to": to}) if _wants_json(request) else HttpResponse(status=303, headers={"Location": to})


def _answer_errors(request: HttpRequest, place: Place, form: VoiceForm, status: int) -> HttpResponse:
    if _wants_json(request):
        sentences = {name: str(errors[0]) for name, errors in form.errors.items()}
        return JsonResponse({"errors": sentences, "text": str(form["text"].value() or "")}, status=status)
    if not place.theme.hears():
        return _not_open(request, place, typed=str(form["text"].value() or ""))
    return _page(request, place, form, status)


def _page(request: HttpRequest, place: Place, form: VoiceForm, status: int = 200) -> HttpResponse:
    notice, terms = short_texts(place)
    echoed = voice_to_echo(place.theme, as_voice_id(str(form["same"].value() or "")))
    context: dict[str, Any] = {
        "shop": place.theme.organisation,
        "theme": place.theme,
        "place": place,
        "answer_due": place.theme.answer_due(clock.today()),
        "form": form,
        "notice": lines(notice),
        "terms": lines(terms),
        "minors": for_minors(),
        "echoed": heard(echoed) if echoed else None,
        "voices": latest_voices(place.theme),
        "most": LONGEST,
    }
    return render(request, "dialogue/speak.html", context, status=status)


def _not_open(request: HttpRequest, place: Place, typed: str = "") -> HttpResponse:
    theme = place.theme
    context = {
        "shop": theme.organisation,
        "theme": theme,
        "early": not theme.is_closed and clock.today() < theme.starts_on,
        "public": theme.visibility != Visibility.INSIDE,
        "typed": typed,
    }
    status = 409 if request.method == "POST" else 200
    if _wants_json(request):
        return JsonResponse({"errors": {"text": _("This question no longer takes voices.")}}, status=status)
    return render(request, "dialogue/not_open.html", context, status=status)


@require_POST
def similar(request: HttpRequest, code: str) -> HttpResponse:
    """Voices like the one being typed, while it is typed. By POST only: no log may keep words that were never sent."""
    place = access_open_door(code)
    try:
        spend(request, "similar", per_minute=SIMILAR_PER_MINUTE)
    except TooMany:
        return JsonResponse({"voices": []}, status=429)
    text = request.POST.get("text", "").replace("\x00", "")
    found = similar_voices(place, text) if len(text.strip()) >= FEWEST_LETTERS else []
    return JsonResponse({"voices": [_as_json(voice) for voice in found]})


def _as_json(voice: Heard) -> dict[str, str]:
    return {
        "id": str(voice.id),
        "words": voice.words,
        "who": voice.who,
        "where": voice.where,
        "day": day(voice.at),
    }


@require_safe
def about(request: HttpRequest, code: str) -> HttpResponse:
    place = access_open_door(code)
    context = {
        "shop": place.theme.organisation,
        "theme": place.theme,
        "place": place,
        "papers": full_texts(place),
    }
    return render(request, "dialogue/about.html", context)
