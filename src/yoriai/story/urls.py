from django.urls import path

from .views import public, receipt, telling

app_name = "story"
urlpatterns = [
    path("", public.home, name="home"),
    path("@<slug:slug>", public.shelf, name="shelf"),
    path("t/<slug:code>", public.public_theme, name="theme"),
    path("t/<slug:code>/voices", public.public_voices, name="voices"),
    path("t/<slug:code>/ideas", public.public_ideas, name="ideas"),
    path("s/<slug:code>", public.public_story, name="story"),
    path("k/", receipt.find_receipt, name="find"),
    path("k/<slug:code>", receipt.journey, name="journey"),
    path("k/<slug:code>/qr.svg", receipt.receipt_qr, name="receipt_qr"),
    path("k/<slug:code>/name", receipt.name, name="name"),
    path("k/<slug:code>/contact", receipt.contact, name="contact"),
    path("k/<slug:code>/withdrawal", receipt.withdrawal, name="withdrawal"),
    path("desk/stories", telling.story_list, name="stories"),
    path("desk/products/<uuid:product_id>/story", telling.draft, name="draft"),
    path("desk/stories/<uuid:story_id>", telling.edit_story, name="edit"),
    path("desk/stories/<uuid:story_id>/chapters", telling.new_chapter, name="new_chapter"),
    path("desk/chapters/<uuid:chapter_id>", telling.chapter, name="chapter"),
    path("desk/stories/<uuid:story_id>/publication", telling.publication, name="publication"),
    path("desk/stories/<uuid:story_id>/thanks", telling.thanks, name="thanks"),
    path("desk/thanks/<uuid:thanks_id>", telling.one_thanks, name="one_thanks"),
]
