"""Every address, step by step."""

from django.urls import include, path

from yoriai.web import views as web

handler404 = "yoriai.web.views.not_found"
handler500 = "yoriai.web.views.broken"
handler400 = "yoriai.web.views.bad_request"

urlpatterns = [
    path("language/<slug:code>", web.choose_language, name="language"),
    path("robots.txt", web.robots, name="robots"),
    path("", include("yoriai.files.urls")),
    path("", include("yoriai.accounts.urls")),
    path("", include("yoriai.theme.urls")),
    path("", include("yoriai.people.urls")),
    path("", include("yoriai.dialogue.urls")),
    path("", include("yoriai.making.urls")),
    path("", include("yoriai.story.urls")),
    path("", include("yoriai.desk.urls")),
    path("", include("yoriai.demo.urls")),
]
