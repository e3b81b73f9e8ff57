"""manage.py verify_backup [BACKUP]: makes a database of its own from it and looks whether everything is there."""

import secrets
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

import vietnamese
from backup import places, verifying
from backup.telling import told


class Command(BaseCommand):
    help = "Kiểm tra một bản sao lưu: từng tệp, rồi từng bảng trong một cơ sở dữ liệu dựng thử. Không đổi gì của trang."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "backup",
            nargs="?",
            metavar="BACKUP",
            help="thư mục của một bản, thư mục giữ các bản (bản mới nhất), store: (bản mới nhất ở kho) hoặc store:TÊN;"
            " không có thì lấy BACKUP_DIR",
        )

    def handle(self, *, backup, **options):
        if not (backup or settings.BACKUP_DIR):
            raise CommandError("Hãy nói bản sao lưu nào, hoặc đặt BACKUP_DIR.")
        with told("Kiểm tra bản sao lưu"), tqdm(unit=" tệp", disable=not sys.stderr.isatty(), leave=False) as bar:
            place = places.of(backup or settings.BACKUP_DIR)
            with verifying.opened(place, f"thu_{secrets.token_hex(4)}", bar.update) as proven:
                facts = proven.facts
            place.note_proven()
        rows = vietnamese.number(sum(table["rows"] for table in facts["tables"].values()))
        self.stdout.write(
            f"Bản sao lưu nguyên vẹn: {place}, {len(facts['files'])} tệp, {len(facts['tables'])} bảng, {rows} dòng;"
            f" chỉ mục tìm kiếm khớp; nhật ký nguyên vẹn đến dòng {vietnamese.number(facts['audit']['number'])}."
        )
