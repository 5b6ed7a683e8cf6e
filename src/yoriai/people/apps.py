from datetime import timedelta

from django.apps import AppConfig

from yoriai.web.chores import register


class PeopleConfig(AppConfig):
    name = "yoriai.people"
    label = "people"

    def ready(self) -> None:
        from yoriai.delivery.mail import look_up_in  # noqa: PLC0415 (models exist only now)
        from yoriai.theme.models import Place, Theme  # noqa: PLC0415

        from .directory import recipient  # noqa: PLC0415
        from .forgetting import declare_free_text  # noqa: PLC0415
        from .models import Circle  # noqa: PLC0415
        from .overwriting import CHORE, overwrite  # noqa: PLC0415

        look_up_in(recipient)
        declare_free_text(Circle, "name", written="gathered_at")
        register(CHORE, overwrite, every=timedelta(days=7))
        declare_free_text(Theme, "title", "question", "purpose", written="opened_at")
        declare_free_text(Place, "label", written="opened_at", organisation="theme__organisation")
