from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    name = "yoriai.demo"
    label = "demo"

    def ready(self) -> None:
        if settings.DEMO:
            from .calendar import follow  # noqa: PLC0415 (only the demo has a calendar of its own)

            follow(settings.ENV.home)
