from django.urls import path

from .views import inbox, people, speaking

app_name = "dialogue"
urlpatterns = [
    path("q/<slug:code>", speaking.speak, name="speak"),
    path("q/<slug:code>/similar", speaking.similar, name="similar"),
    path("q/<slug:code>/about", speaking.about, name="about"),
    path("desk/voices", inbox.inbox, name="inbox"),
    path("desk/voices/<uuid:voice_id>", inbox.voice, name="voice"),
    path("desk/voices/<uuid:voice_id>/reply", inbox.reply, name="reply"),
    path("desk/voices/<uuid:voice_id>/hold", inbox.hold, name="hold"),
    path("desk/answers/<uuid:reply_id>", inbox.answer, name="answer"),
    path("desk/people", people.people, name="people"),
    path("desk/people/circle", people.circle, name="circle"),
    path("desk/people/circle/<uuid:circle_id>/name", people.rename, name="circle_name"),
]
