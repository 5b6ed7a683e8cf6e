from django.urls import path

from .views import ideas, shaping

app_name = "making"
urlpatterns = [
    path("desk/ideas", ideas.idea_list, name="ideas"),
    path("desk/voices/<uuid:voice_id>/idea", ideas.idea_from_voice, name="from_voice"),
    path("desk/ideas/<uuid:idea_id>", ideas.idea, name="idea"),
    path("desk/ideas/<uuid:idea_id>/edit", ideas.edit_idea, name="edit_idea"),
    path("desk/ideas/<uuid:idea_id>/voices", ideas.idea_voices, name="idea_voices"),
    path("desk/ideas/<uuid:idea_id>/decision", ideas.decision, name="decision"),
    path("desk/ideas/<uuid:idea_id>/prototypes", shaping.new_prototype, name="new_prototype"),
    path("desk/prototypes/<uuid:prototype_id>", shaping.prototype, name="prototype"),
    path("desk/prototypes/<uuid:prototype_id>/experiment", shaping.experiment, name="experiment"),
    path("desk/ideas/<uuid:idea_id>/product", shaping.new_product, name="new_product"),
    path("desk/products/<uuid:product_id>", shaping.product, name="product"),
]
