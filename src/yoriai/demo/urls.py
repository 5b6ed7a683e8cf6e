from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [
    path("demo", views.guide, name="guide"),
    path("demo/enter", views.enter, name="enter"),
]
