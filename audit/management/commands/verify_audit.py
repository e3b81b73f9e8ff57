"""manage.py verify_audit [--digest FILE]: code 0 when the record holds, 1 when not, 2 when its triggers are missing."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from tqdm import tqdm

import system_errors
import vietnamese
from audit import digest, guards, verifying


class Command(BaseCommand):
    help = "Kiểm tra nhật ký: chuỗi dòng có nguyên vẹn không, trigger còn đứng không, ai còn xóa được. Không đổi gì."

    def add_arguments(self, parser):
        parser.add_argument("--digest", type=Path, metavar="TỆP", help="bản tóm tắt của một ngày (audit_digest)")

    def handle(self, *, digest, **options):
        known = _read(digest) if digest else None
        try:
            with tqdm(unit=" dòng", disable=not sys.stderr.isatty(), leave=False) as bar:
                sound = verifying.verify(known, bar.update)
        except verifying.RecordBroken as broken:
            self._tell_guards()
            raise CommandError(f"NHẬT KÝ KHÔNG NGUYÊN VẸN. {broken}") from broken
        number = vietnamese.number
        self.stdout.write(f"Nhật ký nguyên vẹn: {number(sound.rows)} dòng nối nhau từ đầu đến cuối.")
        if known:
            self.stdout.write(f"Khớp bản tóm tắt ngày {known.day_text} ({number(known.rows)} dòng).")
        if sound.erased:
            self.stdout.write(f"Địa chỉ của {number(sound.erased)} dòng đã được xóa theo thời hạn lưu.")
        self.stdout.write(f"Dấu cuối: {sound.head}")
        if missing := self._tell_guards():
            raise CommandError(f"Thiếu trigger: {', '.join(missing)}.", returncode=2)

    def _tell_guards(self):
        """Those that are missing."""
        connection = connections[DEFAULT_DB_ALIAS]
        missing = sorted(guards.names(connection.vendor) - guards.standing(connection))
        if not missing:
            self.stdout.write("Trigger ngăn sửa, xóa: đủ.")
        said = guards.role_could_delete(connection)
        self.stdout.write(said or "Vai trò cơ sở dữ liệu của trang không xóa được dòng nào.")
        return missing


def _read(path):
    try:
        return digest.read(path.read_text("utf-8"))
    except OSError as error:
        raise CommandError(f"Không đọc được tệp {path}: {system_errors.reason(error)}.") from error
    except ValueError as error:
        raise CommandError(f"Tệp {path} không phải bản tóm tắt nhật ký.") from error
