"""Where a voice comes in: the page behind the QR code."""

from django.http import Http404, HttpRequest, HttpResponse


def speak(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404


def similar(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404


def about(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404
