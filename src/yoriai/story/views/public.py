"""The public face: the shelf, a theme, a story."""

from django.http import Http404, HttpRequest, HttpResponse


def home(request: HttpRequest) -> HttpResponse:
    raise Http404


def shelf(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def public_theme(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404


def public_voices(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404


def public_story(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404
