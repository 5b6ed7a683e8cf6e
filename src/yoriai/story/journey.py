"""わたしの声のゆくえ: what one person's page says about one voice – the words, the outcome, the thread."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from yoriai.accounts.models import Person
from yoriai.dialogue.models import NO_ANSWER_DUE, HoldReason, Receipt, Voice
from yoriai.making.models import Decision, Verdict
from yoriai.people.models import Credit
from yoriai.people.names import shown_names
from yoriai.people.texts import text
from yoriai.web import clock
from yoriai.web.days import day

from .thread import Knot, State, days_between, knots_of_voice

WHY_HELD = {
    HoldReason.PERSONAL: gettext_lazy("There is a name, a number or an address in it."),
    HoldReason.COMPLAINT: gettext_lazy("We would like to settle this with you directly."),
    HoldReason.ASIDE: gettext_lazy("It is about something else than this question."),
    HoldReason.SPAM: gettext_lazy("It looks like advertising."),
    HoldReason.EMPTY: gettext_lazy("We could not find words in it."),
}


@dataclass(frozen=True)
class Outcome:
    """Where the voice stands, in one sentence; `strong` is what it became."""

    lead: str
    strong: str = ""
    end: str = ""
    reason: str = ""
    ended: bool = False  # nothing more will come: taken back, declined, or not to be answered
    real: bool = False  # it became real: the one red word of the page


@dataclass(frozen=True)
class Journey:
    voice: Voice
    who: str
    knots: list[Knot]
    outcome: Outcome
    held: list[str]  # why others do not see it, in plain lines; empty when they may

    @property
    def is_fresh(self) -> bool:
        """Nothing has happened yet: the person has just sent it, or it still waits to be read."""
        return not any(knot.at for knot in self.knots if knot.step != "arrived") and not self.voice.is_withdrawn


def journey_of(receipt: Receipt) -> Journey:
    voice = receipt.voice
    knots = knots_of_voice(voice)
    bodies: dict[str, dict[str, Any]] = {knot.step: knot.body for knot in knots}
    company = bodies.get("idea", {}).get("company", {})
    others = company.get("others", [])
    names = shown_names([voice.author, *(other.author for other in others)])
    company["said"] = [(other.text, names[other.author_id]) for other in others]
    outcome = outcome_of(voice, bodies)
    if outcome.ended:
        knots = _as_far_as_it_came(knots)
    return Journey(voice, _who(voice, names), knots, outcome, held_lines(voice, bool(bodies.get("read"))))


def _as_far_as_it_came(knots: list[Knot]) -> list[Knot]:
    """A way that has ended promises nothing more."""
    came = [knot for knot in knots if knot.state != State.AHEAD]
    return [replace(knot, state=State.DONE) if knot.state == State.NOW else knot for knot in came]


def _who(voice: Voice, names: dict[UUID, str]) -> str:
    return _("A participant") if voice.is_withdrawn else names[voice.author_id]


def outcome_of(voice: Voice, bodies: dict[str, dict[str, Any]]) -> Outcome:
    """The furthest thing that happened; a decision against it weighs more than an older try."""
    if voice.is_withdrawn:
        return Outcome(_("You took this voice back. Its words are gone; that a voice came stays."), ended=True)
    if products := bodies.get("product", {}).get("products"):
        return _became(voice, products[0])
    decision = _last_decision(bodies.get("idea", {}).get("ideas", []))
    if decision and decision.verdict in (Verdict.DECLINE, Verdict.HOLD):
        return _not_now(decision)
    if prototypes := bodies.get("prototype", {}).get("prototypes"):
        return Outcome(_shaped(decision, tried=hasattr(prototypes[-1], "experiment")), prototypes[-1].name)
    if ideas := bodies.get("idea", {}).get("ideas"):
        return Outcome(_part_of_an_idea(decision), ideas[-1].headline)
    return _waiting(voice, bodies)


def _shaped(decision: Decision | None, *, tried: bool) -> str:
    if decision and decision.verdict == Verdict.ADOPT:
        return _("We decided to make it. The latest prototype:")
    return _("This voice has taken shape. We tried it out:") if tried else _("This voice has taken shape:")


def _part_of_an_idea(decision: Decision | None) -> str:
    if decision is None:
        return _("This voice has become part of an idea:")
    if decision.verdict == Verdict.ADOPT:
        return _("This voice has become part of an idea. We will make it:")
    return _("This voice has become part of an idea. We will try it:")


def _became(voice: Voice, product: Any) -> Outcome:
    days = days_between(voice, product)
    if not days:
        return Outcome(_("This voice became"), product.name, pgettext("after the name of the product", "."), real=True)
    lead = ngettext("In %(days)s day this voice became", "In %(days)s days this voice became", days)
    return Outcome(lead % {"days": days}, product.name, pgettext("after the name of the product", "."), real=True)


def _not_now(decision: Decision) -> Outcome:
    if decision.verdict == Verdict.DECLINE:
        lead = _("We considered it. We do not take it up this time.")
        return Outcome(lead, reason=decision.reason, ended=True)
    return Outcome(_("We keep it for now and have not decided yet."), reason=decision.reason)


def _last_decision(ideas: list[Any]) -> Decision | None:
    decisions = [decision for idea in ideas for decision in idea.decisions.all()]
    return max(decisions, key=lambda decision: decision.decided_at, default=None)


def _waiting(voice: Voice, bodies: dict[str, dict[str, Any]]) -> Outcome:
    if bodies.get("answered"):
        return Outcome(_("An answer has come for your voice."))
    read = bool(bodies.get("read"))
    by = {"day": day(voice.answer_due)}
    if voice.is_held and voice.hold.reason in NO_ANSWER_DUE:
        return Outcome(_("Somebody of the shop has read it.") if read else _("It has arrived."), ended=True)
    if clock.today() > voice.answer_due:
        return Outcome(_("We promised an answer by %(day)s and are late. We are sorry.") % by)
    if read:
        return Outcome(_("Somebody of the shop has read it. You will find the answer here by %(day)s.") % by)
    return Outcome(_("It has arrived. You will find the answer here by %(day)s.") % by)


def held_lines(voice: Voice, read: bool) -> list[str]:
    """hidden-1.1 or health-1.0, as far as it is a statement; before anybody read it, only what will happen."""
    if voice.is_withdrawn or not voice.is_held:
        return [_("Only the shop reads this voice, as you asked.")] if voice.inside_only else []
    reason, language = voice.hold.reason, get_language() or "ja"
    if reason == HoldReason.HEALTH:
        return [line for line in text("health-1.0", language).body.splitlines() if not line.startswith("□")]
    if not read:
        return [_("Only the shop reads this voice. Other participants do not see it.")]
    shop = voice.organisation
    ask = shop.tel or shop.email or shop.name
    return text("hidden-1.1", language).filled(reason=WHY_HELD[HoldReason(reason)], page_url=ask).body.splitlines()


def credit_of(person: Person) -> Credit | None:
    return person.credits.order_by("-chosen_at").first()
