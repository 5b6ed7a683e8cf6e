"""The only doors to ideas, prototypes and products at the desk."""

import uuid

from django.http import Http404

from yoriai.accounts.models import Member

from .models import Idea, Product, Prototype


def access_idea(member: Member, idea_id: uuid.UUID) -> Idea:
    idea = Idea.objects.filter(organisation=member.organisation, pk=idea_id).select_related("theme").first()
    if idea is None:
        raise Http404
    return idea


def access_prototype(member: Member, prototype_id: uuid.UUID) -> Prototype:
    found = Prototype.objects.filter(idea__organisation=member.organisation, pk=prototype_id)
    prototype = found.select_related("idea__theme", "photo", "experiment").first()
    if prototype is None:
        raise Http404
    return prototype


def access_product(member: Member, product_id: uuid.UUID) -> Product:
    found = Product.objects.filter(organisation=member.organisation, pk=product_id)
    product = found.select_related("theme", "photo", "story").first()
    if product is None:
        raise Http404
    return product
