from django.http import Http404, HttpRequest, HttpResponse


def theme_list(request: HttpRequest) -> HttpResponse:
    raise Http404


def choose_recipe(request: HttpRequest) -> HttpResponse:
    raise Http404


def new_theme(request: HttpRequest, recipe_id: str) -> HttpResponse:
    raise Http404


def theme(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404


def edit_theme(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404


def closure(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404


def places(request: HttpRequest) -> HttpResponse:
    raise Http404


def new_place(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404


def poster(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404
