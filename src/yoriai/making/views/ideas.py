"""Ideas at the desk: the list, one from a voice, its page, its voices, its decisions."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yoriai.accounts.access import DeskRequest, desk
from yoriai.dialogue.access import access_voice
from yoriai.making import actions
from yoriai.making.access import access_idea
from yoriai.making.forms import DecisionForm, FromVoiceForm, IdeaForm
from yoriai.making.models import Idea
from yoriai.making.queries import grounds_of, ideas_in_groups, next_of, people_behind, products_of, voices_like
from yoriai.people.names import shown_names
from yoriai.theme.access import access_theme
from yoriai.theme.models import Theme
from yoriai.web.refusal import Refused
from yoriai.web.search import asked_words

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@desk("read_voices")
def idea_list(request: DeskRequest) -> HttpResponse:
    code = request.GET.get("theme", "")[:24].replace("\0", "")
    theme = access_theme(request.member, code) if code else None
    return render(
        request,
        "making/ideas.html",
        {
            "step": "making",
            "groups": ideas_in_groups(request.member.organisation, theme),
            "themes": Theme.objects.filter(organisation=request.member.organisation),
            "theme": theme,
        },
    )


@get_or_post
@desk("make")
def idea_from_voice(request: DeskRequest, voice_id: uuid.UUID) -> HttpResponse:
    voice = access_voice(request.member, voice_id)
    form = FromVoiceForm(voice, request.POST or None)
    if not voice.is_withdrawn and form.is_valid():
        ground = (voice, form.span)
        if form.joins:
            idea = form.cleaned_data["idea"]
            actions.join_idea(idea, voice=voice, span=form.span, by=request.member)
            messages.success(request, _("The idea now stands on this voice, too."))
        else:
            headline = form.cleaned_data["headline"]
            idea = actions.form_idea(voice.theme, headline=headline, grounds=[ground], by=request.member)
            messages.success(request, _("The voice became an idea. Its author sees it from now on."))
        return redirect("making:idea", idea.pk)
    name = shown_names([voice.author])[voice.author_id]
    context = {"step": "making", "voice": voice, "form": form, "name": name}
    return render(request, "making/from_voice.html", context)


@require_safe
@desk("read_voices")
def idea(request: DeskRequest, idea_id: uuid.UUID) -> HttpResponse:
    return _idea_page(request, access_idea(request.member, idea_id), DecisionForm())


def _idea_page(request: DeskRequest, found: Idea, form: DecisionForm) -> HttpResponse:
    prototypes = list(found.prototypes.select_related("photo", "experiment"))
    grounds = grounds_of(found.organisation_id, found.pk, *(p.pk for p in prototypes))
    decisions, products = list(found.decisions.order_by("-decided_at")), products_of(found)
    context = {
        "step": "making",
        "idea": found,
        "grounds": grounds[found.pk],
        "people": people_behind(grounds[found.pk]),
        "versions": [(prototype, grounds[prototype.pk]) for prototype in prototypes],
        "decisions": decisions,
        "products": products,
        "next": next_of(decisions, prototypes, products),
        "form": form,
        "may_decide": request.member.may("decide"),
    }
    return render(request, "making/idea.html", context)


@get_or_post
@desk("make")
def edit_idea(request: DeskRequest, idea_id: uuid.UUID) -> HttpResponse:
    found = access_idea(request.member, idea_id)
    if request.POST.get("do") == "drop":
        actions.drop_idea(found, by=request.member)
        messages.success(request, _("The idea is taken apart. Its voices are where they were."))
        return redirect("making:ideas")
    form = IdeaForm(request.POST or None, initial={"headline": found.headline, "body": found.body})
    if form.is_valid():
        actions.reword_idea(found, by=request.member, **form.cleaned_data)
        messages.success(request, _("The idea is reworded."))
        return redirect("making:idea", found.pk)
    return render(request, "making/edit_idea.html", {"step": "making", "idea": found, "form": form})


@get_or_post
@desk("make")
def idea_voices(request: DeskRequest, idea_id: uuid.UUID) -> HttpResponse:
    """Search the theme for voices that belong here, too; add one, or part one."""
    found = access_idea(request.member, idea_id)
    if request.method == "POST":
        return _join_or_part(request, found)
    words = asked_words(request.GET)
    context = {"step": "making", "idea": found, "words": words, "grounds": voices_like(found, words)}
    return render(request, "making/voices.html", context)


def _join_or_part(request: DeskRequest, found: Idea) -> HttpResponse:
    voice = access_voice(request.member, _uuid(request.POST.get("voice", "")))
    try:
        if request.POST.get("do") == "part":
            actions.part_from_idea(found, voice=voice, by=request.member)
            messages.success(request, _("The voice is removed from this idea."))
        else:
            actions.join_idea(found, voice=voice, by=request.member)
            messages.success(request, _("The idea now stands on this voice, too."))
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    return redirect("making:idea", found.pk)


def _uuid(text: str) -> uuid.UUID:
    """What a form sent as an id; anything else belongs to nobody."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


@require_POST
@desk("decide")
def decision(request: DeskRequest, idea_id: uuid.UUID) -> HttpResponse:
    found = access_idea(request.member, idea_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _idea_page(request, found, form)
    actions.decide(found, by=request.member, **form.cleaned_data)
    messages.success(request, _("Decided. The people of these voices see it with your reason."))
    return redirect("making:idea", found.pk)
