"""manage.py restore BACKUP --yes: the site as it was, in a database of its own first; what was there is kept."""

import sys

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from backup import places, restoring
from backup.telling import told


class Command(BaseCommand):
    help = "Khôi phục trang từ một bản sao lưu. Dừng trang trước. Những gì đang có được giữ lại dưới tên khác."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("backup", metavar="BACKUP", help="thư mục của một bản sao lưu, hoặc store:TÊN")
        parser.add_argument("--yes", action="store_true", help="khôi phục thật; không có thì chỉ nói sẽ làm gì")

    def handle(self, *, backup, yes, **options):
        if not yes:
            self.stdout.write(
                f"Sẽ dựng lại cơ sở dữ liệu và tệp từ {backup}, kiểm tra, rồi đổi tên vào chỗ của trang; những gì đang"
                " có được giữ lại. Chưa làm gì; chạy lại với --yes để làm."
            )
            return
        with told("Khôi phục"), tqdm(unit=" tệp", disable=not sys.stderr.isatty(), leave=False) as bar:
            old = restoring.restore(places.of(backup), at=timezone.now(), progress=bar.update)
        kept = ", ".join(filter(None, [old.database, old.media])) or "không có gì"
        self.stdout.write(f"Đã khôi phục từ {backup}. Giữ lại của trang cũ: {kept}. Hãy khởi động lại hai dịch vụ.")
