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
