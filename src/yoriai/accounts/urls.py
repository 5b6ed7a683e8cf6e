from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("in", views.enter, name="enter"),
    path("in/code", views.enter_code, name="code"),
    path("out", views.leave, name="leave"),
    path("out/everywhere", views.leave_everywhere, name="leave_everywhere"),
    path("desk/choose", views.choose_organisation, name="choose"),
    path("desk/settings", views.settings, name="settings"),
    path("desk/settings/members", views.members, name="members"),
    path("desk/settings/members/<uuid:member_id>", views.member, name="member"),
]
