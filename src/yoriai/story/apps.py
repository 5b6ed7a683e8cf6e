from django.apps import AppConfig


class StoryConfig(AppConfig):
    name = "yoriai.story"
    label = "story"

    def ready(self) -> None:
        from yoriai.people.forgetting import declare_free_text  # noqa: PLC0415 (models exist only now)

        from .models import Chapter, Story, Thanks  # noqa: PLC0415

        declare_free_text(Story, "title", "opening", "lead", written="drafted_at")
        of_story = {"organisation": "story__organisation", "written": "story__drafted_at", "told_of": "story"}
        declare_free_text(Chapter, "heading", "body", **of_story)
        declare_free_text(Thanks, "text", written="drafted_at", organisation="story__organisation")
