from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "yoriai.desk"
    label = "desk"
