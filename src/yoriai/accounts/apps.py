from datetime import timedelta

from django.apps import AppConfig

from yoriai.web.chores import register


class AccountsConfig(AppConfig):
    name = "yoriai.accounts"
    label = "accounts"

    def ready(self) -> None:
        from .actions import forget_old_entries  # noqa: PLC0415 (models exist only now)

        register("old sessions and codes", forget_old_entries, every=timedelta(days=1))
