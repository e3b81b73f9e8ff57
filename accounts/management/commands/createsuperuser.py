"""Django's own command, written into the record."""

from django.contrib.auth.management.commands import createsuperuser
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from web.waiting import WaitsWhileReadOnly


class Command(WaitsWhileReadOnly, createsuperuser.Command):
    def handle(self, *args, **options):
        last = User.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        # In no transaction: on SQLite nobody else could write while somebody types.
        super().handle(*args, **options)
        for user in User.objects.filter(pk__gt=last, is_superuser=True):
            audit.record("account.command", user, by=None, at=timezone.now(), after={"is_superuser": True})
