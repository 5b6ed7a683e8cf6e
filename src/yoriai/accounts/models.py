"""Who hosts (organisations), who takes part (persons), who works at the desk (members)."""

import hashlib
import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from yoriai.web import clock


class Organisation(models.Model):
    """A shop, company or group: the host. Several may live on one server and see nothing of each other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(
        max_length=40, unique=True, validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$")]
    )
    name = models.CharField(max_length=60)
    tagline = models.CharField(max_length=120, blank=True)
    operator = models.CharField(max_length=80, blank=True)  # the legal person the notice names
    representative = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=160, blank=True)
    tel = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    hours = models.CharField(max_length=80, blank=True)
    reply_days = models.PositiveSmallIntegerField(default=14, validators=[MinValueValidator(1), MaxValueValidator(60)])
    reply_place = models.CharField(max_length=60, blank=True)
    founded_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, email: str | None) -> "Account":
        return self.get(email=normal_address(email or ""))


class Account(AbstractBaseUser):
    """A way to sign in: one e-mail address, no password. One account may work at several desks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    password = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    sessions_since = models.DateTimeField(default=clock.now)  # signing out everywhere moves this on
    is_active = models.BooleanField(default=True)

    objects = AccountManager()
    USERNAME_FIELD = "email"

    def get_session_auth_hash(self) -> str:
        """Changes when the person signs out everywhere, so that every older session ends."""
        return hashlib.sha256(f"{self.pk}{self.sessions_since.timestamp():.6f}".encode()).hexdigest()


def normal_address(address: str) -> str:
    return address.strip().casefold()


class Person(models.Model):
    """Anybody around the organisation; most have no account and no name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="people")
    described_as = models.CharField(max_length=60, blank=True)  # 常連のお客様: public, names nobody
    language = models.CharField(max_length=5, default="ja")
    met_at = models.DateTimeField(default=clock.now)


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    HOST = "host", _("Host")
    STAFF = "staff", _("Staff")
    PARTNER = "partner", _("Business partner")


# What each role may do at the desk. One table, so that a reader sees all of it at once.
MAY: dict[str, frozenset[str]] = {
    "see_desk": frozenset(Role.values),
    "read_voices": frozenset({Role.OWNER, Role.HOST, Role.STAFF}),
    "answer": frozenset({Role.OWNER, Role.HOST, Role.STAFF}),
    "make": frozenset({Role.OWNER, Role.HOST, Role.STAFF}),
    "decide": frozenset({Role.OWNER, Role.HOST}),
    "run_theme": frozenset({Role.OWNER, Role.HOST}),
    "publish": frozenset({Role.OWNER, Role.HOST}),
    "see_people": frozenset({Role.OWNER, Role.HOST}),
    "run_organisation": frozenset({Role.OWNER}),
}


class Member(models.Model):
    """A person who works at the desk of an organisation, in one role."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="member")
    role = models.CharField(max_length=10, choices=Role.choices)
    title = models.CharField(max_length=40)  # 店長, 工房の者: what participants read instead of a name
    appointed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    appointed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "account"], name="one_membership_per_organisation"),
        )

    def may(self, verb: str) -> bool:
        return self.role in MAY[verb]


class EntryCode(models.Model):
    """A one-time code to sign in: six digits by e-mail, or a long one printed at the first start."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()  # real time, not the demo's
    lasts_seconds = models.PositiveIntegerField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    MOST_TRIES = 5

    @staticmethod
    def digest_of(account_id: uuid.UUID, code: str) -> str:
        return hashlib.sha256(f"{account_id}:{code}".encode()).hexdigest()

    def age_is_right(self, at: Any) -> bool:
        """Never older than it lasts, never from the future: a clock set back must not revive it."""
        age: float = (at - self.issued_at).total_seconds()
        return -30 <= age <= self.lasts_seconds


class EntryWish(models.Model):
    """Somebody asked for a code. Written for every address alike, answered by the worker, gone after minutes.

    So the answer to the asker takes the same time whether or not this address works at a desk.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    language = models.CharField(max_length=5, default="ja")
    wished_at = models.DateTimeField()  # real time
    due_at = models.DateTimeField()
