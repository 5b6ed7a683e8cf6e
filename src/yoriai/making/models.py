"""声をかたちに: ideas that stand on voices, decisions with a reason, prototypes, experiments, products."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from yoriai.accounts.models import Organisation, Person
from yoriai.files.models import Photo
from yoriai.ledger.models import Link, Thing
from yoriai.theme.models import Theme
from yoriai.web import clock


class Ideas(models.QuerySet["Idea"]):
    """Where an idea stands on its way, asked of the database; `queries.next_of` says the same of one idea."""

    def with_real(self) -> "Ideas":
        """With `is_real`: whether something that reached people came of it."""
        became = Link.objects.filter(source=models.OuterRef("pk"), target_thing=Thing.PRODUCT)
        return self.annotate(is_real=models.Exists(became))

    def on_the_way(self) -> "Ideas":
        """Not real yet; with the verdict in force, its time, and day and result of the latest prototype."""
        decisions = Decision.objects.filter(idea=models.OuterRef("pk")).order_by("-decided_at")
        prototypes = Prototype.objects.filter(idea=models.OuterRef("pk")).order_by("-version")
        return (
            self.with_real()
            .filter(models.Q(is_real=False))
            .annotate(
                verdict=models.Subquery(decisions.values("verdict")[:1]),
                decided_at=models.Subquery(decisions.values("decided_at")[:1]),
                shaped_on=models.Subquery(prototypes.values("made_on")[:1]),
                tried_at=models.Subquery(prototypes.values("experiment__recorded_at")[:1]),
            )
        )

    def to_decide(self) -> "Ideas":
        """Nothing is decided, or the trial that was decided on has its result."""
        tried = models.Q(verdict=Verdict.TRY, tried_at__gt=models.F("decided_at"))
        return self.on_the_way().filter(models.Q(verdict=None) | tried)

    def to_shape(self) -> "Ideas":
        """Wanted, and nobody has made a first one."""
        return self.on_the_way().filter(models.Q(verdict__in=WANTED, shaped_on=None))

    def to_try(self) -> "Ideas":
        """Made to be tried, and nobody has written what came of the latest one."""
        return self.on_the_way().filter(models.Q(verdict=Verdict.TRY, shaped_on__isnull=False, tried_at=None))

    def to_bring_out(self) -> "Ideas":
        """Adopted and made: nobody has said yet that it reached people."""
        return self.on_the_way().filter(models.Q(verdict=Verdict.ADOPT, shaped_on__isnull=False))


class Idea(models.Model):
    """Something that could be made. Which voices it stands on are links in the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ideas")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="ideas")
    headline = models.CharField(max_length=80)  # 表札: one sentence that says what all its voices want
    body = models.TextField(max_length=1000, blank=True)
    formed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    formed_at = models.DateTimeField(default=clock.now)

    objects = Ideas.as_manager()

    class Meta:
        ordering = ("formed_at",)

    def __str__(self) -> str:
        return self.headline

    @property
    def decision(self) -> "Decision | None":
        """The one in force: the latest. For many ideas, prefetch their decisions."""
        return next(reversed(self.decisions.all()), None)

    @property
    def may_be_dropped(self) -> bool:
        """Nobody counts on it yet: nothing was decided or made of it."""
        return not (self.decisions.exists() or self.prototypes.exists() or _came_of(self.pk))

    @property
    def is_adopted(self) -> bool:
        decision = self.decision
        return decision is not None and decision.verdict == Verdict.ADOPT


def _came_of(thing: uuid.UUID) -> bool:
    return Link.objects.filter(source=thing, target_thing=Thing.PRODUCT).exists()


class Verdict(models.TextChoices):
    ADOPT = "adopt", _("Adopted")
    TRY = "try", _("Trying")
    HOLD = "hold", _("On hold")
    DECLINE = "decline", _("Declined")

    @property
    def icon(self) -> str:
        """Its sign in the sprite of icons: never only a colour."""
        return {"adopt": "check", "try": "make", "hold": "clock", "decline": "decline"}[self.value]


WANTED = (Verdict.ADOPT, Verdict.TRY)


class Decision(models.Model):
    """決めごと: never without a human sentence of reason. A later one replaces an earlier one; both stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.CharField(max_length=300)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=40)
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("decided_at",)
        constraints = (models.CheckConstraint(condition=~models.Q(reason=""), name="decision_has_reason"),)

    @property
    def icon(self) -> str:
        return Verdict(self.verdict).icon


class Prototype(models.Model):
    """試作: one version. 「誰の声で何が変わったか」 are links from voices with the words that mattered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="prototypes")
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    made_of = models.TextField(max_length=600)  # what it is and what changed since the last version
    photo = models.ForeignKey(Photo, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_on = models.DateField()
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("version",)
        constraints = (models.UniqueConstraint(fields=["idea", "version"], name="one_prototype_of_a_version"),)

    @property
    def is_latest(self) -> bool:
        return not Prototype.objects.filter(idea=self.idea_id, version__gt=self.version).exists()

    @property
    def may_be_dropped(self) -> bool:
        """The latest one, of which nothing was learned and nothing came."""
        return self.is_latest and not (Experiment.objects.filter(prototype=self).exists() or _came_of(self.pk))


class Experiment(models.Model):
    """ためし: one hypothesis, one measure, and what came out – also when it failed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    prototype = models.OneToOneField(Prototype, on_delete=models.CASCADE, related_name="experiment")
    hypothesis = models.CharField(max_length=120)
    measure = models.CharField(max_length=120)
    people = models.PositiveSmallIntegerField(default=0)
    result = models.CharField(max_length=160)
    learned = models.CharField(max_length=200, blank=True)
    held = models.BooleanField(null=True, blank=True)  # did the hypothesis hold? None: cannot say yet
    held_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)


class Product(models.Model):
    """できたもの: what reached people. The ideas and prototypes it came from are links."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="products")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="products")
    name = models.CharField(max_length=60)
    body = models.TextField(max_length=600, blank=True)
    terms = models.CharField(max_length=80, blank=True)  # 2個入り160円、火曜と金曜だけ
    photo = models.ForeignKey(Photo, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    out_on = models.DateField()
    launched_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    launched_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("out_on",)

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_taken_back(self) -> bool:
        """Its story is not begun."""
        return not hasattr(self, "story")
