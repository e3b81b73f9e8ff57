"""manage.py load_demo_words: sample standing pages; running it twice changes nothing."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from web.waiting import WaitsWhileReadOnly
from words.demo import loading


class Command(WaitsWhileReadOnly, BaseCommand):
    help = "Nạp các trang giới thiệu mẫu, sau load_demo. Chạy lại không thay đổi gì."

    def handle(self, *, verbosity, **options):
        if not settings.DEMO_ALLOWED:
            raise CommandError("Đây là trang thật (thiết lập vận hành): không nạp trang mẫu vào đây.")
        if not User.objects.filter(username="bien-tap").exists():
            raise CommandError("Chưa có người duyệt mẫu. Hãy chạy trước: manage.py load_demo")
        count = loading.load(at=timezone.now())
        if verbosity:
            said = f"Đã nạp {count} trang giới thiệu." if count else "Đã có trang giới thiệu, không có gì thay đổi."
            self.stdout.write(said)
