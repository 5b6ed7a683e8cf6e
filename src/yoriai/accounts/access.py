"""The only doors to the desk. What you may not see is not there: 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from yoriai.web.views import inside

from .models import Member

SESSION_KEY = "organisation"


class DeskRequest(HttpRequest):
    """A request that came through `desk()`: somebody of the organisation is asking."""

    member: Member


def current_member(request: HttpRequest) -> Member | None:
    """The membership this session works in: the chosen organisation, or the only or first one."""
    if not request.user.is_authenticated:
        return None
    memberships = Member.objects.filter(account=request.user).select_related("organisation", "person", "account")
    chosen = request.session.get(SESSION_KEY)
    found = memberships.filter(organisation_id=chosen).first() if chosen else None
    return found or memberships.order_by("appointed_at").first()


def desk(verb: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A desk page: strangers are asked to sign in, members whose role may not `verb` get 404."""

    def around(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(_way_back(request))
            if not request.member or not request.member.may(verb):
                raise Http404
            return view(request, *args, **kwargs)

        inner.desk_verb = verb  # type: ignore[attr-defined]
        return inner

    return around


def _way_back(request: HttpRequest) -> str:
    """Where to go after signing in: this page, or the one whose form was sent."""
    if request.method == "GET":
        return request.get_full_path()
    return inside(request, request.headers.get("Referer"), reverse("desk:home"))


def access_member(member: Member, member_id: Any) -> Member:
    found = (
        Member.objects.filter(organisation=member.organisation, pk=member_id)
        .select_related("person", "account")
        .first()
    )
    if found is None:
        raise Http404
    return found
