from django.apps import AppConfig


class ThemeConfig(AppConfig):
    name = "yoriai.theme"
    label = "theme"
