from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "yoriai.delivery"
    label = "delivery"
