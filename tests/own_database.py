"""The database of the tests, where others than their own connection can reach it: threads and processes."""

import sqlite3
import tempfile
import time
from contextlib import closing

from django.db import connection


def url(test) -> str:
    """For DATABASE_URL."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{copied(test)}"
    known = connection.settings_dict
    return f"postgres://{known['USER']}@/{known['NAME']}?host={known['HOST']}"


def copied(test) -> str:
    """SQLite's database of tests lies in memory, so a copy of it in a file, for as long as the test takes."""
    folder = tempfile.TemporaryDirectory()
    test.addCleanup(folder.cleanup)
    path = f"{folder.name}/chung.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        # As a site's file is from its first day: many who change that at once would be refused.
        copy.execute("PRAGMA journal_mode=WAL")
    return path


def until_somebody_waits():
    """Until another connection to it waits for a lock, so that a race is run and not hoped for.

    SQLite does not tell who waits; there it is a moment in which the other has begun by far the most often.
    """
    if connection.vendor == "sqlite":
        time.sleep(0.3)
        return
    until = time.monotonic() + 30
    with connection.cursor() as cursor:
        while not _waiting(cursor):
            assert time.monotonic() < until, "nobody waits: the two do not meet"
            time.sleep(0.01)


def _waiting(cursor) -> int:
    # What a transaction has once been told of others stays the same to its end, if nobody says otherwise.
    cursor.execute("SELECT pg_stat_clear_snapshot()")
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    return cursor.fetchone()[0]
