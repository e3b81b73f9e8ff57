"""Lets people sign in again who are kept out by others' tries: at a new computer, from an office under attack."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts import throttle
from accounts.models import TryCount
from audit import services as audit

EVERYTHING = "mọi giới hạn"


class Command(BaseCommand):
    help = (
        "Bỏ giới hạn thử đăng nhập đang giữ người của mình ở ngoài: của một tên, của một địa chỉ mạng, hoặc tất cả. "
        "Không có --yes thì chỉ cho biết sẽ bỏ gì."
    )

    def add_arguments(self, parser):
        parser.add_argument("--name", default="", metavar="USER", help="Tên đăng nhập")
        parser.add_argument("--address", default="", metavar="IP", help="Địa chỉ mạng, ví dụ 203.0.113.7")
        parser.add_argument("--yes", action="store_true", help="Bỏ thật và ghi vào nhật ký")

    def handle(self, *, name, address, yes, **options):
        if name and address:
            raise CommandError("Hãy chọn một trong hai: --name hoặc --address.")
        what = f"của tên “{name}”" if name else f"của địa chỉ {address}" if address else EVERYTHING
        if not yes:
            count = TryCount.objects.count()
            self.stdout.write(f"Sẽ bỏ: {what} (đang giữ {count} số đếm). Chưa bỏ gì; chạy lại với --yes để bỏ.")
            return
        with transaction.atomic():
            lifted = throttle.lift(name, address)
            said = f"Đã bỏ {what}: {lifted} số đếm."
            audit.record("session.lift_limits", by=None, at=timezone.now(), note=said)
        self.stdout.write(said)
