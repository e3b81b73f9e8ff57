"""The database of the tests, where others than their own connection can reach it: threads and processes."""

import sqlite3
import tempfile
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
