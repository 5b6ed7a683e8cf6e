from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "yoriai.web"
    label = "web"
