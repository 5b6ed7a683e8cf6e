"""Delivering photos: addresses are random and never change, so browsers may keep them for ever."""

import uuid

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from .models import Photo


@require_safe
def photo(request: HttpRequest, photo_id: uuid.UUID, width: int) -> HttpResponseBase:
    found = Photo.objects.filter(pk=photo_id).first()
    if found is None or width not in found.widths or not default_storage.exists(found.path(width)):
        raise Http404
    response = FileResponse(default_storage.open(found.path(width)), content_type="image/webp")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
