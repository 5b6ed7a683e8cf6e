"""Telling the story and saying thanks, at the desk."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse


def story_list(request: HttpRequest) -> HttpResponse:
    raise Http404


def draft(request: HttpRequest, product_id: uuid.UUID) -> HttpResponse:
    raise Http404


def edit_story(request: HttpRequest, story_id: uuid.UUID) -> HttpResponse:
    raise Http404


def new_chapter(request: HttpRequest, story_id: uuid.UUID) -> HttpResponse:
    raise Http404


def chapter(request: HttpRequest, chapter_id: uuid.UUID) -> HttpResponse:
    raise Http404


def publication(request: HttpRequest, story_id: uuid.UUID) -> HttpResponse:
    raise Http404


def thanks(request: HttpRequest, story_id: uuid.UUID) -> HttpResponse:
    raise Http404


def one_thanks(request: HttpRequest, thanks_id: uuid.UUID) -> HttpResponse:
    raise Http404
