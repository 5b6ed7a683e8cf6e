"""Who spoke, at the desk: look for somebody, and put people into circles."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yoriai.accounts.access import DeskRequest, desk
from yoriai.accounts.models import Member
from yoriai.dialogue.access import access_circle, access_people
from yoriai.dialogue.actions import put_in_circle, rename_circle, take_out_of_circle
from yoriai.dialogue.desk_forms import CircleForm, RenameForm
from yoriai.dialogue.people import Company, company, who_spoke
from yoriai.people.models import Circle, RelationKind
from yoriai.web.quotes import quoted
from yoriai.web.refusal import Refused
from yoriai.web.search import LONGEST, asked_words

A_PAGE = 50


@desk("see_people")
@require_safe
def people(request: DeskRequest) -> HttpResponse:
    """As they chose to appear. Addresses are never shown."""
    return _page(request, CircleForm())


@desk("see_people")
@require_POST
def circle(request: DeskRequest) -> HttpResponse:
    """Put the ticked people into a circle, or take them out of the one that is looked at."""
    ticked = access_people(request.member, request.POST.getlist("person"))
    wanted = _wanted(request.member, request.GET)
    form = CircleForm(request.POST)
    if "person" not in request.POST:
        return _refused(request, _("Nobody is ticked yet. Tick the people first."))
    if "out" in request.POST and wanted.circle:
        left = take_out_of_circle(ticked, circle=wanted.circle, by=request.member)
        messages.success(request, _("Taken out of %(circle)s.") % {"circle": quoted(left.name)})
        return redirect(f"{reverse('dialogue:people')}?{Company(circle=_still_there(left)).query}")
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        joined = put_in_circle(ticked, name=form.cleaned_data["name"], by=request.member)
    except Refused as refused:
        return _refused(request, str(refused.sentence))
    messages.success(request, _("Put into %(circle)s.") % {"circle": quoted(joined.name)})
    return redirect(f"{reverse('dialogue:people')}?{Company(circle=joined).query}")


@desk("see_people")
@require_POST
def rename(request: DeskRequest, circle_id: uuid.UUID) -> HttpResponse:
    """Give a circle another name."""
    circle = access_circle(request.member, str(circle_id))
    form = RenameForm(request.POST)
    if form.is_valid():
        try:
            renamed = rename_circle(circle, name=form.cleaned_data["name"], by=request.member)
        except Refused as refused:
            form.add_error("name", str(refused.sentence))
        else:
            messages.success(request, _("The circle is now called %(circle)s.") % {"circle": quoted(renamed.name)})
            return redirect(f"{reverse('dialogue:people')}?{Company(circle=renamed).query}")
    return _page(request, CircleForm(), wanted=Company(circle=circle), renaming=form, status=422)


def _refused(request: DeskRequest, sentence: str) -> HttpResponse:
    """Nothing was done; the name that was typed is still there."""
    messages.error(request, sentence)
    return _page(request, CircleForm(initial={"name": request.POST.get("name", "")[:40]}), status=422)


def _still_there(circle: Circle) -> Circle | None:
    return Circle.objects.filter(pk=circle.pk).first()


def _wanted(member: Member, asked: QueryDict) -> Company:
    relation = asked.get("relation", "")
    code = asked.get("circle", "").replace("\x00", "")
    return Company(
        asked_words(asked),
        RelationKind(relation) if relation in RelationKind.values else None,
        access_circle(member, code) if code else None,
    )


def _page(
    request: DeskRequest,
    form: CircleForm,
    *,
    wanted: Company | None = None,
    renaming: RenameForm | None = None,
    status: int = 200,
) -> HttpResponse:
    wanted = wanted or _wanted(request.member, request.GET)
    if wanted.circle and renaming is None:
        renaming = RenameForm(initial={"name": wanted.circle.name})
    page = Paginator(company(request.member, wanted), A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    context = {
        "step": "people",
        "wanted": wanted,
        "page": page,
        "rows": rows,
        "tabs": [(kind, kind.label, wanted.of(kind).query) for kind in RelationKind],
        "everybody": wanted.of(None).query,
        "circles": Circle.objects.filter(organisation=request.member.organisation).exclude(joinings=None),
        "form": form,
        "renaming": renaming,
        "ticked": set(request.POST.getlist("person")),
        "longest": LONGEST,
        "nobody_yet": not rows and not who_spoke(request.member).exists(),
    }
    return render(request, "dialogue/desk/people.html", context, status=status)
