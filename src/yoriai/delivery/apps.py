from datetime import timedelta

from django.apps import AppConfig

from yoriai.web.chores import register


class DeliveryConfig(AppConfig):
    name = "yoriai.delivery"
    label = "delivery"

    def ready(self) -> None:
        from . import channels, mail, worker  # noqa: PLC0415 (models exist only now)

        channels.register("mail", mail.send_mail)
        register("settled letters", worker.purge, every=timedelta(hours=1))
        register("letters kept as files", mail.purge_files, every=timedelta(days=1))
