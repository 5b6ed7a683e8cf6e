from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "yoriai.delivery"
    label = "delivery"

    def ready(self) -> None:
        from . import channels, mail  # noqa: PLC0415 (models exist only now)

        channels.register("mail", mail.send_mail)
