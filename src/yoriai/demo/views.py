from django.http import Http404, HttpRequest, HttpResponse


def guide(request: HttpRequest) -> HttpResponse:
    raise Http404


def enter(request: HttpRequest) -> HttpResponse:
    raise Http404
