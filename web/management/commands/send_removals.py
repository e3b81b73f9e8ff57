"""manage.py send_removals: tells nodes that did not answer what they may not show any more. For a timer (deploy/)."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vietnamese import number
from web import removals
from web.models import Removal


class Command(BaseCommand):
    help = (
        "Báo lại cho các nơi giữ trang (PAGE_CACHES) những trang không được hiện nữa mà lần trước chưa báo được. "
        "Mã kết thúc: 0 đã báo hết; 1 còn nơi chưa trả lời."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="chỉ đếm, không báo")
        parser.add_argument("--everything", action="store_true", help="bỏ mọi trang đang giữ, ở mọi nơi")

    def handle(self, *, dry_run, everything, **options):
        if dry_run:
            self.stdout.write(f"Đang chờ báo: {number(Removal.objects.count())}. Chưa báo gì.")
            return
        if everything and not settings.PAGE_CACHES:
            raise CommandError("Chưa đặt PAGE_CACHES nên không có nơi nào để báo (xem docs/operations.md).")
        if everything:
            removals.add(removals.EVERYTHING)
        Removal.objects.exclude(node__in=settings.PAGE_CACHES).delete()
        removals.forget_silence()
        if failed := removals.deliver():
            named = "; ".join(f"{node}: còn {number(count)}" for node, count in sorted(failed.items()))
            raise CommandError(f"Chưa báo được {named}. Hãy xem dịch vụ cms-pages ở đó.", returncode=1)
        self.stdout.write("Các nơi giữ trang đã biết hết.")
