from django.http import Http404, HttpRequest, HttpResponse


def stop_letters(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404
