"""When the worker was last well: without this, letters could stop and nobody would notice."""

from django.db import models


class WorkerPulse(models.Model):
    """One row per worker. Real time, not the demo's: it says something about the machine."""

    worker = models.CharField(max_length=40, primary_key=True)
    last_success_at = models.DateTimeField()
