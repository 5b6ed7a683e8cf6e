from django.apps import AppConfig


class MakingConfig(AppConfig):
    name = "yoriai.making"
    label = "making"

    def ready(self) -> None:
        from yoriai.files.models import Photo  # noqa: PLC0415
        from yoriai.people.forgetting import declare_free_text  # noqa: PLC0415 (models exist only now)

        from .models import Decision, Experiment, Idea, Product, Prototype  # noqa: PLC0415

        declare_free_text(Idea, "headline", "body", written="formed_at")
        declare_free_text(Decision, "reason", written="decided_at", organisation="idea__organisation")
        declare_free_text(Prototype, "name", "made_of", written="published_at", organisation="idea__organisation")
        declare_free_text(
            Experiment,
            "hypothesis",
            "measure",
            "result",
            "learned",
            written="recorded_at",
            organisation="prototype__idea__organisation",
            told_of="prototype",
        )
        declare_free_text(Photo, "alt", written="kept_at")
        declare_free_text(Product, "name", "body", "terms", written="launched_at")
