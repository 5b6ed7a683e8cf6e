"""The three numbers of the desk, and the letters that did not arrive."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from yoriai.accounts.models import Member
from yoriai.delivery.queries import troubled
from yoriai.dialogue.models import Voice
from yoriai.making.models import Product, Prototype
from yoriai.theme.models import Theme
from yoriai.web import clock

A_WEEK = timedelta(days=7)
NOTICED_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Figures:
    unread: int
    waiting: int
    waiting_since: datetime | None
    made: int  # prototypes and products of the last seven days


def figures(member: Member) -> Figures:
    voices = Voice.objects.filter(organisation=member.organisation)
    waiting = voices.waiting()
    today = clock.today()
    week = (today - A_WEEK + timedelta(days=1), today)
    prototypes = Prototype.objects.filter(idea__organisation=member.organisation, made_on__range=week)
    products = Product.objects.filter(organisation=member.organisation, out_on__range=week)
    return Figures(
        unread=voices.unread().count(),
        waiting=waiting.count(),
        waiting_since=waiting.aggregate(since=Min("spoken_at"))["since"],
        made=prototypes.count() + products.count(),
    )


def lost_letters(member: Member) -> int:
    """Letters of the last two weeks that were given up, or failed twice and are tried again."""
    return troubled(member.organisation).filter(due_at__gte=clock.now() - NOTICED_FOR).count()


def running_theme(member: Member) -> Theme | None:
    """The question that is open now; the one that ends first, if several are."""
    return Theme.objects.filter(organisation=member.organisation).running().order_by("ends_on").first()
