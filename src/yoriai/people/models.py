"""仲間: how a person relates to the shop, appears in public, can be reached, and what they agreed to."""

import uuid
from functools import partial

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from yoriai.accounts.models import Organisation, Person
from yoriai.delivery.mail import forget_letters
from yoriai.web import clock


class RelationKind(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    EMPLOYEE = "employee", _("Employee")
    RESIDENT = "resident", _("Neighbour")
    STUDENT = "student", _("Student")
    PARTNER = "partner", _("Business partner")


class Relation(models.Model):
    """One person may stand in several relations to the same shop."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=10, choices=RelationKind.choices)
    known_since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "kind"], name="one_relation_of_a_kind"),)


class Circle(models.Model):
    """輪: a named group of people around the shop, as the host thinks of them. Only the desk sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="circles")
    name = models.CharField(max_length=40)
    gathered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    gathered_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=["organisation", "name"], name="one_circle_of_a_name"),)

    def __str__(self) -> str:
        return self.name


class Joining(models.Model):
    """Who is in a circle, since when, and who of the desk put them there."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="joinings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="joinings")
    joined_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    joined_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["circle", "person"], name="once_in_a_circle"),)


class CreditStyle(models.TextChoices):
    NONE = "none", _("Do not show a name")
    GROUP = "group", _("Only as “a customer”")
    NICKNAME = "nickname", _("With a nickname")
    INITIALS = "initials", _("With initials")
    REAL = "real", _("With my real name")


class Credit(models.Model):
    """名前の出し方: each choice is a new row, the last one counts, so that the log of choices stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="credits")
    style = models.CharField(max_length=10, choices=CreditStyle.choices, default=CreditStyle.NONE)
    name = models.CharField(max_length=40, blank=True)
    chosen_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("chosen_at",)
        indexes = (models.Index(fields=["person", "chosen_at"], name="credit_of_person"),)


class Consent(models.Model):
    """Which text a person saw and what they chose. Never changed; a new choice is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    text_id = models.CharField(max_length=40)  # notice-short-1.0
    text_sha256 = models.CharField(max_length=64)  # of the text as shown, filled in
    choice = models.CharField(max_length=20)  # accepted, refused, withdrawn
    channel = models.CharField(max_length=12)
    shown_at = models.DateTimeField(default=clock.now)


class Contact(models.Model):
    """An address somebody left to hear what became of their words. Erased when the wish ends."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="contact")
    address = models.EmailField()
    stop_code = models.CharField(max_length=24, unique=True)  # the one-tap stop link of every letter
    left_at = models.DateTimeField(default=clock.now)

    def erase(self) -> None:
        """The address, and the letters to it that still lie here."""
        self.forget_letters()
        self.delete()

    def forget_letters(self) -> None:
        transaction.on_commit(partial(forget_letters, self.stop_code))
