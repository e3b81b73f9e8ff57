"""Django's own command, written into the record and told to the person."""

from django.contrib.auth.management.commands import changepassword
from django.db import transaction
from django.utils import timezone

from accounts import notices
from accounts.models import User
from audit import origin
from audit import services as audit

TOLD = "Mật khẩu của anh/chị đã được đổi bằng lệnh trên máy chủ (tài khoản máy {})."


class Command(changepassword.Command):
    def handle(self, *args, **options):
        # In no transaction: on SQLite nobody else could write while somebody types.
        said = super().handle(*args, **options)
        user = User.objects.get_by_natural_key(options["username"] or origin.system_user())
        at = timezone.now()
        with transaction.atomic():
            notices.tell(user, TOLD.format(origin.system_user()), by=None, at=at)
            audit.record("account.command", user, by=None, at=at, after={"password": None})
        return said
