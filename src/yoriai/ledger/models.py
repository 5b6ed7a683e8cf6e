"""Event: an immutable fact. Link: one edge of provenance, correctable. Delivery: one message to one address."""

import uuid
from typing import Any, NoReturn

from django.db import models

from yoriai.accounts.models import Organisation, Person
from yoriai.web import clock

from .kinds import KINDS, Kind


class WrittenOnce(models.QuerySet["Event"]):
    """Refuses what `save()` alone would let through."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("ledger rows are written once")

    def delete(self) -> NoReturn:
        raise TypeError("ledger rows are never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("ledger rows are written once")


class Event(models.Model):
    """One fact: what happened, to what, by whom, when. The database refuses every change but forgetting the actor."""

    kind = models.CharField(max_length=64)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    theme = models.UUIDField(null=True, blank=True)
    subject = models.UUIDField()
    actor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    facts = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()  # business time; the id is the order of writing

    objects = WrittenOnce.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["subject", "id"], name="event_of_subject"),
            models.Index(fields=["theme", "id"], name="event_of_theme"),
            models.Index(fields=["organisation", "id"], name="event_of_organisation"),
            models.Index(fields=["organisation", "kind", "occurred_at"], name="event_of_kind"),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("ledger rows are written once")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("ledger rows are never deleted")

    @property
    def declared(self) -> Kind:
        return KINDS[self.kind]


class Thing(models.TextChoices):
    """What provenance connects."""

    VOICE = "voice"
    IDEA = "idea"
    PROTOTYPE = "prototype"
    PRODUCT = "product"
    STORY = "story"


class Link(models.Model):
    """`source` led to `target`: a voice to an idea, an idea to a prototype … Which words mattered is a span."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    source = models.UUIDField()
    source_thing = models.CharField(max_length=10, choices=Thing.choices)
    target = models.UUIDField(db_index=True)
    target_thing = models.CharField(max_length=10, choices=Thing.choices)
    start = models.PositiveIntegerField(null=True)  # span in the source's raw text, in characters
    end = models.PositiveIntegerField(null=True)
    linked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    linked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["source", "target"], name="one_link_between_two"),
            models.CheckConstraint(
                condition=models.Q(start=None, end=None) | models.Q(start__lt=models.F("end")),
                name="span_has_words",
            ),
        )

    def words(self, text: str) -> str:
        """The part of the source's text that mattered; all of it when no span was chosen."""
        return text if self.start is None else text[self.start : self.end]


class Delivery(models.Model):
    """One message to one address: the outbox. Written with its event, changed only by the worker."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    address = models.CharField(max_length=80)  # "mail:<person id>": resolved when it is sent
    due_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)  # sent, nobody, given_up
    trouble = models.CharField(max_length=80, blank=True)  # the error's class, never its text

    class Meta:
        constraints = (models.UniqueConstraint(fields=["event", "address"], name="told_once"),)
        indexes = (models.Index(fields=["due_at"], name="delivery_due", condition=models.Q(settled_at=None)),)
