"""Who spoke, as they chose to appear: looked for by name, sifted by relation and circle."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from yoriai.accounts.models import Member, Person
from yoriai.people.models import Circle, Contact, Joining, Relation, RelationKind
from yoriai.people.names import with_shown_names
from yoriai.web.search import contains


@dataclass(frozen=True)
class Company:
    """Which people the desk asked to see; it travels in the address from page to page."""

    words: str = ""
    relation: RelationKind | None = None
    circle: Circle | None = None

    @property
    def query(self) -> str:
        circle = str(self.circle.pk) if self.circle else ""
        parts = {"q": self.words, "relation": self.relation.value if self.relation else "", "circle": circle}
        return urlencode({key: value for key, value in parts.items() if value})

    @property
    def is_sifted(self) -> bool:
        return self != Company()

    def of(self, relation: RelationKind | None) -> "Company":
        return Company(self.words, relation, self.circle)


def who_spoke(member: Member) -> QuerySet[Any]:
    """Everybody whose words still stand, each with how many and when last."""
    standing = Q(voices__isnull=False, voices__withdrawal=None)
    people = Person.objects.filter(organisation=member.organisation)
    people = people.annotate(spoken=Count("voices", filter=standing), last=Max("voices__spoken_at", filter=standing))
    return people.filter(spoken__gt=0)


def company(member: Member, wanted: Company) -> QuerySet[Any]:
    """Those with a name first, then whoever spoke last."""
    people: Any = with_shown_names(who_spoke(member))
    if wanted.relation:
        people = people.filter(Exists(Relation.objects.filter(person=OuterRef("pk"), kind=wanted.relation)))
    if wanted.circle:
        people = people.filter(Exists(Joining.objects.filter(person=OuterRef("pk"), circle=wanted.circle)))
    people = people.filter(contains(wanted.words, "shown", "described_as"))
    people = people.annotate(reachable=Exists(Contact.objects.filter(person=OuterRef("pk"))))
    circles = Joining.objects.select_related("circle").order_by("circle__name")
    found: QuerySet[Any] = people.prefetch_related("relations", Prefetch("joinings", circles))
    return found.order_by("-is_named", "-last", "pk")
