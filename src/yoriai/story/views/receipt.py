"""わたしの声のゆくえ: what only the holder of a receipt may see and change."""

from django.http import Http404, HttpRequest, HttpResponse


def find_receipt(request: HttpRequest) -> HttpResponse:
    raise Http404


def journey(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404


def receipt_qr(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404


def name(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404


def contact(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404


def withdrawal(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404
