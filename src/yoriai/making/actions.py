"""From voices to ideas, decisions, prototypes, experiments and products."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yoriai.accounts.models import Member
from yoriai.dialogue.models import Voice
from yoriai.dialogue.reading import mark_read
from yoriai.files.models import Photo
from yoriai.ledger.kinds import Fact, Kind
from yoriai.ledger.models import Link, Thing
from yoriai.ledger.record import record
from yoriai.ledger.trail import link
from yoriai.theme.models import Theme
from yoriai.web.quotes import quoted
from yoriai.web.refusal import Refused

from . import events
from .models import Decision, Experiment, Idea, Product, Prototype, Verdict

Span = tuple[int, int] | None
Ground = tuple[Voice, Span]  # a voice, and which of its words mattered (None: all)


@transaction.atomic
def form_idea(theme: Theme, *, headline: str, grounds: Iterable[Ground], body: str = "", by: Member) -> Idea:
    """A new idea stands on at least one voice."""
    grounds = list(grounds)
    if not grounds:
        raise Refused(_("An idea stands on at least one voice. Please choose one."))
    idea = Idea(organisation_id=theme.organisation_id, theme=theme, headline=headline, body=body, formed_by=by.person)
    idea.full_clean()
    idea.save(force_insert=True)
    for voice, span in grounds:
        _ground(idea, voice, span, by)
    _fact(events.IDEA_FORMED, idea, by, voices=len(grounds))
    return idea


@transaction.atomic
def join_idea(idea: Idea, *, voice: Voice, span: Span = None, by: Member) -> Link:
    """The idea stands on one voice more; joining again changes which words mattered."""
    edge = _ground(idea, voice, span, by)
    _fact(events.VOICE_JOINED, idea, by, voice=str(voice.pk))
    return edge


@transaction.atomic
def part_from_idea(idea: Idea, *, voice: Voice, by: Member) -> None:
    Idea.objects.select_for_update().get(pk=idea.pk)  # of the last two voices, parted at once, one stays
    edges = Link.objects.filter(organisation=idea.organisation_id, target=idea.pk, source_thing=Thing.VOICE)
    if not edges.exclude(source=voice.pk).exists():
        raise Refused(_("This is the only voice of the idea. An idea stands on at least one voice."))
    deleted, _rows = edges.filter(source=voice.pk).delete()
    if not deleted:
        raise Refused(_("This voice is not below this idea."))
    _fact(events.VOICE_PARTED, idea, by, voice=str(voice.pk))


@transaction.atomic
def reword_idea(idea: Idea, *, headline: str, body: str, by: Member) -> Idea:
    idea.headline, idea.body = headline, body
    idea.full_clean()
    idea.save(update_fields=["headline", "body"])
    _fact(events.IDEA_REWORDED, idea, by)
    return idea


@transaction.atomic
def drop_idea(idea: Idea, *, by: Member) -> None:
    """Formed by mistake: its voices stay, as if it had never been. Not once others count on it."""
    if not Idea.objects.select_for_update().filter(pk=idea.pk).first():
        return  # two taps at once
    if not idea.may_be_dropped:
        raise Refused(_("Something was decided or made of this idea. Decide anew instead: its people read the reason."))
    _fact(events.IDEA_DROPPED, idea, by)
    _without_knots(idea.organisation_id, idea.pk)
    idea.delete()


@transaction.atomic
def decide(idea: Idea, *, verdict: Verdict | str, reason: str, by: Member) -> Decision:
    """採用・試す・保留・見送り, with its reason; everybody whose voice is below is told. Sent twice, it is one."""
    Idea.objects.select_for_update().get(pk=idea.pk)
    last = idea.decisions.last()
    if last and (last.verdict, last.reason, last.decided_by_id) == (verdict, reason.strip(), by.person_id):
        return last
    decision = Decision(idea=idea, verdict=verdict, reason=reason.strip(), decided_by=by.person, title=by.title)
    decision.full_clean()
    decision.save(force_insert=True)
    _fact(events.IDEA_DECIDED, idea, by, verdict=str(verdict))
    return decision


@transaction.atomic
def make_prototype(
    idea: Idea,
    *,
    name: str,
    made_of: str,
    made_on: date,
    photo: Photo | None = None,
    grounds: Iterable[Ground] = (),
    by: Member,
) -> Prototype:
    """The next version, with the voices that changed it. Sent twice, it is one."""
    Idea.objects.select_for_update().get(pk=idea.pk)  # two makers at once get two versions
    last = idea.prototypes.last()
    if last and (last.name, last.made_of, last.made_on, last.made_by_id) == (name, made_of, made_on, by.person_id):
        return last
    prototype = Prototype(
        idea=idea,
        version=last.version + 1 if last else 1,
        name=name,
        made_of=made_of,
        made_on=made_on,
        photo=photo,
        made_by=by.person,
    )
    prototype.full_clean()
    prototype.save(force_insert=True)
    _edge(idea, Thing.IDEA, idea.pk, Thing.PROTOTYPE, prototype.pk, None, by)
    _changed_by(prototype, grounds, by)
    _fact(events.PROTOTYPE_MADE, idea, by, subject=prototype.pk, version=prototype.version)
    return prototype


@transaction.atomic
def change_prototype(
    prototype: Prototype,
    *,
    name: str,
    made_of: str,
    made_on: date,
    photo: Photo | None,
    grounds: Iterable[Ground] | None = None,
    by: Member,
) -> Prototype:
    """Correct it; `grounds` (None: as before) are the voices that changed it. One taken back keeps its knot."""
    prototype.name, prototype.made_of, prototype.made_on, prototype.photo = name, made_of, made_on, photo
    prototype.full_clean()
    prototype.save()
    if grounds is not None:
        standing = Voice.objects.filter(organisation=prototype.idea.organisation_id).standing()
        edges = Link.objects.filter(target=prototype.pk, source_thing=Thing.VOICE)
        edges.filter(source__in=standing.values("pk")).delete()
        _changed_by(prototype, grounds, by)
    _fact(events.PROTOTYPE_CHANGED, prototype.idea, by, subject=prototype.pk)
    return prototype


@transaction.atomic
def drop_prototype(prototype: Prototype, *, by: Member) -> None:
    """The latest version, added by mistake. Not once something was learned from it or came of it."""
    idea = Idea.objects.select_for_update().get(pk=prototype.idea_id)
    if not idea.prototypes.filter(pk=prototype.pk).exists():
        return  # two taps at once
    if not prototype.is_latest:
        raise Refused(_("A later version stands on this one. Please correct it instead."))
    if not prototype.may_be_dropped:
        raise Refused(_("Something came of this prototype. Please correct it instead."))
    _fact(events.PROTOTYPE_DROPPED, idea, by, subject=prototype.pk, version=prototype.version)
    _without_knots(idea.organisation_id, prototype.pk)
    prototype.delete()


@transaction.atomic
def record_experiment(prototype: Prototype, *, by: Member, **findings: object) -> Experiment:
    """What was asked, measured and found; recording again corrects it."""
    Prototype.objects.select_for_update().get(pk=prototype.pk)  # two findings at once are one experiment
    experiment = Experiment.objects.filter(prototype=prototype).first() or Experiment(prototype=prototype)
    for field, value in findings.items():
        setattr(experiment, field, value)
    experiment.full_clean()
    experiment.save()
    held = {True: "yes", False: "no", None: "open"}[experiment.held]
    _fact(events.EXPERIMENT_RECORDED, prototype.idea, by, subject=prototype.pk, held=held)
    return experiment


@transaction.atomic
def launch_product(
    theme: Theme,
    *,
    name: str,
    out_on: date,
    ideas: Iterable[Idea],
    body: str = "",
    terms: str = "",
    photo: Photo | None = None,
    because: str = "",
    by: Member,
) -> Product:
    """What came of one or more ideas reaches people. With `because`, those not adopted yet are, for this reason."""
    ideas = list(ideas)
    if not ideas:
        raise Refused(_("A product comes from at least one idea. Please choose one."))
    Theme.objects.select_for_update().get(pk=theme.pk)  # of two taps at once the second meets the first one's product
    if Product.objects.filter(theme=theme, name=name).exists():
        raise Refused(_("%(name)s is already there. Please open it, or choose another name.") % {"name": quoted(name)})
    for idea in ideas:  # before the product, whose letter then stands for both
        if because and not idea.is_adopted:
            decide(idea, verdict=Verdict.ADOPT, reason=because, by=by)
    product = Product(
        organisation_id=theme.organisation_id,
        theme=theme,
        name=name,
        body=body,
        terms=terms,
        photo=photo,
        out_on=out_on,
        launched_by=by.person,
    )
    product.full_clean()
    product.save(force_insert=True)
    for idea in ideas:
        _edge(idea, Thing.IDEA, idea.pk, Thing.PRODUCT, product.pk, None, by)
        for prototype in idea.prototypes.all():
            _edge(idea, Thing.PROTOTYPE, prototype.pk, Thing.PRODUCT, product.pk, None, by)
    _product_fact(events.PRODUCT_LAUNCHED, product, by)
    return product


@transaction.atomic
def change_product(product: Product, *, by: Member, **changes: object) -> Product:
    for field, value in changes.items():
        setattr(product, field, value)
    product.full_clean()
    product.save()
    _product_fact(events.PRODUCT_CHANGED, product, by)
    return product


@transaction.atomic
def take_product_back(product: Product, *, by: Member) -> None:
    """Said too early: its ideas and prototypes stay. Not once its story is begun."""
    locked = Product.objects.select_for_update().filter(pk=product.pk).first()
    if locked is None:
        return  # two taps at once
    if not locked.may_be_taken_back:
        raise Refused(_("Its story is begun. Please correct the page, or remove the draft of the story first."))
    _product_fact(events.PRODUCT_TAKEN_BACK, product, by)
    _without_knots(product.organisation_id, product.pk)
    product.delete()


def _without_knots(organisation: UUID, thing: UUID) -> None:
    edges = Link.objects.filter(organisation=organisation)
    edges.filter(source=thing).delete()
    edges.filter(target=thing).delete()


def _ground(idea: Idea, voice: Voice, span: Span, by: Member) -> Link:
    _same_host(idea, voice)
    if voice.is_withdrawn:
        raise Refused(_("This voice was taken back by its author."))
    mark_read(voice, by=by)
    return _edge(idea, Thing.VOICE, voice.pk, Thing.IDEA, idea.pk, _inside(voice, span), by)


def _changed_by(prototype: Prototype, grounds: Iterable[Ground], by: Member) -> None:
    for voice, span in grounds:
        _same_host(prototype.idea, voice)
        mark_read(voice, by=by)
        span = _inside(voice, span)
        _edge(prototype.idea, Thing.VOICE, voice.pk, Thing.PROTOTYPE, prototype.pk, span, by)


def _same_host(idea: Idea, voice: Voice) -> None:
    if voice.organisation_id != idea.organisation_id:
        raise PermissionError("a voice of another organisation")


def _inside(voice: Voice, span: Span) -> Span:
    """The span clipped to the text; None when nothing is left of it."""
    if span is None:
        return None
    start, end = max(0, span[0]), min(len(voice.text), span[1])
    return (start, end) if start < end else None


def _edge(idea: Idea, a: Thing, source: UUID, b: Thing, target: UUID, span: Span, by: Member) -> Link:
    return link(
        organisation=idea.organisation_id,
        source=source,
        source_thing=a,
        target=target,
        target_thing=b,
        by=by.person_id,
        span=span,
    )


def _fact(kind: Kind, idea: Idea, by: Member, *, subject: UUID | None = None, **facts: Fact) -> None:
    record(
        kind,
        organisation=idea.organisation_id,
        theme=idea.theme_id,
        subject=subject or idea.pk,
        actor=by.person,
        at=None,
        **facts,
    )


def _product_fact(kind: Kind, product: Product, by: Member) -> None:
    record(
        kind,
        organisation=product.organisation_id,
        theme=product.theme_id,
        subject=product.pk,
        actor=by.person,
    )
