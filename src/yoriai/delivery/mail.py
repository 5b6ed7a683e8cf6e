"""The mail channel. Who stands behind an address is known to a later step, which registers its directory here."""

import re
import time
from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage as MailMessage
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation

from yoriai.ledger.kinds import Letter

from .channels import NOBODY, SENT, AddressRefused

if TYPE_CHECKING:
    from yoriai.ledger.models import Delivery


KEPT = timedelta(days=30)  # what was sent: its row, and its file where there is no mail server
BETWEEN = b"\n" + b"-" * 79 + b"\n"  # as Django writes letters into files
PERMANENT = 500  # SMTP: 4xx may work later, 5xx never will
REFERENCE = re.compile(r"<(\d+)\.\d+@")  # <event.delivery@host>


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
    try:
        compose(letter, recipient, reference=f"{event.pk}.{delivery.pk}").send()
    except SMTPRecipientsRefused as refused:
        if all(code >= PERMANENT for code, _words in refused.recipients.values()):
            raise AddressRefused from None  # its text holds the address
        raise
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
    _erase_files(lambda letter: stop_code in letter.get("List-Unsubscribe", ""))


def forget_letters_saying(events: Container[int], says: Callable[[str], bool]) -> None:
    """Also those to other people about one of these events, where they say something that must go."""

    def wanted(letter: MailMessage) -> bool:
        about = REFERENCE.match(letter.get("Message-ID", ""))
        return bool(about and int(about[1]) in events and says(f"{letter['Subject']}\n{letter.get_content()}"))

    _erase_files(wanted)


def _erase_files(wanted: Callable[[MailMessage], bool]) -> None:
    for file in _letter_files():
        with suppress(FileNotFoundError):  # another erasure was quicker
            letters = file.read_bytes().split(BETWEEN)  # two of one second may share a file
            if any(wanted(message_from_bytes(letter, policy=policy.default)) for letter in letters):
                file.unlink()


def purge_files() -> None:
    """A letter that lies in the folder goes as its row in the ledger does."""
    oldest = time.time() - KEPT.total_seconds()
    for file in _letter_files():
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < oldest:
                file.unlink()


def _letter_files() -> Iterator[Path]:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    return Path(folder).glob("*.log") if folder else iter(())
