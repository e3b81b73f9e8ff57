"""Several people at the same moment, each with a connection of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

from django.db import connection
from django.test import TransactionTestCase

from tests import own_database


class Together(TransactionTestCase):
    """Threads with a connection each. SQLite's database of tests lies in memory, so they get a copy of it in a file."""

    def setUp(self):
        if connection.vendor == "sqlite":
            facts = mock.patch.dict(connection.settings_dict, {"NAME": own_database.copied(self)})
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
