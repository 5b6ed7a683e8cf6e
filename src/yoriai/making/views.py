import uuid

from django.http import Http404, HttpRequest, HttpResponse


def idea_list(request: HttpRequest) -> HttpResponse:
    raise Http404


def idea_from_voice(request: HttpRequest, voice_id: uuid.UUID) -> HttpResponse:
    raise Http404


def idea(request: HttpRequest, idea_id: uuid.UUID) -> HttpResponse:
    raise Http404


def edit_idea(request: HttpRequest, idea_id: uuid.UUID) -> HttpResponse:
    raise Http404


def idea_voices(request: HttpRequest, idea_id: uuid.UUID) -> HttpResponse:
    raise Http404


def decision(request: HttpRequest, idea_id: uuid.UUID) -> HttpResponse:
    raise Http404


def new_prototype(request: HttpRequest, idea_id: uuid.UUID) -> HttpResponse:
    raise Http404


def prototype(request: HttpRequest, prototype_id: uuid.UUID) -> HttpResponse:
    raise Http404


def experiment(request: HttpRequest, prototype_id: uuid.UUID) -> HttpResponse:
    raise Http404


def new_product(request: HttpRequest, idea_id: uuid.UUID) -> HttpResponse:
    raise Http404


def product(request: HttpRequest, product_id: uuid.UUID) -> HttpResponse:
    raise Http404
