"""Prototypes, experiments and products at the desk."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yoriai.accounts.access import DeskRequest, desk
from yoriai.accounts.models import Member
from yoriai.files.actions import store_photo
from yoriai.files.models import Photo
from yoriai.making import actions
from yoriai.making.access import access_idea, access_product, access_prototype
from yoriai.making.forms import (
    ExperimentForm,
    FirstPrototypeForm,
    NewProductForm,
    ProductForm,
    PrototypeForm,
    initial_of,
)
from yoriai.making.models import Prototype
from yoriai.making.queries import grounds_of, ideas_of, voices_to_choose

from .ideas import get_or_post


def photo_after(member: Member, values: dict[str, Any], alt: str, before: Photo | None = None) -> Photo | None:
    """The photo that was sent; without one the photo of before, unless it was to be taken away."""
    sent, taken_away = values.pop("photo"), values.pop("no_photo")
    if sent:
        return store_photo(member.organisation, sent, alt=alt, by=member.person)
    return None if taken_away else before


@get_or_post
@desk("make")
def new_prototype(request: DeskRequest, idea_id: uuid.UUID) -> HttpResponse:
    idea = access_idea(request.member, idea_id)
    last = idea.prototypes.last()
    initial: dict[str, Any] = {"name": _("Prototype %(version)s") % {"version": last.version + 1 if last else 1}}
    if last is None:  # what the idea stands on is in its first shape
        own = grounds_of(idea.organisation_id, idea.pk)[idea.pk]
        initial["grounds"] = [str(ground.voice.pk) for ground in own]
    form_class = PrototypeForm if last else FirstPrototypeForm
    form = form_class(voices_to_choose(idea), request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        photo = photo_after(request.member, values, values["name"])
        actions.make_prototype(idea, photo=photo, by=request.member, **values)
        messages.success(request, _("The prototype is on its page. The people of these voices see it."))
        return redirect("making:idea", idea.pk)
    return render(request, "making/prototype.html", {"step": "making", "idea": idea, "form": form})


@get_or_post
@desk("make")
def prototype(request: DeskRequest, prototype_id: uuid.UUID) -> HttpResponse:
    found = access_prototype(request.member, prototype_id)
    if request.POST.get("do") == "drop":
        actions.drop_prototype(found, by=request.member)
        messages.success(request, _("The prototype is taken back."))
        return redirect("making:idea", found.idea_id)
    below = grounds_of(found.idea.organisation_id, found.pk)[found.pk]
    initial = initial_of(found, below)
    offered = voices_to_choose(found.idea, below)
    form_class = FirstPrototypeForm if found.version == 1 else PrototypeForm
    form = form_class(offered, request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        photo = photo_after(request.member, values, values["name"], found.photo)
        actions.change_prototype(found, photo=photo, by=request.member, **values)
        messages.success(request, _("The prototype is corrected."))
        return redirect("making:idea", found.idea_id)
    context = {"step": "making", "idea": found.idea, "prototype": found, "form": form}
    return render(request, "making/prototype.html", context)


@get_or_post
@desk("make")
def experiment(request: DeskRequest, prototype_id: uuid.UUID) -> HttpResponse:
    found = access_prototype(request.member, prototype_id)
    form = ExperimentForm(request.POST or None, initial=_findings(found))
    if form.is_valid():
        actions.record_experiment(found, by=request.member, **form.findings())
        messages.success(request, _("The result is kept, also when it was not as expected."))
        return redirect("making:idea", found.idea_id)
    context = {"step": "making", "idea": found.idea, "prototype": found, "form": form}
    return render(request, "making/experiment.html", context)


def _findings(prototype: Prototype) -> dict[str, Any]:
    known = getattr(prototype, "experiment", None)
    if known is None:
        return {}
    fields = ("hypothesis", "measure", "people", "result", "learned", "held_on")
    held = {True: "yes", False: "no", None: "open"}[known.held]
    return {field: getattr(known, field) for field in fields} | {"held": held}


@get_or_post
@desk("decide")
def new_product(request: DeskRequest, idea_id: uuid.UUID) -> HttpResponse:
    idea = access_idea(request.member, idea_id)
    form = NewProductForm(idea, request.POST or None, request.FILES or None, initial={"ideas": []})
    if form.is_valid():
        values = form.cleaned_data
        ideas = [idea, *values.pop("ideas")]
        photo = photo_after(request.member, values, values["name"])
        product = actions.launch_product(idea.theme, ideas=ideas, photo=photo, by=request.member, **values)
        messages.success(request, _("It became real. Next, tell how it came about."))
        return redirect("making:product", product.pk)
    return render(request, "making/product.html", {"step": "making", "idea": idea, "form": form})


@get_or_post
@desk("decide")
def product(request: DeskRequest, product_id: uuid.UUID) -> HttpResponse:
    found = access_product(request.member, product_id)
    if request.POST.get("do") == "take_back":
        idea = ideas_of(found).first()
        actions.take_product_back(found, by=request.member)
        messages.success(request, _("It is taken back. Its ideas, prototypes and decisions stay."))
        return redirect("making:idea", idea.pk) if idea else redirect("making:ideas")
    initial = {field: getattr(found, field) for field in ("name", "out_on", "body", "terms")}
    form = ProductForm(found.theme, request.POST or None, request.FILES or None, product=found, initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        photo = photo_after(request.member, values, values["name"], found.photo)
        actions.change_product(found, photo=photo, by=request.member, **values)
        messages.success(request, _("The page is corrected."))
        return redirect("making:product", found.pk)
    return render(
        request,
        "making/product.html",
        {"step": "making", "product": found, "form": form, "may_publish": request.member.may("publish")},
    )
