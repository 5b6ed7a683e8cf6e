"""What a product stands on: its voices with the words that mattered, and the people behind them."""

from dataclasses import dataclass
from uuid import UUID

from yoriai.dialogue.models import Voice
from yoriai.ledger.models import Link, Thing
from yoriai.ledger.trail import backward
from yoriai.making.models import Product
from yoriai.people.models import Credit
from yoriai.people.names import named, shown_name


@dataclass(frozen=True)
class Credits:
    names: tuple[str, ...]  # as each person chose; everybody once
    nameless: int  # people who took part and show no name


def voices_below(product: Product) -> list[Voice]:
    """Every voice that led to the product, oldest first."""
    ids = backward(product.organisation_id, [product.pk])[Thing.VOICE]
    return list(
        Voice.objects.filter(pk__in=ids)
        .select_related("author", "place", "theme", "withdrawal", "hold")
        .order_by("spoken_at")
    )


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
