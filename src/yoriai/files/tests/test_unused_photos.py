"""The chore of the photos: what nothing shows is gone from table and disk after a day."""

import io
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.urls import reverse
from PIL import Image

from yoriai.accounts.models import Member
from yoriai.conftest import client_of, later
from yoriai.dialogue.models import Voice
from yoriai.files.actions import drop_unused_photos, keep_photo, unused
from yoriai.files.models import Photo
from yoriai.making.actions import form_idea, launch_product, make_prototype
from yoriai.story.actions import draft_story, revise_story, write_chapter
from yoriai.theme.models import Theme

DAY = date(2026, 10, 12)


def photo(member: Member) -> Photo:
    file = io.BytesIO()
    Image.new("RGB", (600, 400), (180, 120, 60)).save(file, "JPEG")
    file.seek(0)
    return keep_photo(member.organisation, file, size=len(file.getvalue()), alt="試作", by=member.person)


def stored(kept: Photo) -> list[bool]:
    return [default_storage.exists(kept.path(width)) for width in kept.widths]


def test_a_photo_that_nothing_shows_goes_after_a_day_with_its_files(owner: Member) -> None:
    kept = photo(owner)
    assert (drop_unused_photos(), stored(kept)) == (0, [True, True])  # its form may be on the way
    with later(days=2):
        assert drop_unused_photos() == 1
    assert (Photo.objects.count(), stored(kept)) == (0, [False, False])


def shown_everywhere(owner: Member, theme: Theme, voice: Voice) -> dict[str, Any]:
    """Address → the thing with a photo on it."""
    idea = form_idea(theme, headline="小さいがんもどき", grounds=[(voice, None)], by=owner)
    made = make_prototype(idea, name="試作1", made_of="豆腐", made_on=DAY, photo=photo(owner), by=owner)
    product = launch_product(theme, name="ミニがんも", out_on=DAY, ideas=[idea], photo=photo(owner), by=owner)
    story = revise_story(draft_story(product, by=owner), photo=photo(owner), by=owner)
    chapter = write_chapter(story, heading="はじまり", day=DAY, photo=photo(owner), by=owner)
    return {"making:prototype": made, "making:product": product, "story:edit": story, "story:chapter": chapter}


def test_a_photo_that_any_step_shows_stays(owner: Member, theme: Theme, voice: Voice) -> None:
    shown_everywhere(owner, theme, voice)
    with later(days=2):
        assert (drop_unused_photos(), Photo.objects.count()) == (0, 4)


def test_every_column_that_points_to_a_photo_is_asked(db: None) -> None:
    pointing = {
        f'"{model._meta.db_table}"'
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Photo
    }
    assert pointing
    assert [table for table in pointing if table not in str(unused().query)] == []


@pytest.mark.parametrize("name", ["試作1", ""])
def test_the_photo_of_a_refused_form_is_never_kept(name: str, owner: Member, theme: Theme, voice: Voice) -> None:
    """A form with an error beside the photo keeps nothing at all; only a refusal after the form leaves a photo."""
    idea = form_idea(theme, headline="小さいがんもどき", grounds=[(voice, None)], by=owner)
    file = io.BytesIO()
    Image.new("RGB", (600, 400)).save(file, "PNG")
    file.seek(0)
    file.name = "photo.png"
    sent = {"name": name, "made_of": "豆腐", "made_on": "2026-10-12", "photo": file}
    client_of(owner).post(f"/desk/ideas/{idea.pk}/prototypes", sent)
    assert Photo.objects.count() == (1 if name else 0)


def test_a_photo_is_taken_away_by_a_tick_and_stays_without(owner: Member, theme: Theme, voice: Voice) -> None:
    """Of a face that should not be there, say."""
    words = {"name": "ミニがんも", "title": "ミニがんも", "heading": "はじまり", "made_of": "豆腐"}
    days = dict.fromkeys(("made_on", "out_on", "day"), DAY.isoformat())
    for name, thing in shown_everywhere(owner, theme, voice).items():
        left = []
        for more in ({}, {"no_photo": "on"}):
            client_of(owner).post(reverse(name, args=[thing.pk]), words | days | more)
            thing.refresh_from_db()
            left.append(thing.photo is not None)
        assert (name, left) == (name, [True, False])
