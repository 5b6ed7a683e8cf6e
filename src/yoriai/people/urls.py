from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("stop/<slug:code>", views.stop_letters, name="stop"),
]
