"""お題: one co-creation effort around one question, and the places where voices come in."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yoriai.accounts.models import Organisation, Person
from yoriai.web import clock, codes

LONGEST_RUN = timedelta(days=366)
USUAL_TIME_TO_ANSWER = timedelta(days=2)  # after the last day


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Anyone can see the voices. The question is on the shop's shelf.")
    LINK = "link", _("Only those who hold the QR code or the link can see the voices.")
    INSIDE = "inside", _("Only the people of the shop read the voices. Other participants do not see them.")


class Themes(models.QuerySet["Theme"]):
    def not_over(self) -> "Themes":
        """Neither closed nor past the last day, as `Theme.is_over` says of one."""
        return self.filter(closure=None, ends_on__gte=clock.today())

    def running(self) -> "Themes":
        """Begun, and not over: somebody is invited to speak today."""
        return self.not_over().filter(starts_on__lte=clock.today())


class Theme(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="themes")
    code = models.CharField(max_length=24, unique=True, default=codes.public_code, editable=False)
    title = models.CharField(max_length=60)
    question = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200)
    recipe = models.CharField(max_length=8)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC)
    starts_on = models.DateField()
    ends_on = models.DateField()
    reply_by = models.DateField()
    opened_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)

    objects = Themes.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="theme_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("story:theme", args=[self.code])

    @property
    def is_closed(self) -> bool:
        return hasattr(self, "closure")

    @property
    def is_over(self) -> bool:
        """Closed, or past its last day: nobody is invited any more."""
        return self.is_closed or self.ends_on < clock.today()

    @property
    def last_day(self) -> date:
        """The day until which one could speak: a question may be closed before its end."""
        if not self.is_closed:
            return self.ends_on
        return max(self.starts_on, min(self.ends_on, clock.day_of(self.closure.closed_at)))

    def answer_due(self, spoken: date) -> date:
        """What a voice of that day is promised: the question's own day; after it, the shop's usual days."""
        return self.reply_by if spoken <= self.reply_by else spoken + timedelta(days=self.organisation.reply_days)

    def hears(self, on: date | None = None) -> bool:
        """Whether a voice may come in: inside the dates (with a day of grace for slow letters) and not closed."""
        today = on or clock.today()
        return not self.is_closed and self.starts_on <= today and today - timedelta(days=1) <= self.ends_on

    @property
    def visibility_sentence(self) -> str:
        """Who sees the voices, and from when on."""
        label = str(Visibility(self.visibility).label)
        if self.visibility == Visibility.INSIDE:
            return label
        seen = gettext("%(who)s Voices appear once the shop has read them; those meant for the shop alone never do.")
        return seen % {"who": label}


class Closure(models.Model):
    """That a theme was closed, by whom and when. Opening it again removes the row."""

    theme = models.OneToOneField(Theme, on_delete=models.CASCADE, related_name="closure")
    closed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(default=clock.now)


class Channel(models.TextChoices):
    QR_POSTER = "qr_poster", _("QR poster in the shop")
    KIOSK = "kiosk", _("Tablet in the shop")
    PAPER = "paper", _("Paper card")
    PROXY = "staff_note", _("Written down by the staff")
    ROUNDTABLE = "roundtable", _("Roundtable")
    CLASS = "class", _("School class")
    LINE = "line", _("LINE")
    EMAIL = "email", _("E-mail")
    POST = "sns_paste", _("A public post, with permission")


class Place(models.Model):
    """場: one door through which voices come in. Its code stands in the QR, so nobody is asked where they are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="places")
    code = models.CharField(max_length=24, unique=True, default=codes.public_code, editable=False)
    channel = models.CharField(max_length=12, choices=Channel.choices, default=Channel.QR_POSTER)
    label = models.CharField(max_length=40, blank=True)  # レジ横
    opened_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("opened_at",)

    def __str__(self) -> str:
        return self.label or str(self.get_channel_display())

    def get_absolute_url(self) -> str:
        return reverse("dialogue:speak", args=[self.code])
