"""Keeping a photo. A photo alone is no fact; the prototype or story that shows it records one."""

from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from yoriai.accounts.models import Organisation, Person

from .images import Encoded, encode, read_picture
from .models import Photo


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
