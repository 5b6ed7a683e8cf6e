from datetime import timedelta

from django.apps import AppConfig

from yoriai.web.chores import register


class FilesConfig(AppConfig):
    name = "yoriai.files"
    label = "files"

    def ready(self) -> None:
        from .actions import drop_unused_photos  # noqa: PLC0415 (models exist only now)

        register("unused photos", drop_unused_photos, every=timedelta(days=1))
