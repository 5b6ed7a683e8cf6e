"""Reading and answering voices, at the desk."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yoriai.accounts.access import DeskRequest, desk
from yoriai.accounts.models import Member
from yoriai.dialogue import actions
from yoriai.dialogue.access import access_answer, access_author, access_voice
from yoriai.dialogue.desk_forms import BEGINNINGS, HoldForm, ReplyForm
from yoriai.dialogue.inbox import Sieve, Tab, alike, listed, neighbours, order_of, tabs_of
from yoriai.dialogue.models import Voice, Voices
from yoriai.people.models import Contact
from yoriai.people.names import shown_names
from yoriai.theme.models import Theme
from yoriai.web.refusal import Refused
from yoriai.web.search import LONGEST, asked_words

A_PAGE = 30


@desk("read_voices")
@require_safe
def inbox(request: DeskRequest) -> HttpResponse:
    sieve = _sieve(request.member, request.GET)
    return render(request, "dialogue/desk/inbox.html", _list(request, sieve, listed(request.member, sieve)))


@desk("read_voices")
@require_safe
def voice(request: DeskRequest, voice_id: uuid.UUID) -> HttpResponse:
    """Opening is reading: the author sees 読まれた."""
    opened = access_voice(request.member, voice_id)
    sieve = _sieve(request.member, request.GET)
    context = _list(request, sieve, listed(request.member, sieve), opened)
    if not opened.is_withdrawn and request.method == "GET":
        actions.read_voice(opened, by=request.member)
    return _opened(request, opened, context, reply_form=_begun(request))


@desk("answer")
@require_POST
def reply(request: DeskRequest, voice_id: uuid.UUID) -> HttpResponse:
    opened = access_voice(request.member, voice_id)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_voice(opened, by=request.member, **form.cleaned_data)
        except Refused as refused:
            form.add_error("text", str(refused.sentence))
        else:
            messages.success(request, _("Your answer stands on the author's page now."))
            return _done(request, opened)
    sieve = _sieve(request.member, request.GET)
    return _opened(request, opened, _list(request, sieve, listed(request.member, sieve), opened), reply_form=form)


@desk("answer")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: DeskRequest, reply_id: uuid.UUID) -> HttpResponse:
    """Correct an answer, or take it back."""
    found = access_answer(request.member, reply_id)
    if request.POST.get("do") == "take_back":
        voice = actions.take_answer_back(found, by=request.member)
        told = _("The answer is taken back. The voice waits for one again.")
        messages.success(request, _("The answer is taken back.") if voice.replies.exists() else told)
        return redirect("dialogue:voice", found.voice_id)
    form = ReplyForm(request.POST or None, initial={"text": found.text})
    if form.is_valid():
        actions.correct_answer(found, text=form.cleaned_data["text"], by=request.member)
        messages.success(request, _("The answer is corrected. Its author reads the new words."))
        return redirect("dialogue:voice", found.voice_id)
    context = {"step": "voices", "reply": found, "voice": found.voice, "form": form}
    return render(request, "dialogue/desk/answer.html", context)


@desk("answer")
@require_POST
def hold(request: DeskRequest, voice_id: uuid.UUID) -> HttpResponse:
    """Keep a voice inside the shop, or let the others see it."""
    opened = access_voice(request.member, voice_id)
    if "release" in request.POST:
        return _release(request, opened)
    form = HoldForm(request.POST)
    if form.is_valid():
        actions.hold_voice(opened, by=request.member, **form.cleaned_data)
        messages.success(request, _("This voice stays in the shop. Its author still gets an answer."))
        return _done(request, opened)
    sieve = _sieve(request.member, request.GET)
    context = _list(request, sieve, listed(request.member, sieve), opened)
    return _opened(request, opened, context, reply_form=ReplyForm(), hold_form=form)


def _release(request: DeskRequest, opened: Voice) -> HttpResponse:
    try:
        if opened.is_held:
            actions.release_voice(opened, by=request.member)
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    else:
        messages.success(request, _("The other participants can see this voice now."))
    return _done(request, opened)


def _sieve(member: Member, asked: QueryDict) -> Sieve:
    theme = None
    if code := asked.get("theme", "")[:24].replace("\x00", ""):
        theme = Theme.objects.filter(organisation=member.organisation, code=code).first()
    tab = asked.get("tab", "")
    author = asked.get("person", "")
    person = access_author(member, author) if author else None
    return Sieve(Tab(tab) if tab in Tab.values else Tab.UNREAD, asked_words(asked), theme, person)


def _list(request: DeskRequest, sieve: Sieve, voices: Voices, opened: Voice | None = None) -> dict[str, Any]:
    order = order_of(voices) if opened else {}
    asked = request.GET.get("page")
    if opened and opened.pk in order:
        asked = str(list(order).index(opened.pk) // A_PAGE + 1)
    page: Page[Voice] = Paginator(voices, A_PAGE).get_page(asked)
    rows = list(page.object_list)
    names = shown_names(each.author for each in rows)
    context: dict[str, Any] = {
        "step": "voices",
        "sieve": sieve,
        "tabs": [(tab, Sieve(tab, "", sieve.theme).query) for tab in Tab],
        "page": page,
        "rows": [(each, names[each.author_id], tabs_of(each)) for each in rows],
        "longest": LONGEST,
        "themes": Theme.objects.filter(organisation=request.member.organisation).order_by("-starts_on"),
    }
    if opened:
        before, after = neighbours(order, opened)
        context |= {"before": before, "after": after}
    if not rows:
        context["nothing_yet"] = not Voice.objects.filter(organisation=request.member.organisation).exists()
    return context


def _opened(
    request: DeskRequest,
    opened: Voice,
    context: dict[str, Any],
    *,
    reply_form: ReplyForm,
    hold_form: HoldForm | None = None,
) -> HttpResponse:
    same = list(opened.echoes.standing().select_related("author"))
    close = alike(request.member, opened)
    names = shown_names([opened.author, *(each.author for each in [*same, *close])])
    context |= {
        "voice": opened,
        "name": names[opened.author_id],
        "reads": list(opened.reads.all()),
        "replies": list(opened.replies.all()),
        "echoes": [(each, names[each.author_id]) for each in same],
        "alike": [(each, names[each.author_id]) for each in close if each.echo_of_id != opened.pk],
        "reply_form": reply_form,
        "hold_form": hold_form or HoldForm(),
        "may_release": opened.is_held and opened.hold.may_be_released_by(request.member),
        "beginnings": BEGINNINGS,
        "reachable": Contact.objects.filter(person=opened.author_id).exists(),
    }
    return render(request, "dialogue/desk/voice.html", context)


def _begun(request: HttpRequest) -> ReplyForm:
    """The form, begun with one of the sentences when the page was asked for it without JavaScript."""
    begin = request.GET.get("begin", "")
    known = begin.isascii() and begin.isdigit() and int(begin[:2]) < len(BEGINNINGS)
    return ReplyForm(initial={"text": BEGINNINGS[int(begin[:2])][1]} if known else None)


def _done(request: DeskRequest, opened: Voice) -> HttpResponse:
    """Back to the voice, with the way to the next one on top."""
    query = _sieve(request.member, request.GET).query
    return redirect(f"{reverse('dialogue:voice', args=[opened.pk])}?{query}&done=1")
