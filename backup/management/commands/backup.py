"""manage.py backup [FOLDER]: database, files and settings in one folder that can prove itself; then to the store."""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

import vietnamese
from backup import making, places
from backup.telling import told

NOT_RECORDED = (
    "Lưu ý: bản sao lưu trọn vẹn, nhưng nhật ký không ghi được lần này vì cơ sở dữ liệu không nhận ghi. Nếu đây là bản"
    " chỉ đọc (replica) thì không phải làm gì; nếu không, hãy xem ổ đĩa và cơ sở dữ liệu."
)
BARE = "Lưu ý: bản sao lưu ở kho chưa mã hóa; hãy đặt BACKUP_KEY nếu kho không phải của cơ quan."


class Command(BaseCommand):
    help = (
        "Sao lưu cơ sở dữ liệu, tệp và thiết lập (không có bí mật) vào một thư mục mới trong FOLDER, rồi gửi tới kho"
        " nếu có BACKUP_STORE. Trang vẫn chạy."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", metavar="FOLDER", help="nơi giữ các bản; không có thì lấy BACKUP_DIR")
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="chỉ giữ N bản mới nhất; 0: giữ tất cả")
        parser.add_argument(
            "--key", type=Path, metavar="TỆP", help="khóa công khai GPG, mọi tệp được mã hóa; nếu không thì BACKUP_KEY"
        )

    def handle(self, *, folder, keep, key, **options):
        folder, key = folder or settings.BACKUP_DIR, key or (settings.BACKUP_KEY and Path(settings.BACKUP_KEY)) or None
        if not folder:
            raise CommandError("Hãy nói thư mục FOLDER, hoặc đặt BACKUP_DIR.")
        if keep < 0:
            raise CommandError("--keep phải là 0 hoặc số bản muốn giữ.")
        if key and not key.is_file():
            raise CommandError(f"Không có tệp khóa {key}.")
        at = timezone.now()
        with told("Sao lưu"), tqdm(unit=" tệp", disable=not sys.stderr.isatty(), leave=False) as bar:
            store = places.configured_store()
            with making.made(Path(folder), at=at, key=key, progress=bar.update) as made:
                self.stdout.write(f"Đã sao lưu vào {made}. Hãy kiểm tra: manage.py verify_backup {made}")
                if not making.is_recorded(made, at=at, is_encrypted=key is not None):
                    self.stderr.write(NOT_RECORDED)
                if store:
                    self._send(store, made, is_bare=key is None, progress=bar.update)
                with told("Dọn bản sao lưu cũ"):
                    making.tidy(made, keep)

    def _send(self, store, made, *, is_bare, progress):
        sent = store.send(made, progress)
        store.forget(settings.BACKUP_STORE_KEEP)
        self.stdout.write(f"Đã gửi tới {store}: {vietnamese.number(sent)} tệp mới. Kiểm tra: verify_backup store:")
        if is_bare:
            self.stdout.write(BARE)
