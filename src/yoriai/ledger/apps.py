from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "yoriai.ledger"
    label = "ledger"
