"""Django's own, one at a time: two that run at once would both make the same tables."""

import contextlib
import fcntl
from pathlib import Path

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

WAITING = "Một lần migrate khác đang chạy trên cơ sở dữ liệu này; đang chờ lần đó xong."
BUSY = (
    "Một bảng đang bận nên migrate dừng lại để không làm trang đứng chờ; trang vẫn chạy. Hãy chạy lại sau ít phút,"
    " hoặc xem ai đang giữ: SELECT pid, state, query FROM pg_stat_activity WHERE state <> 'idle'. ({})"
)
POOLED = (
    "Địa chỉ này đi qua PgBouncer (pooling=transaction), migrate cần địa chỉ của chính PostgreSQL; hãy xem mục"
    " PgBouncer trong docs/scaling.md. Chưa làm gì."
)
LOCK_NOT_AVAILABLE = "55P03"
LOCK = 0x6D696772
"""Any number will do, as long as nothing else on the database takes it."""


class Command(migrate.Command):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--lock-timeout", type=int, default=0, metavar="GIÂY",
            help="bảng bận quá chừng đó giây thì dừng với một câu (PostgreSQL); 0: đợi",
        )  # fmt: skip

    def execute(self, *args, **options):
        """Before the system checks: they open the database, and two that make a new one collide."""
        connection = connections[options["database"]]
        # The lock would stay with a connection that readers get next.
        if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
            raise CommandError(POOLED)
        lock = {"postgresql": advisory_lock, "sqlite": file_lock}[connection.vendor]
        with lock(connection, lambda: self.stderr.write(WAITING)), patience(connection, options["lock_timeout"]):
            return super().execute(*args, **options)


@contextlib.contextmanager
def advisory_lock(connection, say):
    """PostgreSQL lets go of it with the connection, however that ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            say()
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextlib.contextmanager
def patience(connection, seconds):
    """Whoever waits for a table makes all who come after it wait too, so a short wait is kinder than a long one."""
    limited = seconds and connection.vendor == "postgresql"
    if limited:
        _limit(connection, f"{seconds}s")
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") == LOCK_NOT_AVAILABLE or "database is locked" in str(error):
            raise CommandError(BUSY.format(str(error).strip())) from error
        raise
    finally:
        if limited and connection.is_usable():
            _limit(connection, "0")


def _limit(connection, time):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [time])


@contextlib.contextmanager
def file_lock(connection, say):
    """The kernel lets go of it with the process. A database in memory belongs to one process alone."""
    if connection.is_in_memory_db():
        yield
        return
    with Path(f"{connection.settings_dict['NAME']}.migrate").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
