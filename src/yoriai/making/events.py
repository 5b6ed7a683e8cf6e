"""How a voice takes shape, and who must be told: the authors of the voices below."""

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yoriai.dialogue.models import Receipt
from yoriai.ledger.kinds import Kind, Letter, declare
from yoriai.ledger.models import Event, Link, Thing
from yoriai.ledger.trail import backward
from yoriai.people.directory import mailboxes
from yoriai.web.quotes import quoted

from .models import Decision, Product


def authors_below(event: Event) -> list[str]:
    """Everybody whose voice led here and who left an address."""
    voices = backward(event.organisation_id, [event.subject])[Thing.VOICE]
    return mailboxes(person__voices__in=voices)


def _address(person: str) -> str:
    receipt = Receipt.objects.filter(voice__author_id=UUID(person)).order_by("-voice__spoken_at").first()
    return settings.BASE_URL + receipt.get_absolute_url() if receipt else settings.BASE_URL


def decision_letter(event: Event, person: str) -> Letter | None:
    """None where it has become real since: the letter about that says more."""
    decision = Decision.objects.filter(idea=event.subject).order_by("-decided_at").select_related("idea").first()
    if decision is None:
        return None
    became = Link.objects.filter(source=event.subject, target_thing=Thing.PRODUCT).values("target")
    if Product.objects.filter(pk__in=became, launched_at__gte=decision.decided_at).exists():
        return None
    verdict = decision.get_verdict_display()
    return Letter(
        gettext("Decided about %(idea)s: %(verdict)s") % {"idea": quoted(decision.idea.headline), "verdict": verdict},
        gettext("%(verdict)s – %(reason)s\n\n%(title)s\n\nWhat became of your voice:\n%(url)s")
        % {"verdict": verdict, "reason": decision.reason, "title": decision.title, "url": _address(person)},
    )


def product_letter(event: Event, person: str) -> Letter | None:
    product = Product.objects.filter(pk=event.subject).first()
    if product is None:
        return None
    return Letter(
        gettext("Your voice became %(product)s") % {"product": quoted(product.name)},
        gettext("%(product)s\n%(terms)s\n\nHow your words led here:\n%(url)s")
        % {"product": product.name, "terms": product.terms, "url": _address(person)},
    )


IDEA_FORMED = declare(
    Kind(
        "making.idea_formed",
        _("{actor} made an idea of voices: {subject}"),
        facts=frozenset({"voices"}),
        public=True,
    )
)
IDEA_REWORDED = declare(Kind("making.idea_reworded", _("{actor} reworded an idea: {subject}")))
VOICE_JOINED = declare(
    Kind("making.voice_joined", _("{actor} joined a voice to an idea: {subject}"), facts=frozenset({"voice"}))
)
VOICE_PARTED = declare(
    Kind("making.voice_parted", _("{actor} parted a voice from an idea: {subject}"), facts=frozenset({"voice"}))
)
IDEA_DROPPED = declare(Kind("making.idea_dropped", _("{actor} took an idea apart")))
IDEA_DECIDED = declare(
    Kind(
        "making.idea_decided",
        _("{actor} decided about an idea: {subject}"),
        facts=frozenset({"verdict"}),
        routes=(authors_below,),
        letter=decision_letter,
        public=True,
        webhook=True,
    )
)
PROTOTYPE_MADE = declare(
    Kind(
        "making.prototype_made",
        _("{actor} made a prototype: {subject}"),
        facts=frozenset({"version"}),
        public=True,
        webhook=True,
    )
)
PROTOTYPE_CHANGED = declare(Kind("making.prototype_changed", _("{actor} corrected a prototype: {subject}")))
PROTOTYPE_DROPPED = declare(
    Kind("making.prototype_dropped", _("{actor} took back a prototype"), facts=frozenset({"version"}))
)
EXPERIMENT_RECORDED = declare(
    Kind(
        "making.experiment_recorded",
        _("{actor} recorded an experiment: {subject}"),
        facts=frozenset({"held"}),
        public=True,
    )
)
PRODUCT_LAUNCHED = declare(
    Kind(
        "making.product_launched",
        _("{actor} brought it to the people: {subject}"),
        routes=(authors_below,),
        letter=product_letter,
        public=True,
        webhook=True,
    )
)
PRODUCT_CHANGED = declare(Kind("making.product_changed", _("{actor} corrected a product: {subject}")))
PRODUCT_TAKEN_BACK = declare(Kind("making.product_taken_back", _("{actor} took back what had reached people")))
