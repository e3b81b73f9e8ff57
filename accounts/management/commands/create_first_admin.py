"""Makes the account of the first administrator, who chooses the password by a link that is printed once."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.models import User
from audit import services as audit
from web.waiting import WaitsWhileReadOnly

THERE = "Đã có quản trị hệ thống: {}. Tài khoản khác do người này lập trong trang quản trị."


class Command(WaitsWhileReadOnly, BaseCommand):
    help = "Lập tài khoản quản trị hệ thống đầu tiên và in liên kết để người đó tự đặt mật khẩu."

    def add_arguments(self, parser):
        parser.add_argument("username", metavar="USER", help="Tên đăng nhập")
        parser.add_argument("--name", default="", help="Họ và tên")
        parser.add_argument("--site", default="", help="Địa chỉ của trang, ví dụ https://sonla.vi-du.vn")
        parser.add_argument("--yes", action="store_true", help="Làm thật; không có thì chỉ nói sẽ làm gì")

    @transaction.atomic
    def handle(self, *, username, name, site, yes, **options):
        if there := User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first():
            raise CommandError(THERE.format(there.username))
        user = User(username=username, display_name=name, is_staff=True, is_superuser=True)
        user.set_unusable_password()
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if not yes:
            self.stdout.write(f"Sẽ lập tài khoản quản trị hệ thống {username}. Chạy lại với --yes để làm thật.")
            return
        user.save()
        at = timezone.now()
        audit.record("account.command", user, by=None, at=at, after={"is_superuser": True})
        secret = links.make(user, by=None, at=at)
        self.stdout.write(f"Đã lập tài khoản {username}. Mở liên kết này trong ba ngày để đặt mật khẩu:")
        self.stdout.write(f"{site.rstrip('/')}{reverse('admin:set_password', args=[secret])}")
