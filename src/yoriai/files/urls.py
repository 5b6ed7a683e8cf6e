from django.urls import path, register_converter

from . import views


class Width:
    """A bounded number: a longer one would overflow the database's integers."""

    regex = "[0-9]{1,4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Width, "width")
app_name = "files"
urlpatterns = [path("p/<uuid:photo_id>-<width:width>.webp", views.photo, name="photo")]
