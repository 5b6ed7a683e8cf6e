"""Reading and answering voices, at the desk."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse


def inbox(request: HttpRequest) -> HttpResponse:
    raise Http404


def voice(request: HttpRequest, voice_id: uuid.UUID) -> HttpResponse:
    raise Http404


def reply(request: HttpRequest, voice_id: uuid.UUID) -> HttpResponse:
    raise Http404


def hold(request: HttpRequest, voice_id: uuid.UUID) -> HttpResponse:
    raise Http404


def people(request: HttpRequest) -> HttpResponse:
    raise Http404
