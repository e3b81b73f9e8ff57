"""manage.py export_static DIR: the whole public site as files that any web server, or a folder, shows."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from backup.telling import told
from mirror import folder, making
from mirror.refused import MirrorRefused
from vietnamese import number

MEGABYTE = 1024 * 1024
SHOWN = 10


class Command(BaseCommand):
    help = (
        "Ghi toàn bộ trang công khai thành tệp trong DIR: bản sao dự phòng và bản lưu trữ. DIR chỉ có tên khi đã trọn; "
        "chạy lại thì thay bản cũ trong một bước. Trang vẫn chạy, không có gì bị đổi."
    )

    def add_arguments(self, parser):
        parser.add_argument("target", type=Path, metavar="DIR", help="thư mục mới, hoặc bản sao trước")
        parser.add_argument(
            "--zip", type=Path, metavar="TỆP", help="thêm một tệp ZIP có cùng nội dung và manifest.json"
        )
        parser.add_argument("--dry-run", action="store_true", help="đi hết trang và đếm, không ghi gì")

    def handle(self, *, target, dry_run, **options):
        bar_of_pages = tqdm(unit=" trang", disable=not sys.stderr.isatty(), leave=False)
        with told("Sao ra bản tĩnh", MirrorRefused), bar_of_pages as bar:
            made = self.make(target, options["zip"], bar) if not dry_run else self.look(target, bar)
        said = f"{number(made.files)} tệp, {number(-(-made.size // MEGABYTE))} MB"
        if dry_run:
            self.stdout.write(f"Sẽ ghi khoảng {said} vào {target}. Chưa ghi gì.")
            return
        self.stdout.write(f"Đã ghi {said} vào {target}.")
        self.tell(made.dead)

    def look(self, target, bar):
        folder.check(target)
        return making.look(_showing(bar))

    def make(self, target, packed, bar):
        return making.make(target, at=timezone.now(), packed=packed, progress=_showing(bar))

    def tell(self, dead):
        if dead:
            self.stdout.write(
                f"{number(len(dead))} liên kết trên trang dẫn tới chỗ không còn; bản sao bỏ các liên kết này:"
            )
        for page, link in dead[:SHOWN]:
            self.stdout.write(f"  {page} → {link}")


def _showing(bar):
    def show(done, known):
        bar.total = known
        bar.update(done - bar.n)

    return show
