from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "yoriai.dialogue"
    label = "dialogue"

    def ready(self) -> None:
        from yoriai.people.forgetting import declare_free_text  # noqa: PLC0415 (models exist only now)

        from .models import Reply  # noqa: PLC0415

        declare_free_text(Reply, "text", written="replied_at", organisation="voice__organisation")
