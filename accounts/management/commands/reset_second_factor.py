"""Takes away the second factors of one person: for whoever lost the telephone, the keys and the paper."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from accounts.second_factor import codes, services
from audit import origin


class Command(BaseCommand):
    help = "Đặt lại xác thực hai bước của một tài khoản. Không có --yes thì chỉ cho biết sẽ bỏ những gì."

    def add_arguments(self, parser):
        parser.add_argument("username", metavar="USER", help="Tên đăng nhập")
        parser.add_argument("--yes", action="store_true", help="Bỏ thật, đóng mọi phiên và ghi vào nhật ký")

    def handle(self, *, username, yes, **options):
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist:
            raise CommandError(f"Không có tài khoản nào tên “{username}”.") from None
        held, paper = services.held(user), codes.unused(user)
        if not held and not paper:
            self.stdout.write(f"Tài khoản {username} chưa bật xác thực hai bước, không có gì để bỏ.")
            return
        listed = ", ".join([*map(str, held), f"{paper} mã dự phòng"])
        if not yes:
            self.stdout.write(f"Tài khoản {username} có: {listed}. Chưa bỏ gì; chạy lại với --yes để bỏ.")
            return
        services.reset(user, by=None, at=timezone.now())
        self.stdout.write(
            f"Đã bỏ của tài khoản {username}: {listed}; mọi phiên của tài khoản này đã đóng."
            f" Nhật ký ghi người làm là tài khoản máy “{origin.system_user()}”."
        )
