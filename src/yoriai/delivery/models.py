"""When the worker was last well, and what it tidied: without this, work could stop and nobody would notice."""

from django.db import models


class WorkerPulse(models.Model):
    """One row per worker. Real time, not the demo's: it says something about the machine."""

    worker = models.CharField(max_length=40, primary_key=True)
    last_success_at = models.DateTimeField()


class ChoreState(models.Model):
    """One row per chore: when it is due, when it last succeeded, how often it has failed since. Real time, too."""

    chore = models.CharField(max_length=40, primary_key=True)
    due_at = models.DateTimeField()
    last_success_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=80, blank=True)  # the error's class, never its text
