from django.urls import path

from . import views

app_name = "theme"
urlpatterns = [
    path("desk/themes", views.theme_list, name="list"),
    path("desk/themes/new", views.choose_recipe, name="recipes"),
    path("desk/themes/new/<slug:recipe_id>", views.new_theme, name="new"),
    path("desk/themes/<slug:code>", views.theme, name="theme"),
    path("desk/themes/<slug:code>/edit", views.edit_theme, name="edit"),
    path("desk/themes/<slug:code>/closure", views.closure, name="closure"),
    path("desk/places", views.places, name="places"),
    path("desk/themes/<slug:code>/places", views.new_place, name="new_place"),
    path("desk/places/<slug:code>", views.place, name="place"),
    path("desk/places/<slug:code>/poster.pdf", views.poster, name="poster"),
]
