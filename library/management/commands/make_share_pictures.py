import sys

from django.core.management.base import BaseCommand
from tqdm import tqdm

from library import services
from library.models import Picture
from web.waiting import WaitsWhileReadOnly


class Command(WaitsWhileReadOnly, BaseCommand):
    help = "Làm ảnh để chia sẻ (JPEG 1200 x 630) cho những ảnh đã có từ trước; chạy lại không đổi gì."

    def handle(self, **options):
        missing = Picture.objects.filter(has_share=False).order_by("pk")
        total, lost = missing.count(), 0
        for picture in tqdm(missing.iterator(), total=total, unit=" ảnh", disable=not sys.stderr.isatty()):
            try:
                services.add_share_picture(picture)
            except FileNotFoundError:
                lost += 1
                self.stderr.write(f"Mất tệp gốc của ảnh {picture.key} ({picture}).")
        self.stdout.write(f"Đã làm {total - lost} ảnh để chia sẻ.")
        if lost:
            sys.exit(1)
