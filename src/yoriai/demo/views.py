"""The demo's guide, and its one-tap way to the desk. Both exist only in the demo."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yoriai.accounts.actions import sign_in
from yoriai.accounts.models import Member, Role
from yoriai.dialogue.models import Receipt
from yoriai.story.models import Story
from yoriai.theme.models import Theme


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    _only_in_the_demo()
    running = Theme.objects.filter(closure=None).select_related("organisation").order_by("-starts_on").first()
    context = {
        "shop": running and running.organisation,
        "running": running,
        "place": running and running.places.first(),
        "story": Story.objects.exclude(publication=None).first(),
        "receipt": Receipt.objects.filter(voice__withdrawal=None)
        .order_by("voice__spoken_at")
        .filter(voice__text__startswith="がんもどき、もう")
        .first(),
        "roles": [(Role.OWNER, "step"), (Role.HOST, "voice"), (Role.STAFF, "make")],
    }
    return render(request, "demo/guide.html", context)


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo shop's members."""
    _only_in_the_demo()
    role = request.POST.get("role", Role.OWNER)
    if role not in Role.values:
        raise Http404
    member = Member.objects.filter(role=role).select_related("account").order_by("appointed_at").first()
    if member is None:
        raise Http404
    sign_in(request, member.account)
    return redirect("desk:home")
