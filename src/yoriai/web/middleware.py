"""What every answer passes through."""

import logging
import secrets
from collections.abc import Callable

from django.core.exceptions import DisallowedHost, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from .refusal import Refused, TooMany

GetResponse = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("yoriai.web")


class KnownHost:
    """A request for a host that is not ours ends here, before anything is read or opened."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            return HttpResponseBadRequest("unknown host", content_type="text/plain")
        return self.get_response(request)


class QuietHeaders:
    """Headers that Django does not set itself: what a page may use, and that private pages stay private."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(self), microphone=(self), geolocation=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path.startswith(("/k/", "/desk", "/in")):
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex"
        return response


class PageAbove:
    """Who opens an address that only takes what a form sends – by a bookmark, after entering – gets the form's page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        lost = isinstance(response, HttpResponseNotAllowed) and request.method == "GET"
        if lost and "text/html" in request.headers.get("Accept", "") and (above := _page_above(request.path)):
            return redirect(above)
        return response


def _page_above(path: str) -> str:
    """The nearest address above that is one of ours; empty when there is none."""
    while path := path.rpartition("/")[0]:
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return ""


class Refusals:
    """The one place where a refusal becomes a page and a forbidden thing becomes 'not here'."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            status = 429 if isinstance(error, TooMany) else 409
            return render(request, "web/refused.html", {"refusal": error}, status=status)
        if isinstance(error, PermissionDenied):
            raise Http404
        if not isinstance(error, Http404):
            request.META["yoriai.reference"] = reference = secrets.token_hex(4)
            log.exception("unexpected error %s at %s", reference, request.path)
        return None
