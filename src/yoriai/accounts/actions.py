"""Founding, appointing, signing in and out. Security facts, not business ones: the ledger does not hold them."""

import hmac
import logging
import secrets
from datetime import timedelta
from importlib import import_module
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from yoriai.web import clock, codes
from yoriai.web.refusal import Refused

from .models import Account, EntryCode, EntryWish, Member, Organisation, Person, Role, normal_address

log = logging.getLogger("yoriai.accounts")
CODE_LASTS = timedelta(minutes=15)
CODE_RETRY = timedelta(seconds=30)
PRINTED_LASTS = timedelta(days=7)


@transaction.atomic
def found_organisation(*, slug: str, name: str, owner_email: str, owner_title: str, **profile: object) -> Organisation:
    """A new host with its first owner."""
    organisation = Organisation(slug=slug, name=name, **profile)
    organisation.full_clean()
    organisation.save(force_insert=True)
    appoint_member(organisation, email=owner_email, role=Role.OWNER, title=owner_title, by=None)
    return organisation


@transaction.atomic
def appoint_member(
    organisation: Organisation, *, email: str, role: Role | str, title: str, by: Person | None
) -> Member:
    """Give somebody a place at the desk; a second appointment changes the role."""
    validate_email(normal_address(email))
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two taps at once are one place at the desk
    account, _created = Account.objects.select_for_update().get_or_create(email=normal_address(email))
    member = Member.objects.filter(organisation=organisation, account=account).select_related("person").first()
    if member is None:
        person = Person.objects.create(organisation=organisation, described_as=title)
        member = Member(organisation=organisation, account=account, person=person)
    elif member.role == Role.OWNER and role != Role.OWNER:
        _keep_an_owner(member)
    member.role, member.title, member.appointed_by, member.appointed_at = role, title, by, clock.now()
    member.full_clean()
    member.save()
    return member


@transaction.atomic
def dismiss_member(member: Member) -> None:
    """Take the place at the desk away; what the person did stays. The address goes with the last place."""
    Organisation.objects.select_for_update().get(pk=member.organisation_id)  # two owners who leave at once: one stays
    if member.role == Role.OWNER:
        _keep_an_owner(member)
    account = Account.objects.select_for_update().filter(pk=member.account_id).first()  # two shops at once: one is last
    member.delete()
    if account and not account.memberships.exists():
        account.delete()


def _keep_an_owner(member: Member) -> None:
    others = Member.objects.filter(organisation=member.organisation, role=Role.OWNER).exclude(pk=member.pk)
    if not others.exists():
        raise Refused(_("An organisation needs at least one owner. Appoint another owner first."))


@transaction.atomic
def change_organisation(organisation: Organisation, **profile: object) -> Organisation:
    for field, value in profile.items():
        setattr(organisation, field, value)
    organisation.full_clean()
    organisation.save()
    return organisation


def issue_code(account: Account, *, printed: bool = False) -> str:
    """A fresh one-time code; an older one of the same sort ends. A mailed code leaves the printed one alone."""
    code = codes.spoken_code() if printed else f"{secrets.randbelow(1_000_000):06d}"
    lasts = int((PRINTED_LASTS if printed else CODE_LASTS).total_seconds())
    with transaction.atomic():
        account.codes.filter(used_at=None, lasts_seconds=lasts).delete()
        EntryCode.objects.create(
            account=account,
            digest=EntryCode.digest_of(account.pk, code),
            issued_at=timezone.now(),
            lasts_seconds=lasts,
        )
    return code


def wish_code(email: str) -> None:
    """Ask for a code by mail. The asker learns nothing about whether this address works at a desk."""
    now = timezone.now()
    EntryWish.objects.create(email=normal_address(email), language=get_language() or "ja", wished_at=now, due_at=now)


def answer_wishes() -> int:
    """Mail a code for each wish of somebody who works at a desk; how many were looked at. The worker's errand."""
    now = timezone.now()
    EntryWish.objects.filter(wished_at__lt=now - CODE_LASTS).delete()
    wishes = list(EntryWish.objects.filter(due_at__lte=now).order_by("wished_at")[:20])
    for wish in wishes:
        mine = EntryWish.objects.filter(pk=wish.pk, due_at=wish.due_at)
        if not mine.update(due_at=now + CODE_RETRY):  # tried again then, if the mail server is away
            continue  # another worker has it
        account = Account.objects.filter(email=wish.email, memberships__isnull=False).first()
        try:
            if account:
                with override(wish.language):
                    _mail_code(account)
        except (OSError, SMTPException) as error:  # the mail server is away: the wish waits, the letters go on
            log.warning("a code could not be mailed: %s", type(error).__name__)  # never its text: it holds the address
        else:
            wish.delete()
    return len(wishes)


def _mail_code(account: Account) -> None:
    code = issue_code(account)
    body = _("Your code for the desk: %(code)s\n\nIt works once, for 15 minutes. If you did not ask, do nothing.")
    send_mail(_("Code for the desk: %(code)s") % {"code": code}, body % {"code": code}, None, [account.email])


def spend_code(email: str, code: str) -> Account | None:
    """The account, if the code is right, fresh, unused, and not tried too often. Spends it."""
    account = Account.objects.filter(email=normal_address(email)).first()
    if account is None:
        return None
    open_codes = account.codes.filter(used_at=None, tries__lt=EntryCode.MOST_TRIES)
    fresh = [entry for entry in open_codes if entry.age_is_right(timezone.now())]
    account.codes.filter(pk__in=[entry.pk for entry in fresh]).update(tries=F("tries") + 1)
    digest = EntryCode.digest_of(account.pk, code)
    right = [entry.pk for entry in fresh if hmac.compare_digest(entry.digest, digest)]
    spent = account.codes.filter(pk__in=right, used_at=None).update(used_at=timezone.now())
    return account if spent else None


def forget_old_entries() -> None:
    """Sessions that ended, codes that were used or ended. Nobody can come in by them any more."""
    now = timezone.now()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    ended = Q(issued_at__lt=now - PRINTED_LASTS)
    ended |= Q(issued_at__lt=now - CODE_LASTS, lasts_seconds=int(CODE_LASTS.total_seconds()))
    EntryCode.objects.filter(ended | Q(used_at__isnull=False)).delete()


def sign_in(request: HttpRequest, account: Account) -> None:
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")


def sign_out(request: HttpRequest) -> None:
    logout(request)


def sign_out_everywhere(account: Account) -> None:
    """Every session of this account ends, on every device."""
    account.sessions_since = timezone.now()
    account.save(update_fields=["sessions_since"])
