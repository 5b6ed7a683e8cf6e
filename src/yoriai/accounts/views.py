import uuid

from django.http import Http404, HttpRequest, HttpResponse


def enter(request: HttpRequest) -> HttpResponse:
    raise Http404


def enter_code(request: HttpRequest) -> HttpResponse:
    raise Http404


def leave(request: HttpRequest) -> HttpResponse:
    raise Http404


def leave_everywhere(request: HttpRequest) -> HttpResponse:
    raise Http404


def choose_organisation(request: HttpRequest) -> HttpResponse:
    raise Http404


def settings(request: HttpRequest) -> HttpResponse:
    raise Http404


def members(request: HttpRequest) -> HttpResponse:
    raise Http404


def member(request: HttpRequest, member_id: uuid.UUID) -> HttpResponse:
    raise Http404
