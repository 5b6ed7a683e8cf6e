"""The mail channel. Who stands behind an address is known to a later step, which registers its directory here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation

from yoriai.ledger.kinds import Letter

from .channels import NOBODY, SENT

if TYPE_CHECKING:
    from yoriai.ledger.models import Delivery


@dataclass(frozen=True)
class Recipient:
    address: str
    language: str
    footer: str  # who sends this, since when, and how it stops
    stop_url: str


Directory = Callable[[UUID, UUID], Recipient | None]  # (organisation, person) → where to write, if anywhere
_directories: list[Directory] = []


def look_up_in(directory: Directory) -> None:
    _directories.append(directory)


def recipient_of(organisation: UUID, person: UUID) -> Recipient | None:
    found = (directory(organisation, person) for directory in _directories)
    return next((recipient for recipient in found if recipient), None)


def send_mail(delivery: "Delivery", whom: str) -> str:
    event = delivery.event
    recipient = recipient_of(event.organisation_id, UUID(whom))
    if recipient is None or event.declared.letter is None:
        return NOBODY
    with translation.override(recipient.language):
        letter = event.declared.letter(event, whom)
    if letter is None:
        return NOBODY
    compose(letter, recipient, reference=f"{event.pk}.{delivery.pk}").send()
    return SENT


def compose(letter: Letter, recipient: Recipient, *, reference: str) -> EmailMessage:
    """The same delivery always has the same Message-ID, so that a second copy can be recognised."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<{reference}@{host}>",
        "List-Unsubscribe": f"<{recipient.stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058: without it no mail program shows its button
        "Auto-Submitted": "auto-generated",
    }
    subject = " ".join(letter.subject.split())  # a line break in a subject would start a new header
    body = f"{letter.body}\n\n-- \n{recipient.footer}\n"
    return EmailMessage(subject, body, None, [recipient.address], headers=headers)


def forget_letters(stop_code: str) -> None:
    """Without a mail server letters lie in a folder: those that could be stopped with this code are erased."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    for file in Path(folder).glob("*.log") if folder else ():
        if stop_code in file.read_text("utf-8", errors="replace"):
            file.unlink(missing_ok=True)
