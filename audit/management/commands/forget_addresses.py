"""manage.py forget_addresses: erases network addresses older than the retention; the chain holds without them."""

import datetime as dt

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

import vietnamese
from audit import services
from web.waiting import WaitsWhileReadOnly


class Command(WaitsWhileReadOnly, BaseCommand):
    help = "Xóa địa chỉ mạng quá thời hạn lưu (AUDIT_ADDRESS_DAYS) khỏi nhật ký. Không có --erase thì chỉ đếm."

    def add_arguments(self, parser):
        parser.add_argument("--erase", action="store_true", help="xóa thật")

    def handle(self, *, erase, **options):
        at = timezone.now()
        before = at - dt.timedelta(days=settings.AUDIT_ADDRESS_DAYS)
        day = vietnamese.short_date(vietnamese.local(before).date())
        if not erase:
            count = services.old_addresses(before).count()
            self.stdout.write(
                f"Sẽ xóa {vietnamese.number(count)} địa chỉ từ trước ngày {day}. Chưa xóa gì: thêm --erase."
            )
            return
        count = services.forget_addresses(before, by=None, at=at)
        self.stdout.write(f"Đã xóa {vietnamese.number(count)} địa chỉ từ trước ngày {day}.")
