"""Which version of its contents each topic has."""

from django.db import models


class Version(models.Model):
    """`token` is new whenever something of the topic changed, in the transaction that changed it."""

    topic = models.CharField(max_length=20, primary_key=True)
    token = models.CharField(max_length=32)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.topic}: {self.token}"
