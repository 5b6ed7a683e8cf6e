"""Keeping a photo. A photo alone is no fact; the prototype or story that shows it records one."""

from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from yoriai.accounts.models import Organisation, Person

from .images import encode, read_picture
from .models import Photo


@transaction.atomic
def keep_photo(organisation: Organisation, file: BinaryIO, *, size: int, alt: str, by: Person | None) -> Photo:
    """Re-encode and store; raises BadPicture with a sentence for the person."""
    encoded = encode(read_picture(file, size))
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
