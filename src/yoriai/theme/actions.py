"""Opening, changing and closing a theme; opening places."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from yoriai.accounts.models import Organisation, Person
from yoriai.ledger.record import record
from yoriai.web import clock
from yoriai.web.quotes import quoted
from yoriai.web.refusal import Refused

from .events import PLACE_OPENED, PLACE_RENAMED, THEME_CHANGED, THEME_CLOSED, THEME_OPENED, THEME_REOPENED
from .models import LONGEST_RUN, USUAL_TIME_TO_ANSWER, Channel, Closure, Place, Theme, Visibility

A_MINUTE = timedelta(minutes=1)


@transaction.atomic
def open_theme(
    organisation: Organisation,
    *,
    title: str,
    question: str,
    purpose: str,
    recipe: str,
    starts_on: date,
    ends_on: date,
    reply_by: date | None = None,
    visibility: Visibility | str = Visibility.PUBLIC,
    place_label: str = "",
    by: Person | None,
) -> Theme:
    """A theme goes live together with its first place, a QR poster. Sent twice within a minute, it is one theme."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if by and (earlier := _just_opened(organisation, title, question, by)):
        return earlier
    theme = Theme(
        organisation=organisation,
        title=title,
        question=question,
        purpose=purpose,
        recipe=recipe,
        starts_on=starts_on,
        ends_on=ends_on,
        reply_by=reply_by or ends_on + USUAL_TIME_TO_ANSWER,
        visibility=visibility,
        opened_by=by,
    )
    theme.full_clean()
    theme.save(force_insert=True)
    Place.objects.create(theme=theme, channel=Channel.QR_POSTER, label=place_label)
    record(THEME_OPENED, organisation=organisation, theme=theme.pk, subject=theme.pk, actor=by, recipe=recipe)
    return theme


def _just_opened(organisation: Organisation, title: str, question: str, by: Person) -> Theme | None:
    same = Theme.objects.filter(organisation=organisation, title=title, question=question, opened_by=by, closure=None)
    return same.filter(opened_at__range=(clock.now() - A_MINUTE, clock.now())).first()


@transaction.atomic
def change_theme(theme: Theme, *, by: Person, **changes: object) -> Theme:
    for field, value in changes.items():
        setattr(theme, field, value)
    theme.full_clean()
    theme.save()
    record(THEME_CHANGED, organisation=theme.organisation_id, theme=theme.pk, subject=theme.pk, actor=by)
    return theme


@transaction.atomic
def close_theme(theme: Theme, *, by: Person) -> Closure:
    closure, created = Closure.objects.get_or_create(theme=theme, defaults={"closed_by": by})
    if not created:
        raise Refused(_("This question is already closed."))
    record(THEME_CLOSED, organisation=theme.organisation_id, theme=theme.pk, subject=theme.pk, actor=by)
    return closure


@transaction.atomic
def reopen_theme(theme: Theme, *, ends_on: date, by: Person) -> Theme:
    """Voices may come in again until `ends_on`. The answers promised move on with it, never back."""
    if ends_on < clock.today():
        raise Refused(_("The last day lies in the past. Please choose today or a later day."))
    if ends_on < theme.starts_on:
        raise Refused(_("The last day lies before the first. Please choose a later day."))
    if ends_on - max(theme.starts_on, clock.today()) > LONGEST_RUN:
        raise Refused(_("That is longer than a year. Please choose an earlier last day."))
    Closure.objects.filter(theme=theme).delete()
    theme.ends_on, theme.reply_by = ends_on, max(theme.reply_by, ends_on + USUAL_TIME_TO_ANSWER)
    theme.save(update_fields=["ends_on", "reply_by"])
    record(THEME_REOPENED, organisation=theme.organisation_id, theme=theme.pk, subject=theme.pk, actor=by)
    return theme


@transaction.atomic
def open_place(theme: Theme, *, channel: Channel | str, label: str, by: Person | None) -> Place:
    """Sent twice within a minute, it is one place."""
    Theme.objects.select_for_update().get(pk=theme.pk)
    just_now = (clock.now() - A_MINUTE, clock.now())
    if earlier := theme.places.filter(channel=channel, label=label, opened_at__range=just_now).first():
        return earlier
    place = Place(theme=theme, channel=channel, label=label)
    _told_apart(place)
    place.full_clean()
    place.save(force_insert=True)
    record(
        PLACE_OPENED,
        organisation=theme.organisation_id,
        theme=theme.pk,
        subject=place.pk,
        actor=by,
        channel=str(channel),
    )
    return place


@transaction.atomic
def rename_place(place: Place, *, label: str, by: Person | None) -> Place:
    """Its code stays, so every poster that hangs still works."""
    Theme.objects.select_for_update().get(pk=place.theme_id)
    if label == place.label:
        return place
    place.label = label
    _told_apart(place)
    place.full_clean()
    place.save(update_fields=["label"])
    record(PLACE_RENAMED, organisation=place.theme.organisation_id, theme=place.theme_id, subject=place.pk, actor=by)
    return place


def _told_apart(place: Place) -> None:
    """Two of one kind and name could not be told apart where voices come in."""
    if place.theme.places.filter(channel=place.channel, label=place.label).exclude(pk=place.pk).exists():
        taken = _("There is a place called %(name)s already. Please choose another name.")
        raise Refused(taken % {"name": quoted(str(place))})
