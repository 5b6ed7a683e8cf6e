from django.urls import path

from . import views

app_name = "making"
urlpatterns = [
    path("desk/ideas", views.idea_list, name="ideas"),
    path("desk/voices/<uuid:voice_id>/idea", views.idea_from_voice, name="from_voice"),
    path("desk/ideas/<uuid:idea_id>", views.idea, name="idea"),
    path("desk/ideas/<uuid:idea_id>/edit", views.edit_idea, name="edit_idea"),
    path("desk/ideas/<uuid:idea_id>/voices", views.idea_voices, name="idea_voices"),
    path("desk/ideas/<uuid:idea_id>/decision", views.decision, name="decision"),
    path("desk/ideas/<uuid:idea_id>/prototypes", views.new_prototype, name="new_prototype"),
    path("desk/prototypes/<uuid:prototype_id>", views.prototype, name="prototype"),
    path("desk/prototypes/<uuid:prototype_id>/experiment", views.experiment, name="experiment"),
    path("desk/ideas/<uuid:idea_id>/product", views.new_product, name="new_product"),
    path("desk/products/<uuid:product_id>", views.product, name="product"),
]
