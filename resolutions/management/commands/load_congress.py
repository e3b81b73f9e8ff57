"""manage.py load_congress FILE.yaml"""

import hashlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from audit import services as audit
from resolutions import loading
from web.waiting import WaitsWhileReadOnly


class Command(WaitsWhileReadOnly, BaseCommand):
    help = "Nạp đại hội, chỉ tiêu, số liệu và văn bản từ một tệp YAML. Chạy lại không đổi gì."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="TỆP", help="ví dụ resolutions/data/congress-xv.yaml")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra và kể lại, không ghi gì")
        parser.add_argument("--restore", action="store_true", help="tạo lại những dòng đã bị người sửa xóa")

    def handle(self, *args, file, dry_run, restore, **options):
        try:
            report = _load(file, dry_run=dry_run, restore=restore)
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {file}.") from error
        except loading.BadFileError as error:
            lines = "\n".join(map(str, error.problems))
            raise CommandError(f"{file}: {len(error.problems)} lỗi, chưa ghi gì.\n{lines}") from error
        for line in report.lines():
            self.stdout.write(line)
        if report.is_unchanged:
            self.stdout.write(f"{file}: {loading.NOTHING}.")
        elif dry_run:
            self.stdout.write("Chạy thử: chưa ghi gì.")


def _load(file, *, dry_run, restore):
    content, at = file.read_bytes(), timezone.now()
    with transaction.atomic():
        report = loading.load(content, at=at, dry_run=dry_run, restore=restore)
        if not (dry_run or report.is_unchanged):
            facts = {"file": file.name, "sha256": hashlib.sha256(content).hexdigest(), "told": report.lines()}
            audit.record("facts.load", by=None, at=at, after=facts)
    return report
