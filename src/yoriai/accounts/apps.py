from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "yoriai.accounts"
    label = "accounts"
