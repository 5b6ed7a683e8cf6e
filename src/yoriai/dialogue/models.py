"""声: one utterance, kept unchanged; who read it, what was answered, and its author's receipt."""

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yoriai.accounts.models import Member, Organisation, Person
from yoriai.theme.models import Place, Theme, Visibility
from yoriai.web import clock, codes

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

LONGEST = 4000  # characters of one voice


class Voices(models.QuerySet["Voice"]):
    def standing(self) -> "Voices":
        """Not withdrawn by their authors."""
        return self.filter(withdrawal=None)

    def unread(self) -> "Voices":
        return self.standing().filter(reads=None)

    def waiting(self) -> "Voices":
        """Read or not: nobody has answered yet, and an answer is due."""
        return self.standing().filter(replies=None).exclude(hold__reason__in=NO_ANSWER_DUE)

    def due_by(self, day: date, reply_days: int) -> "Voices":
        """Whose answer is promised by that day: `answer_due`, asked of the database."""
        return self.filter(
            Q(spoken_at__date__lte=F("theme__reply_by")) | Q(spoken_at__date__lte=day - timedelta(days=reply_days)),
            theme__reply_by__lte=day,
        )

    def on_topic(self) -> "Voices":
        """What counts as a voice to the question: not withdrawn, and not set aside."""
        return self.standing().exclude(hold__reason__in=NOT_ON_TOPIC)

    def quotable(self) -> "Voices":
        """What the host may quote in public: a greeting set aside, yes; what could hurt somebody, never."""
        open_to_others = self.standing().filter(inside_only=False).exclude(theme__visibility=Visibility.INSIDE)
        return open_to_others.exclude(hold__reason__in=NEVER_PUBLIC)

    def shown(self) -> "Voices":
        """What other participants may see: read by a person of the shop, held back by nobody."""
        read = Exists(ReadMark.objects.filter(voice=OuterRef("pk")))
        return self.standing().filter(read, hold=None, inside_only=False).exclude(theme__visibility=Visibility.INSIDE)


class Voice(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="voices")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="voices")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="voices")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="voices")
    text = models.TextField(max_length=LONGEST)
    language = models.CharField(max_length=5, default="ja")
    echo_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="echoes")
    inside_only = models.BooleanField(default=False)  # the author asked: only the shop reads it
    submission = models.CharField(max_length=64, unique=True)  # the same form with the same words is one voice
    spoken_at = models.DateTimeField(default=clock.now)
    arrived_at = models.DateTimeField(default=clock.now)

    objects = Voices.as_manager()

    if TYPE_CHECKING:
        reads: RelatedManager["ReadMark"]
        replies: RelatedManager["Reply"]
        receipt: "Receipt"

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "spoken_at"], name="voice_in_order"),
            models.Index(fields=["theme", "spoken_at"], name="voice_of_theme"),
        )

    @property
    def answer_due(self) -> date:
        """The day by which an answer is promised."""
        return self.theme.answer_due(clock.day_of(self.spoken_at))

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")

    @property
    def is_held(self) -> bool:
        return hasattr(self, "hold")


class Receipt(models.Model):
    """控え: the private way to わたしの声のゆくえ – a link, a QR code, or twelve characters typed by hand."""

    voice = models.OneToOneField(Voice, on_delete=models.CASCADE, related_name="receipt")
    code = models.CharField(max_length=24, unique=True, default=codes.private_code, editable=False)
    spoken = models.CharField(max_length=12, unique=True, default=codes.spoken_code, editable=False)

    def get_absolute_url(self) -> str:
        return reverse("story:journey", args=[self.code])

    @property
    def printed(self) -> str:
        return "-".join(self.spoken[i : i + 4] for i in (0, 4, 8))


class ReadMark(models.Model):
    """読まれた: who of the shop opened the voice first, and when. One a member."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="reads")
    reader = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=40)  # the role as it was then: 店長
    read_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("read_at",)
        constraints = (models.UniqueConstraint(fields=["voice", "reader"], name="read_once_each"),)


class Reply(models.Model):
    """返事: the host's answer to one voice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField(max_length=2000)
    replier = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=40)
    replied_at = models.DateTimeField(default=clock.now)
    corrected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("replied_at",)


class HoldReason(models.TextChoices):
    HEALTH = "health", _("Health of a person or family")
    PERSONAL = "personal", _("Names, phone numbers or addresses")
    COMPLAINT = "complaint", _("A complaint to settle directly")
    ASIDE = "aside", _("Another matter, or a greeting")
    SPAM = "spam", _("Advertising")
    EMPTY = "empty", _("Without meaning")


NO_ANSWER_DUE = (HoldReason.SPAM, HoldReason.EMPTY)
NOT_ON_TOPIC = (HoldReason.COMPLAINT, HoldReason.ASIDE, HoldReason.SPAM, HoldReason.EMPTY)
NEVER_PUBLIC = (HoldReason.HEALTH, HoldReason.PERSONAL, HoldReason.COMPLAINT, HoldReason.SPAM)


class Hold(models.Model):
    """Kept inside the shop: not shown to other participants. By a person, or by a cue word until a person decides."""

    voice = models.OneToOneField(Voice, on_delete=models.CASCADE, related_name="hold")
    reason = models.CharField(max_length=10, choices=HoldReason.choices)
    urgent = models.BooleanField(default=False)
    held_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    held_at = models.DateTimeField(default=clock.now)

    def may_be_released_by(self, member: Member) -> bool:
        """Everybody who answers may keep a voice inside, and undo it; letting out what others kept is publishing."""
        return member.may("publish") or self.held_by_id == member.person_id


class Withdrawal(models.Model):
    """The author took the voice back. The words are gone; the knot in the thread stays, nameless."""

    voice = models.OneToOneField(Voice, on_delete=models.CASCADE, related_name="withdrawal")
    withdrawn_at = models.DateTimeField(default=clock.now)


class Posting(models.Model):
    """One entry of the inverted index behind 「似た声」: a voice has this term. Later voices have greater ids."""

    term = models.BigIntegerField()  # theme and term as 64 bits, see similar.py
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="+", db_index=False)  # see below
    open = models.BooleanField(default=False)  # other participants may see the voice

    class Meta:
        indexes = (
            models.Index(fields=["term", "open", "id"], name="posting_latest_first"),
            models.Index(fields=["voice", "term"], name="posting_of_voice"),
        )
