"""Django's own command, written into the record."""

from django.contrib.auth.management.commands import createsuperuser
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from web.waiting import WaitsWhileReadOnly


class Command(WaitsWhileReadOnly, createsuperuser.Command):
    @transaction.atomic
    def handle(self, *args, **options):
        last = User.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        super().handle(*args, **options)
        for user in User.objects.filter(pk__gt=last):
            audit.record("account.command", user, by=None, at=timezone.now(), after={"is_superuser": True})
