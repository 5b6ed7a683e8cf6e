"""What the desk and the doctor ask about deliveries."""

from datetime import datetime

from django.db.models import Q, QuerySet

from yoriai.accounts.models import Organisation
from yoriai.ledger.models import Delivery

from .models import WorkerPulse
from .worker import GIVEN_UP, NAME


def troubled(organisation: Organisation) -> QuerySet[Delivery]:
    """Messages of this organisation that failed at least twice, or were given up: somebody has to look."""
    failing = Q(settled_at=None, attempts__gte=2)
    rows = Delivery.objects.filter(failing | Q(outcome=GIVEN_UP), event__organisation=organisation)
    return rows.select_related("event").order_by("-pk")


def last_pulse() -> datetime | None:
    return WorkerPulse.objects.filter(worker=NAME).values_list("last_success_at", flat=True).first()


def waiting() -> int:
    return Delivery.objects.filter(settled_at=None).count()
