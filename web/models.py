"""Which version of its contents each topic has, what was made from it beforehand, which nodes are still to be told."""

from django.db import models
from django.utils import timezone


class Version(models.Model):
    """`token` is new whenever something of the topic changed, in the transaction that changed it."""

    topic = models.CharField(max_length=20, primary_key=True)
    token = models.CharField(max_length=32)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.topic}: {self.token}"


class Prepared(models.Model):
    """A value that is dear to make, ready for every process; true while its topic has that token."""

    name = models.CharField(max_length=40, primary_key=True)
    token = models.CharField(max_length=32)
    value = models.JSONField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name


class Removal(models.Model):
    """A node that has not yet heard that pages with this mark may not be shown any more (web/removals.py)."""

    node = models.CharField(max_length=200)
    mark = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.node}: {self.mark}"
