from django.apps import AppConfig


class StoryConfig(AppConfig):
    name = "yoriai.story"
    label = "story"

    def ready(self) -> None:
        from yoriai.people.forgetting import declare_free_text  # noqa: PLC0415 (models exist only now)

        from .models import Chapter, Story, Thanks  # noqa: PLC0415

        declare_free_text(Story, "title", "opening", "lead")
        declare_free_text(Chapter, "heading", "body", organisation="story__organisation")
        declare_free_text(Thanks, "text", organisation="story__organisation")
