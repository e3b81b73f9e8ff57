"""Django's own, one at a time: two that run at once would both make the same tables."""

import contextlib
import fcntl
from pathlib import Path

from django.core.management.commands import migrate
from django.db import connections

WAITING = "Một lần migrate khác đang chạy trên cơ sở dữ liệu này; đang chờ lần đó xong."
LOCK = 0x6D696772
"""Any number will do, as long as nothing else on the database takes it."""


class Command(migrate.Command):
    def execute(self, *args, **options):
        """Before the system checks: they open the database, and two that make a new one collide."""
        connection = connections[options["database"]]
        lock = {"postgresql": advisory_lock, "sqlite": file_lock}[connection.vendor]
        with lock(connection, lambda: self.stderr.write(WAITING)):
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
