"""What happens to a voice, and whom it must be told."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yoriai.ledger.kinds import Kind, Letter, declare
from yoriai.ledger.models import Event
from yoriai.people.directory import mailboxes

from .models import Receipt, Reply


def author(event: Event) -> list[str]:
    """The author of the voice, when they left an address."""
    return mailboxes(person__voices=event.subject)


def answer_letter(event: Event, person: str) -> Letter | None:
    """The answer of this event, though another may have followed before the letter left."""
    replies = Reply.objects.filter(voice=event.subject, voice__withdrawal=None, replied_at__lte=event.occurred_at)
    earlier = Event.objects.filter(subject=event.subject, kind=event.kind, occurred_at__lt=event.occurred_at)
    if before := earlier.order_by("-occurred_at").first():
        replies = replies.filter(replied_at__gt=before.occurred_at)  # this one was taken back, the earlier one was sent
    reply = replies.order_by("-replied_at").first()
    receipt = Receipt.objects.filter(voice=event.subject).select_related("voice__organisation").first()
    if reply is None or receipt is None:
        return None
    shop = receipt.voice.organisation.name
    return Letter(
        gettext("An answer from %(shop)s") % {"shop": shop},
        gettext("Your words:\n%(words)s\n\nThe answer (%(title)s):\n%(answer)s\n\nWhat became of your voice:\n%(url)s")
        % {
            "words": receipt.voice.text,
            "title": reply.title,
            "answer": reply.text,
            "url": settings.BASE_URL + receipt.get_absolute_url(),
        },
    )


VOICE_RECEIVED = declare(
    Kind(
        "dialogue.voice_received",
        _("A voice arrived: {subject}"),
        facts=frozenset({"channel", "echo", "notice", "terms"}),
        public=True,
        webhook=True,
    )
)
VOICE_READ = declare(Kind("dialogue.voice_read", _("{actor} read a voice: {subject}")))
VOICE_ANSWERED = declare(
    Kind(
        "dialogue.voice_answered",
        _("{actor} answered a voice: {subject}"),
        routes=(author,),
        letter=answer_letter,
        public=True,
        webhook=True,
    )
)
ANSWER_CORRECTED = declare(Kind("dialogue.answer_corrected", _("{actor} corrected an answer: {subject}")))
ANSWER_TAKEN_BACK = declare(Kind("dialogue.answer_taken_back", _("{actor} took back the answer to a voice: {subject}")))
VOICE_HELD = declare(
    Kind(
        "dialogue.voice_held",
        _("{actor} keeps a voice inside the shop: {subject}"),
        facts=frozenset({"reason"}),
    )
)
VOICE_RELEASED = declare(Kind("dialogue.voice_released", _("{actor} shows a voice to the others: {subject}")))
VOICE_WITHDRAWN = declare(Kind("dialogue.voice_withdrawn", _("A voice was taken back by its author"), webhook=True))
