"""The form field for one photo: read, bounded and re-encoded while the form is checked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .images import BadPicture, Encoded, encode, read_picture

EMPTY = _("This file could not be read as a photo. Please choose a JPEG, PNG or WebP file.")


def no_photo_field() -> forms.BooleanField:
    """Beside a photo that is there already: it may go without another in its place."""
    return forms.BooleanField(label=_("Take this photo away"), required=False)


class PhotoField(forms.FileField):
    """`cleaned_data` holds an Encoded, or None when nothing was sent. Errors are sentences."""

    widget = forms.FileInput(attrs={"accept": "image/*", "class": "file__input"})

    def __init__(self, **more: Any) -> None:
        more.setdefault("required", False)
        more.setdefault("label", _("Photo"))
        super().__init__(**more)
        self.error_messages |= {"empty": EMPTY, "invalid": EMPTY, "missing": EMPTY, "contradiction": EMPTY}

    def clean(self, data: Any, initial: Any = None) -> Encoded | None:
        file = super().clean(data, None)
        if not file:
            return None
        try:
            return encode(read_picture(file, file.size))
        except BadPicture as bad:
            raise ValidationError(str(bad), code="picture") from bad
