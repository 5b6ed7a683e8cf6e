"""ものがたり and お礼: the public page told from the thread, and the personal word to everybody in it."""

import uuid

from django.db import models
from django.urls import reverse

from yoriai.accounts.models import Organisation, Person
from yoriai.dialogue.models import Voice
from yoriai.files.models import Photo
from yoriai.making.models import Product
from yoriai.web import clock, codes


class Story(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="stories")
    product = models.OneToOneField(Product, on_delete=models.CASCADE, related_name="story")
    code = models.CharField(max_length=24, unique=True, default=codes.public_code, editable=False)
    title = models.CharField(max_length=60)
    opening = models.CharField(max_length=60, blank=True)  # the upright words beside the picture
    lead = models.TextField(max_length=400, blank=True)
    photo = models.ForeignKey(Photo, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    drafted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("story:story", args=[self.code])

    @property
    def is_published(self) -> bool:
        return hasattr(self, "publication")

    @property
    def may_be_dropped(self) -> bool:
        """The public cannot read it, and nobody was thanked from it."""
        return not (self.is_published or self.thanks.exclude(sent_at=None).exists())


class Publication(models.Model):
    """That a story is public, since when and by whom. Taking it back removes the row."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="publication")
    published_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(default=clock.now)


class Chapter(models.Model):
    """One knot of the story's spine. People's words are quoted by reference, never copied."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="chapters")
    day = models.DateField()
    heading = models.CharField(max_length=60)
    body = models.TextField(max_length=2000, blank=True)
    photo = models.ForeignKey(Photo, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    real = models.BooleanField(default=False)  # the one knot where it became real
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "day")
        constraints = (models.UniqueConstraint(fields=["story"], condition=models.Q(real=True), name="one_real_knot"),)


class Quote(models.Model):
    """A voice, or some of its words, inside a chapter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="quotes")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["chapter", "voice"], name="quoted_once_a_chapter"),)

    @property
    def span(self) -> tuple[int, int] | None:
        return None if self.start is None or self.end is None else (self.start, self.end)

    @property
    def words(self) -> str:
        return self.voice.text if self.span is None else self.voice.text[slice(*self.span)]


class Thanks(models.Model):
    """お礼 to the author of one voice, quoting it. Drafted by the product, approved by a person, then sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="thanks")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="thanks")
    text = models.TextField(max_length=600)
    drafted_at = models.DateTimeField(default=clock.now)
    sent_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("voice__spoken_at",)
        constraints = (models.UniqueConstraint(fields=["story", "voice"], name="thanked_once"),)
