from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LedgerConfig(AppConfig):
    name = "yoriai.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Every process knows every kind: the worker reads no urls and would import no events by itself."""
        autodiscover_modules("events")
