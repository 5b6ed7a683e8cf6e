"""Pages that belong to no step: the language switch and the error pages."""

import re
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

MOST_LOOKED_AT = 200_000  # bytes of a post that is too large
MOST_DRAINED = 30_000_000
MOST_RETURNED = 20_000  # characters


def inside(request: HttpRequest, address: str | None, otherwise: str = "/") -> str:
    """`address` if it leads to this server, else `otherwise`."""
    hosts = {request.get_host()}
    rooted = (address or "").startswith(("/", "http://", "https://"))  # a bare word would be taken for a view's name
    if address and rooted and url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure()):
        return address
    return otherwise


@require_safe
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """One tap switches; the choice stays for a year."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    response = HttpResponseRedirect(inside(request, request.GET.get("next")))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=31_536_000,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same for everybody, and the way back from where the address points: the slip, the desk, the first page."""
    context = {"receipt": request.path.startswith("/k/"), "desk": request.path.startswith("/desk/")}
    return render(request, "web/not_found.html", context, status=404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's proof is missing or old (cookies off, a page left open for weeks). What was typed comes back."""
    return render(request, "web/stale_form.html", {"typed": request.POST.get("text", "")[:4000]}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    context = {"reference": request.META.get("yoriai.reference", "")}
    return render(request, "web/broken.html", context, status=500)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /desk", "Disallow: /k/", "Disallow: /in", "Disallow: /q/"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too large or malformed before any form could look at it. Of what was typed, the beginning comes back."""
    typed = _longest_typed(request) if isinstance(exception, RequestDataTooBig) else ""
    return render(request, "web/bad_request.html", {"typed": typed}, status=400)


def _longest_typed(request: HttpRequest) -> str:
    """The beginning of the longest field of a plain form. The whole post is read, so that the answer gets through."""
    beginning = request.read(MOST_LOOKED_AT)
    unread = MOST_DRAINED
    while unread > 0 and (piece := request.read(64 * 1024)):
        unread -= len(piece)
    if request.content_type != "application/x-www-form-urlencoded":
        return ""
    whole = re.sub(rb"%[0-9A-Fa-f]?$", b"", beginning).decode("ascii", "ignore")
    fields = parse_qsl(whole, errors="ignore")
    return max((value for _name, value in fields), key=len, default="").replace("\x00", "")[:MOST_RETURNED]
