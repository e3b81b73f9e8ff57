"""manage.py audit_digest [DAY]: prints the digest of a day, of yesterday unless said."""

import datetime as dt

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

import vietnamese
from audit import digest, refusals, services
from web import speaker


class Command(BaseCommand):
    help = "In bản tóm tắt nhật ký của một ngày: ngày, số dòng, dấu cuối. Giữ bản in để sau này đối chiếu."

    def add_arguments(self, parser):
        parser.add_argument("day", nargs="?", metavar="NGÀY", help="ví dụ 26/11/2026; bỏ trống: hôm qua")

    def handle(self, *, day, **options):
        now = timezone.now()
        today = vietnamese.local(now).date()
        chosen = _day(day) if day else today - dt.timedelta(days=1)
        if chosen > today:
            raise CommandError("Ngày này chưa tới.")
        refusals.settle(at=now)
        self.stdout.write(digest.written(services.digest_of(chosen), speaker.today().name))


def _day(text):
    try:
        return vietnamese.parse_date(text)
    except ValueError:
        raise CommandError(f"«{text}» không phải một ngày; hãy viết như 26/11/2026.") from None
