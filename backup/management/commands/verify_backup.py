"""manage.py verify_backup [BACKUP]: makes a database of its own from it and looks whether everything is there."""

import secrets
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

import vietnamese
from backup import places, sealing, verifying
from backup.telling import told

BYTES_ALONE = 3
SAID_OF_BYTES = (
    "Từng byte của {} đúng như lúc sao lưu. Máy này không có khóa bí mật nên CHƯA dựng thử được cơ sở dữ liệu: mỗi quý"
    " một lần, hãy chạy verify_backup trên máy giữ khóa."
)


class Command(BaseCommand):
    help = (
        "Kiểm tra một bản sao lưu: từng tệp, rồi từng bảng trong một cơ sở dữ liệu dựng thử. Không đổi gì của trang."
        " 0: nguyên vẹn; 1: không; 3: từng byte đúng, nhưng ở đây không có khóa bí mật để mở ra xem."
    )
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
            facts = self._proven(place, bar.update)
            place.note_proven()
        if facts is None:
            raise CommandError(SAID_OF_BYTES.format(place), returncode=BYTES_ALONE)
        rows = vietnamese.number(sum(table["rows"] for table in facts["tables"].values()))
        self.stdout.write(
            f"Bản sao lưu nguyên vẹn: {place}, {len(facts['files'])} tệp, {len(facts['tables'])} bảng, {rows} dòng;"
            f" chỉ mục tìm kiếm khớp; nhật ký nguyên vẹn đến dòng {vietnamese.number(facts['audit']['number'])}."
        )

    @staticmethod
    def _proven(place, progress) -> dict | None:
        """What the backup says of itself; None where its bytes alone could be proven."""
        try:
            with verifying.opened(place, f"thu_{secrets.token_hex(4)}", progress) as proven:
                return proven.facts
        except sealing.NoSecretKey:
            return None
