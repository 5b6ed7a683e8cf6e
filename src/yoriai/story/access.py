"""The only doors to a shelf, a story and its thanks."""

import uuid

from django.db.models import QuerySet
from django.http import Http404

from yoriai.accounts.models import Member, Organisation

from .models import Chapter, Story, Thanks


def access_shelf(slug: str) -> Organisation:
    shop = Organisation.objects.filter(slug=slug).first()
    if shop is None:
        raise Http404
    return shop


def access_story(member: Member, story_id: uuid.UUID) -> Story:
    """A story of the member's organisation, published or not."""
    story = _stories().filter(organisation=member.organisation, pk=story_id).first()
    if story is None:
        raise Http404
    return story


def access_chapter(member: Member, chapter_id: uuid.UUID) -> Chapter:
    chapter = (
        Chapter.objects.filter(story__organisation=member.organisation, pk=chapter_id)
        .select_related("story__product")
        .first()
    )
    if chapter is None:
        raise Http404
    return chapter


def access_thanks(member: Member, thanks_id: uuid.UUID) -> Thanks:
    found = Thanks.objects.filter(story__organisation=member.organisation, pk=thanks_id)
    thanks = found.select_related("story__product", "voice__author").first()
    if thanks is None:
        raise Http404
    return thanks


def _stories() -> QuerySet[Story]:
    return Story.objects.select_related("organisation", "product__theme", "product__photo", "photo", "publication")


def access_story_page(member: Member | None, code: str) -> Story:
    """The page of a story: published for everybody, before that for those of its organisation who read voices."""
    story = _stories().filter(code=code).first()
    if story is None or not (story.is_published or _reads_it_before(member, story)):
        raise Http404
    return story


def _reads_it_before(member: Member | None, story: Story) -> bool:
    return bool(member and member.organisation_id == story.organisation_id and member.may("read_voices"))
