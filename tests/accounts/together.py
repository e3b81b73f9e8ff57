"""Several people at the same moment, each with a connection of their own."""

import sqlite3
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from unittest import mock

from django.db import connection
from django.test import TransactionTestCase


class Together(TransactionTestCase):
    """Threads with a connection each. SQLite's database of tests lies in memory, so they get a copy of it in a file."""

    def setUp(self):
        if connection.vendor == "sqlite":
            folder = tempfile.TemporaryDirectory()
            self.addCleanup(folder.cleanup)
            path = f"{folder.name}/chung.sqlite3"
            connection.ensure_connection()
            with closing(sqlite3.connect(path)) as copy:
                connection.connection.backup(copy)
                # As a site's file is from its first day: many who change that at once would be refused.
                copy.execute("PRAGMA journal_mode=WAL")
            facts = mock.patch.dict(connection.settings_dict, {"NAME": path})
            facts.start()
            self.addCleanup(facts.stop)

    def while_one_records(self, first, second):
        """What comes of both: `second` begins when `first` writes its first event, and holds the head of the record."""
        is_recording = threading.Event()

        def watch(execute, sql, *arguments):
            answer = execute(sql, *arguments)
            if "audit_event" in sql:
                is_recording.set()
            return answer

        def begin_first():
            with connection.execute_wrapper(watch):
                return first()

        def begin_second():
            is_recording.wait(20)
            return second()

        return self.try_together(lambda position: (begin_first, begin_second)[position](), 2)

    def try_together(self, function, number=24):
        start = threading.Barrier(number)

        def one(position):
            try:
                start.wait(20)
                return function(position)
            finally:
                connection.close()

        with ThreadPoolExecutor(number) as pool:
            return list(pool.map(one, range(number)))
