from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yoriai.people"
    label = "people"

    def ready(self) -> None:
        from yoriai.delivery.mail import look_up_in  # noqa: PLC0415 (models exist only now)

        from .directory import recipient  # noqa: PLC0415

        look_up_in(recipient)
