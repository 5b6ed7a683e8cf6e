"""Photos: re-encoded, without the camera's traces, in a few widths."""

import uuid

from django.db import models

from yoriai.accounts.models import Organisation, Person
from yoriai.web import clock


class Photo(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    alt = models.CharField(max_length=160, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    widths = models.JSONField(default=list)  # the widths kept on disk, smallest first
    kept_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    kept_at = models.DateTimeField(default=clock.now)

    def path(self, width: int) -> str:
        return f"{self.organisation_id}/{self.pk}-{width}.webp"

    @property
    def address(self) -> str:
        return f"/p/{self.pk}-{self.widths[-1]}.webp"

    @property
    def srcset(self) -> str:
        return ", ".join(f"/p/{self.pk}-{width}.webp {width}w" for width in self.widths)
