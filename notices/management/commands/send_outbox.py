"""manage.py send_outbox: takes the letters that wait to the mail server. For a timer, once a minute (deploy/)."""

import os
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from notices import outbox, services
from notices.outbox import Told
from vietnamese import number
from web.waiting import TimerWaits

LATER, GIVEN_UP = os.EX_TEMPFAIL, 2
"""A program that breaks off ends with 1, so that is neither."""
NO_SERVER = "Chưa đặt EMAIL_HOST nên không gửi được {} thư đang chờ (xem docs/operations.md)."


class Command(TimerWaits, BaseCommand):
    help = (
        "Gửi các thư đang chờ; thư chưa đi được thử lại sau 1, 5, 15 phút rồi thưa dần, tới hai ngày. Chạy hai lệnh "
        "cùng lúc cũng không gửi trùng. Mã kết thúc: 0 xong; 75 còn thư phải thử lại; 2 có thư thôi không gửi nữa."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="chỉ đếm, không gửi và không xóa gì")

    def handle(self, *, dry_run, **options):
        at = timezone.now()
        keys = list(outbox.due(at).values_list("pk", flat=True))
        if dry_run:
            rest = outbox.waiting().count() - len(keys)
            self.stdout.write(f"Sẽ gửi {number(len(keys))} thư; {number(rest)} thư chưa đến lúc thử lại. Chưa gửi gì.")
            return
        if keys and not settings.MAIL_READY:
            raise CommandError(NO_SERVER.format(number(len(keys))), returncode=LATER)
        told = self._send(keys)
        outbox.clear(at)
        services.clear(at)
        if told.problem:
            raise CommandError(told.problem, returncode=GIVEN_UP if told.given_up else LATER)

    def _send(self, keys) -> Told:
        told = Told()
        for told in tqdm(  # noqa: B007 - the last one says how it ended
            outbox.send(keys, timezone.now), total=len(keys), unit=" thư", disable=not sys.stderr.isatty()
        ):
            pass
        if keys:
            self.stdout.write(
                f"Đã gửi {number(told.sent)} thư; {number(told.later)} thư sẽ thử lại; "
                f"{number(told.given_up)} thư thôi không gửi nữa."
            )
        return told
