from datetime import timedelta

from django.apps import AppConfig

from yoriai.web.chores import register


class DialogueConfig(AppConfig):
    name = "yoriai.dialogue"
    label = "dialogue"

    def ready(self) -> None:
        from yoriai.people.forgetting import declare_free_text  # noqa: PLC0415 (models exist only now)

        from .models import Reply  # noqa: PLC0415
        from .retention import erase_outlived_contacts  # noqa: PLC0415

        register("addresses past their time", erase_outlived_contacts, every=timedelta(days=1))
        declare_free_text(Reply, "text", written="replied_at", organisation="voice__organisation")
