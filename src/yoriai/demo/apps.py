from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "yoriai.demo"
    label = "demo"
