"""Coming in and going out; the organisation, its members, and one's own sessions."""

import uuid

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yoriai.web import limits
from yoriai.web.refusal import Refused, TooMany
from yoriai.web.views import inside

from . import actions
from .access import SESSION_KEY, DeskRequest, access_member, current_member, desk
from .forms import AddressForm, AppointForm, CodeForm, PlaceAtDeskForm, PrintedCodeForm, ProfileForm
from .models import Account, Member

ENTERING = "entering"  # the address that asked for a code, in this session
GOING_TO = "going_to"
TRIES_PER_MINUTE = 8


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The same answer for every address: nobody learns who works here."""
    if current_member(request):
        return redirect(inside(request, request.GET.get("next"), reverse("desk:home")))
    if request.GET.get("next"):
        request.session[GOING_TO] = inside(request, request.GET["next"], "")
    form = AddressForm(request.POST or None)
    if request.method == "POST" and _may_try(request, "enter", form) and form.is_valid():
        actions.wish_code(form.cleaned_data["email"])
        request.session[ENTERING] = form.cleaned_data["email"]
        return redirect("accounts:code")
    return render(request, "accounts/enter.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    email = request.session.get(ENTERING)
    if "printed" in request.GET:
        email = None
    form = (CodeForm if email else PrintedCodeForm)(request.POST or None)
    if request.method == "POST" and _may_try(request, "code", form) and form.is_valid():
        account = actions.spend_code(email or form.cleaned_data["email"], form.cleaned_data["code"])
        if account and account.memberships.exists():
            return _come_in(request, account)
        form.add_error("code", _("This code does not match or has expired. Please compare it, or ask for a new one."))
    context = {
        "form": form,
        "email": email,
        "letters_folder": django_settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"),
    }
    return render(request, "accounts/code.html", context, status=_status(form))


def _come_in(request: HttpRequest, account: Account) -> HttpResponse:
    going_to = request.session.pop(GOING_TO, "") or reverse("desk:home")
    request.session.pop(ENTERING, None)
    actions.sign_in(request, account)
    if account.memberships.count() > 1:
        request.session[GOING_TO] = going_to
        return redirect("accounts:choose")
    return redirect(going_to)


def _may_try(request: HttpRequest, what: str, form: AddressForm | CodeForm) -> bool:
    try:
        limits.spend(request, what, per_minute=TRIES_PER_MINUTE)
    except TooMany:
        form.add_error(None, _("Several tries arrived in one minute. Please wait a minute and send again."))
        form.too_many = True  # type: ignore[union-attr]
        return False
    return True


def _status(form: AddressForm | CodeForm) -> int:
    return 429 if getattr(form, "too_many", False) else 200


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        actions.sign_out(request)
        return redirect("accounts:enter")
    if not request.user.is_authenticated:
        return redirect("accounts:enter")
    return render(request, "accounts/leave.html")


@require_http_methods(["GET", "HEAD", "POST"])
def leave_everywhere(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, Account):
        return redirect("accounts:enter")
    if request.method == "POST":
        actions.sign_out_everywhere(request.user)
        actions.sign_out(request)
        messages.success(request, _("You are signed out on every device. Sign in again with a new code."))
        return redirect("accounts:enter")
    return render(request, "accounts/leave.html", {"everywhere": True})


@desk("see_desk")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_organisation(request: DeskRequest) -> HttpResponse:
    places = Member.objects.filter(account=request.member.account).select_related("organisation")
    if request.method == "POST":
        chosen = next((p for p in places if str(p.organisation_id) == request.POST.get("organisation")), None)
        if chosen is None:
            raise Http404
        request.session[SESSION_KEY] = str(chosen.organisation_id)
        return redirect(request.session.pop(GOING_TO, "") or reverse("desk:home"))
    return render(request, "accounts/choose.html", {"places": places.order_by("organisation__name")})


@desk("see_desk")
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: DeskRequest) -> HttpResponse:
    """One's own sessions for everybody; the organisation's facts for its owner."""
    member = request.member
    form = None
    if member.may("run_organisation"):
        # A fresh copy: a refused change must not show in the frame of the page.
        organisation = type(member.organisation).objects.get(pk=member.organisation_id)
        form = ProfileForm(request.POST or None, instance=organisation)
        if request.method == "POST" and form.is_valid():
            actions.change_organisation(organisation, **form.cleaned_data)
            messages.success(request, _("The details of the shop are saved."))
            return redirect("accounts:settings")
    elif request.method == "POST":
        raise Http404
    several = Member.objects.filter(account=member.account).count() > 1
    return render(request, "accounts/settings.html", {"step": "settings", "form": form, "several": several})


@desk("run_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: DeskRequest) -> HttpResponse:
    organisation = request.member.organisation
    form = AppointForm(request.POST or None, initial={"role": "staff"})
    if request.method == "POST" and form.is_valid():
        try:
            member = actions.appoint_member(organisation, by=request.member.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("role", str(refused.sentence))
        else:
            messages.success(request, _("%(title)s now has a place at the desk.") % {"title": member.title})
            return redirect("accounts:members")
    rows = Member.objects.filter(organisation=organisation).select_related("account").order_by("appointed_at")
    return render(request, "accounts/members.html", {"step": "settings", "form": form, "rows": rows})


@desk("run_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: DeskRequest, member_id: uuid.UUID) -> HttpResponse:
    found = access_member(request.member, member_id)
    if request.method == "POST" and "dismiss" in request.POST:
        return _dismiss(request, found)
    email, title = found.account.email, found.title
    form = PlaceAtDeskForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.appoint_member(
                request.member.organisation, email=email, by=request.member.person, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("role", str(refused.sentence))
        else:
            messages.success(request, _("The change is saved."))
            return redirect("accounts:members")
    myself = found.pk == request.member.pk
    context = {"step": "settings", "form": form, "email": email, "title": title, "myself": myself}
    return render(request, "accounts/member.html", context)


def _dismiss(request: DeskRequest, found: Member) -> HttpResponse:
    try:
        actions.dismiss_member(found)
    except Refused as refused:
        messages.error(request, str(refused.sentence))
        return redirect("accounts:member", found.pk)
    messages.success(request, _("Removed from the desk. What the person did stays."))
    if found.account_id == request.user.pk:
        actions.sign_out(request)
        return redirect("accounts:enter")
    return redirect("accounts:members")
