"""Keeping a photo. A photo alone is no fact; the prototype or story that shows it records one."""

from datetime import timedelta
from typing import BinaryIO

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from yoriai.accounts.models import Organisation, Person
from yoriai.web import clock

from .images import Encoded, encode, read_picture
from .models import Photo

UNUSED_FOR = timedelta(days=1)  # the form that will show the photo is sent in the same minute


def keep_photo(organisation: Organisation, file: BinaryIO, *, size: int, alt: str, by: Person | None) -> Photo:
    """Re-encode and store; raises BadPicture with a sentence for the person."""
    return store_photo(organisation, encode(read_picture(file, size)), alt=alt, by=by)


@transaction.atomic
def store_photo(organisation: Organisation, encoded: Encoded, *, alt: str, by: Person | None) -> Photo:
    """Keep what a form already read and wrote anew."""
    photo = Photo.objects.create(
        organisation=organisation,
        alt=alt[:160],
        width=encoded.width,
        height=encoded.height,
        widths=sorted(encoded.files),
        kept_by=by,
    )
    for width, data in encoded.files.items():
        default_storage.save(photo.path(width), ContentFile(data))
    return photo


def drop_unused_photos() -> int:
    """Photos that nothing shows: their form was refused after all, or another photo took their place."""
    photos = list(unused().filter(kept_at__lt=clock.now() - UNUSED_FOR))
    for photo in photos:
        for width in photo.widths:
            default_storage.delete(photo.path(width))
        photo.delete()  # last: a worker that dies before it starts again here
    return len(photos)


def unused() -> QuerySet[Photo]:
    """Asks every column of any step that points to a photo, so that a new step needs no word here."""
    photos = Photo.objects.all()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model is Photo:
                photos = photos.exclude(Exists(model._default_manager.filter(**{field.name: OuterRef("pk")})))
    return photos
