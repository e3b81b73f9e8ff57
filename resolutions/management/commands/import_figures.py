"""manage.py import_figures FILE --congress xv --by USERNAME [--dry-run]"""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

import system_errors
from accounts.models import User
from desk.steps import StepRefused
from resolutions.importing import entering, tables
from resolutions.importing.rows import Fate
from resolutions.models import Congress
from web.waiting import WaitsWhileReadOnly


class Command(WaitsWhileReadOnly, BaseCommand):
    help = (
        "Nhập số liệu thực hiện từ tệp .xlsx hoặc .csv (cột: ma nam khoang_thoi_gian gia_tri do_chinh_thuc pham_vi "
        "nguon thoi_diem_nguon ghi_chu theo_bao_chi tinh_ra "
        "do_tin_cay). Có dòng sai thì không nhập gì; nhập hai lần thì lần sau không đổi gì. Số "
        "liệu nhập vào chờ người thứ hai duyệt."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="tệp .xlsx hoặc .csv")
        parser.add_argument("--congress", required=True, help="mã đại hội, ví dụ: xv")
        parser.add_argument("--by", required=True, help="tên đăng nhập của người nhập")
        parser.add_argument("--reason", default="", help="lý do, khi tệp đính chính số đang hiện")
        parser.add_argument("--have-looked", action="store_true", help="đã xem các cảnh báo, số trong tệp là đúng")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xét từng dòng, không nhập gì")

    def handle(self, *, file, congress, by, reason, have_looked, dry_run, **options):
        term = Congress.objects.filter(code=congress).first()
        person = User.objects.filter(username=by, is_active=True).first()
        if term is None:
            raise CommandError(f"Không có đại hội mã «{congress}».")
        if person is None:
            raise CommandError(f"Không có tài khoản đang dùng tên «{by}».")
        try:
            with tqdm(unit=" dòng", disable=not sys.stderr.isatty(), leave=False) as bar:
                facts = {"at": timezone.now(), "progress": bar.update}
                table = tables.read(file)
                if dry_run:
                    outcome = entering.examine(table, term, **facts)
                else:
                    outcome = entering.enter(table, term, by=person, reason=reason, have_looked=have_looked, **facts)
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {file}: {system_errors.reason(error)}.") from error
        except (tables.UnreadableError, StepRefused) as error:
            raise CommandError(str(error)) from error
        self._tell(outcome)
        if not dry_run or not outcome.is_sound:
            self._refuse(outcome, reason, have_looked)
        self.stdout.write(f"{'Xét thử' if dry_run else 'Đã nhập, chờ duyệt'}: {outcome.words}.")

    def _tell(self, outcome):
        for row in outcome.told:
            for sentence in row.said:
                write = self.stderr if row.fate == Fate.WRONG else self.stdout
                write.write(f"Dòng {row.number}, {row.fate.word}: {sentence}")
        if outcome.untold:
            self.stdout.write(f"Còn {outcome.untold} dòng khác cần xem, chưa kể ở đây.")

    def _refuse(self, outcome, reason, have_looked):
        """Why nothing was entered, if so."""
        kept = f"Không nhập gì: {outcome.words}."
        if not outcome.is_sound:
            raise CommandError(kept)
        if entering.needs_reason(outcome, reason):
            raise CommandError(f"{kept} Tệp thay số đang hiện, hãy nêu lý do bằng --reason.")
        if entering.needs_a_look(outcome, have_looked):
            raise CommandError(f"{kept} {outcome.doubted} dòng có cảnh báo; nếu số đúng, hãy thêm --have-looked.")
