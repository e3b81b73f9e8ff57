"""manage.py site_mode: shows or changes the mode of the whole site, on every machine at once."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.utils import timezone

import vietnamese
from audit import services as audit
from web import modes
from web.modes import Mode

NAMES = {Mode.NORMAL: "bình thường", Mode.READ_ONLY: "chỉ đọc", Mode.MAINTENANCE: "bảo trì"}
MEANS = {
    Mode.NORMAL: "Bạn đọc và ban biên tập làm việc như thường.",
    Mode.READ_ONLY: "Bạn đọc xem được mọi trang; ban biên tập đăng nhập và xem được, chưa lưu được gì. Thư chờ.",
    Mode.MAINTENANCE: "Mọi trang, cả trang quản trị, trả lời «đang bảo trì». Mở lại: manage.py site_mode normal",
}
NO_REASON = 'Hãy ghi lý do để ban biên tập biết: --reason "Chuyển máy chủ, xong trước 17 giờ"'
LONGEST = 300
READ_ONLY_DATABASE = (
    "Cơ sở dữ liệu chỉ cho đọc nên không ghi được chế độ mới. Nếu máy này chạy trên bản sao, hãy đặt "
    "SITE_MODE=read_only trong tệp thiết lập rồi khởi động lại dịch vụ (xem docs/operations.md)."
)


class Command(BaseCommand):
    help = (
        "Chế độ của cả trang, trên mọi máy: normal (bình thường), read_only (chỉ đọc), maintenance (bảo trì). "
        "Không ghi chế độ: cho biết chế độ đang dùng."
    )

    def add_arguments(self, parser):
        parser.add_argument("mode", nargs="?", choices=[mode.value for mode in Mode], metavar="CHẾ_ĐỘ")
        parser.add_argument("--reason", default="", metavar="LÝ DO", help="ban biên tập thấy ở đầu mỗi trang quản trị")

    def handle(self, *, mode, reason, **options):
        if mode:
            self.change(Mode(mode), " ".join(vietnamese.nfc(reason).split()).rstrip("."))
        self.show(modes.now())

    def change(self, mode: Mode, reason: str):
        if mode is Mode.READ_ONLY and not reason:
            raise CommandError(NO_REASON)
        if len(reason) > LONGEST:
            raise CommandError(f"Lý do dài quá {LONGEST} ký tự; hãy viết ngắn hơn.")
        before, at = modes.now(), timezone.now()
        if (before.mode, before.reason) == (mode, reason) or before.mode is mode is Mode.NORMAL:
            return
        try:
            with transaction.atomic():
                modes.change(mode, reason, at)
                facts = [{"mode": NAMES[one], "reason": why} for one, why in (before[:2], (mode, reason))]
                audit.record("site.mode", by=None, at=at, before=facts[0], after=facts[1], note=reason)
        except DatabaseError as error:
            if modes.is_refused_by_database(error):
                raise CommandError(READ_ONLY_DATABASE) from None
            raise

    def show(self, state: modes.State):
        since = f" từ {vietnamese.local(state.since):%H:%M %d/%m/%Y}" if state.since else ""
        reason = f" ({state.reason})" if state.reason else ""
        self.stdout.write(f"Chế độ của trang: {NAMES[state.mode]}{since}{reason}. {MEANS[state.mode]}")
