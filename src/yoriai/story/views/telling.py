"""Telling the story and saying thanks, at the desk."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yoriai.accounts.access import DeskRequest, desk
from yoriai.making.access import access_product
from yoriai.making.views.shaping import photo_after
from yoriai.story import actions
from yoriai.story.access import access_chapter, access_story, access_thanks
from yoriai.story.models import Chapter, Story
from yoriai.story.telling_forms import ChapterForm, StoryForm, ThanksForm
from yoriai.story.telling_queries import (
    Gratitude,
    checklist,
    gratitude,
    products_without_story,
    quotable,
    stories_of,
    with_shown_quotes,
)
from yoriai.web.refusal import Refused

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
STEPS = {"up": -1, "down": 1}


@require_safe
@desk("read_voices")
def story_list(request: DeskRequest) -> HttpResponse:
    context = {
        "step": "story",
        "stories": stories_of(request.member.organisation),
        "products": products_without_story(request.member.organisation),
        "may_publish": request.member.may("publish"),
    }
    return render(request, "story/telling/stories.html", context)


@require_POST
@desk("publish")
def draft(request: DeskRequest, product_id: uuid.UUID) -> HttpResponse:
    story = actions.draft_story(access_product(request.member, product_id), by=request.member)
    messages.success(request, _("A first version is here, told from what really happened. Please read and correct it."))
    return redirect("story:edit", story.pk)


@get_or_post
@desk("publish")
def edit_story(request: DeskRequest, story_id: uuid.UUID) -> HttpResponse:
    story = access_story(request.member, story_id)
    if request.POST.get("do") == "drop":
        actions.drop_story(story, by=request.member)
        messages.success(request, _("The draft is gone. What became real and every voice stay."))
        return redirect("making:product", story.product_id)
    form = StoryForm(story, request.POST or None, request.FILES or None)
    if form.is_valid():
        values = form.cleaned_data
        photo = photo_after(request.member, values, values["title"], story.photo)
        actions.revise_story(story, photo=photo, by=request.member, **values)
        messages.success(request, _("The story is saved."))
        return redirect("story:edit", story.pk)
    chapters = with_shown_quotes(story)
    thanked = gratitude(story).is_done
    context = {"step": "story", "story": story, "form": form, "chapters": chapters, "thanked": thanked}
    return render(request, "story/telling/edit.html", context)


@get_or_post
@desk("publish")
def new_chapter(request: DeskRequest, story_id: uuid.UUID) -> HttpResponse:
    return _chapter_page(request, access_story(request.member, story_id), None)


@get_or_post
@desk("publish")
def chapter(request: DeskRequest, chapter_id: uuid.UUID) -> HttpResponse:
    found = access_chapter(request.member, chapter_id)
    do = request.POST.get("do", "")
    if do in STEPS:
        actions.move_chapter(found, by_steps=STEPS[do], by=request.member)
        return redirect("story:edit", found.story_id)
    if do == "drop":
        actions.drop_chapter(found, by=request.member)
        messages.success(request, _("The chapter is gone."))
        return redirect("story:edit", found.story_id)
    return _chapter_page(request, found.story, found)


def _chapter_page(request: DeskRequest, story: Story, found: Chapter | None) -> HttpResponse:
    form = ChapterForm(quotable(story, found), request.POST or None, request.FILES or None, chapter=found)
    if form.is_valid():
        values = form.cleaned_data
        photo = photo_after(request.member, values, values["heading"], found.photo if found else None)
        actions.write_chapter(story, chapter=found, photo=photo, by=request.member, **values)
        messages.success(request, _("The chapter is saved."))
        return redirect("story:edit", story.pk)
    context = {"step": "story", "story": story, "chapter": found, "form": form}
    return render(request, "story/telling/chapter.html", context)


@get_or_post
@desk("publish")
def publication(request: DeskRequest, story_id: uuid.UUID) -> HttpResponse:
    story = access_story(request.member, story_id)
    if request.method != "POST":
        thanked = gratitude(story).is_done
        context = {"step": "story", "story": story, "list": checklist(story), "thanked": thanked}
        return render(request, "story/telling/publication.html", context)
    try:
        if request.POST.get("do") == "take_back":
            actions.take_story_back(story, by=request.member)
            messages.success(request, _("The story is taken back. Only your desk sees it now."))
        else:
            actions.publish_story(story, by=request.member)
            messages.success(request, _("The story is public. Next, say thanks to everybody in it."))
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    return redirect("story:publication", story.pk)


@get_or_post
@desk("publish")
def thanks(request: DeskRequest, story_id: uuid.UUID) -> HttpResponse:
    story = access_story(request.member, story_id)
    if request.method == "POST" and request.POST.get("do") == "draft":
        number = actions.draft_thanks(story, by=request.member)
        messages.success(request, _draft_message(number))
        return redirect("story:thanks", story.pk)
    found = gratitude(story)
    forms = [ThanksForm(row.thanks, _posted(request, row.thanks.pk)) for row in found.drafts]
    if request.method == "POST" and all(form.is_valid() for form in forms if form.is_bound):
        drafts = [
            (form.thanks, form.cleaned_data["text"], form.cleaned_data["send"]) for form in forms if form.is_bound
        ]
        number = actions.send_chosen(drafts, by=request.member)
        messages.success(request, _sent_message(number))
        return redirect("story:thanks", story.pk)
    return _thanks_page(request, story, found, forms)


def _posted(request: DeskRequest, thanks_id: uuid.UUID) -> dict[str, str] | None:
    """The part of the post about this draft; None when it was not on the screen that was sent."""
    if f"{thanks_id}-text" not in request.POST:
        return None
    return request.POST.dict()


def _thanks_page(request: DeskRequest, story: Story, found: Gratitude, forms: list[ThanksForm]) -> HttpResponse:
    drafts = list(zip(found.drafts, forms, strict=True))
    context = {"step": "story", "story": story, "found": found, "drafts": drafts}
    return render(request, "story/telling/thanks.html", context)


def _draft_message(number: int) -> str:
    if not number:
        return _("Every voice has its draft already.")
    return ngettext("%(n)d draft is here. Please read it.", "%(n)d drafts are here. Please read them.", number) % {
        "n": number
    }


def _sent_message(number: int) -> str:
    if not number:
        return _("The drafts are saved. No thanks were sent.")
    return ngettext("Thanks were sent to %(n)d voice.", "Thanks were sent to %(n)d voices.", number) % {"n": number}


@get_or_post
@desk("publish")
def one_thanks(request: DeskRequest, thanks_id: uuid.UUID) -> HttpResponse:
    found = access_thanks(request.member, thanks_id)
    form = ThanksForm(found, request.POST or None)
    if not (found.sent_at or found.voice.is_withdrawn) and form.is_valid():
        actions.send_chosen([(found, form.cleaned_data["text"], "send" in request.POST)], by=request.member)
        messages.success(request, _sent_message(1 if "send" in request.POST else 0))
        return redirect("story:thanks", found.story_id)
    context = {"step": "story", "thanks": found, "form": form}
    return render(request, "story/telling/one_thanks.html", context)
