"""Django's own, by which a test that could not be rolled back is cleared away; the record must let it."""

from django.core.management.commands import flush
from django.db import connections, transaction

from audit import guards


class Command(flush.Command):
    def handle(self, **options):
        database = options["database"]
        with transaction.atomic(using=database):
            guards.take_down(connections[database])
            outcome = super().handle(**options)
            guards.raise_up(connections[database])
        return outcome
