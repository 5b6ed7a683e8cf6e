"""What a product stands on: its voices with the words that mattered, and the people behind them."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from yoriai.dialogue.models import Voice, Voices
from yoriai.ledger.models import Link, Thing
from yoriai.ledger.trail import backward
from yoriai.making.models import Experiment, Product
from yoriai.people.models import Credit
from yoriai.people.names import named, shown_name


@dataclass(frozen=True)
class Credits:
    names: tuple[str, ...]  # as each person chose; everybody once
    nameless: int  # people who took part and show no name

    @property
    def people(self) -> int:
        return len(self.names) + self.nameless


def voices_below(product: Product) -> list[Voice]:
    """Every voice that led to the product, oldest first."""
    return list(_below(product))


def quotable_voices(product: Product) -> list[Voice]:
    """Those of them whose words may stand in public."""
    return list(_below(product).quotable())


def _below(product: Product) -> Voices:
    ids = backward(product.organisation_id, [product.pk])[Thing.VOICE]
    found = Voice.objects.filter(organisation=product.organisation_id, pk__in=ids)
    return found.select_related("author", "place", "withdrawal", "hold").order_by("spoken_at")


def words_that_mattered(organisation: UUID, voices: list[Voice]) -> dict[UUID, str]:
    """For each voice the sentence that somebody marked when making an idea or prototype of it; else all of it."""
    spans = Link.objects.filter(organisation=organisation, source__in=[v.pk for v in voices]).order_by("linked_at")
    marked = {edge.source: edge for edge in spans if edge.start is not None}
    return {v.pk: marked[v.pk].words(v.text) if v.pk in marked else v.text for v in voices}


def credits_of(product: Product) -> Credits:
    """Read at every rendering, so that a change of consent shows at once."""
    people = {voice.author_id: voice.author for voice in voices_below(product)}
    choices = {credit.person_id: credit for credit in Credit.objects.filter(person__in=people)}
    shown = [(shown_name(person, choices.get(pk)), named(choices.get(pk))) for pk, person in people.items()]
    names = dict.fromkeys(name for name, may_show in shown if may_show)
    return Credits(tuple(names), sum(1 for _name, may_show in shown if not may_show))


def closing(product: Product, credits: Credits) -> str:
    """Whom the story thanks: only those there were."""
    prototypes = Link.objects.filter(target=product.pk, source_thing=Thing.PROTOTYPE).values("source")
    tried = list(Experiment.objects.filter(prototype__in=prototypes, people__gt=0).values_list("held", flat=True))
    if False in tried:
        return _("To everybody who spoke, who tried it, and who said “not yet”.")
    if tried:
        return _("To everybody who spoke and who tried it.")
    if credits.people == 1:
        return _("To the one who spoke.")
    return _("To everybody who spoke.")
