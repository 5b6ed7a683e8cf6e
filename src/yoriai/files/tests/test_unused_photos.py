"""The chore of the photos: what nothing shows is gone from table and disk after a day."""

import io

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from PIL import Image

from yoriai.accounts.models import Member
from yoriai.conftest import client_of, later
from yoriai.dialogue.models import Voice
from yoriai.files.actions import drop_unused_photos, keep_photo, unused
from yoriai.files.models import Photo
from yoriai.making.actions import form_idea, launch_product, make_prototype
from yoriai.story.actions import draft_story, write_chapter
from yoriai.theme.models import Theme
from yoriai.web import clock


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


def test_a_photo_that_any_step_shows_stays(owner: Member, theme: Theme, voice: Voice) -> None:
    today = clock.today()
    idea = form_idea(theme, headline="小さいがんもどき", grounds=[(voice, None)], by=owner)
    make_prototype(idea, name="試作1", made_of="豆腐", made_on=today, photo=photo(owner), by=owner)
    product = launch_product(theme, name="ミニがんも", out_on=today, ideas=[idea], photo=photo(owner), by=owner)
    story = draft_story(product, by=owner)
    story.photo = photo(owner)
    story.save()
    write_chapter(story, heading="はじまり", day=today, photo=photo(owner), by=owner)
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
