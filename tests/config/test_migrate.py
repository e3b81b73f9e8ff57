"""Two `migrate` at once: the second says that it waits, and both end well."""

import contextlib
import fcntl
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import SimpleTestCase, TransactionTestCase

from config.management.commands import migrate


def start(url):
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    words = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate"]
    return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def says(process):
    """Its first line on stderr: read while the lock is held, so that nothing depends on how fast it starts."""
    return process.stderr.readline().strip()


@pytest.mark.once
class FileTests(SimpleTestCase):
    def test_the_second_waits_for_the_first(self):
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "moi.sqlite3"
            with Path(f"{database}.migrate").open("w") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                second = start(f"sqlite:///{database}")
                self.assertEqual(says(second), migrate.WAITING)
                self.assertIsNone(second.poll())
            errors = second.communicate(timeout=120)[1]
        self.assertEqual((second.returncode, errors), (0, ""))

    def test_two_at_once_make_the_tables_once(self):
        with tempfile.TemporaryDirectory() as folder:
            both = [start(f"sqlite:///{Path(folder) / 'moi.sqlite3'}") for _ in range(2)]
            said = [one.communicate(timeout=120)[1] for one in both]
        self.assertEqual([one.returncode for one in both], [0, 0], said)
        self.assertNotIn("Traceback", "".join(said))


@pytest.mark.postgresql_only
class AdvisoryTests(TransactionTestCase):
    def test_the_second_waits_for_the_first(self):
        known = connection.settings_dict
        with migrate.advisory_lock(connection, self.fail):
            second = start(f"postgres://{known['USER']}@/{known['NAME']}?host={known['HOST']}")
            self.assertEqual(says(second), migrate.WAITING)
            self.assertIsNone(second.poll())
        errors = second.communicate(timeout=60)[1]
        self.assertEqual((second.returncode, errors), (0, ""))


@pytest.mark.postgresql_only
class BusyTests(TransactionTestCase):
    def test_a_busy_table_stops_it_with_a_sentence_and_nobody_waits_behind_it(self):
        known = connection.settings_dict
        holder = psycopg2.connect(host=known["HOST"], user=known["USER"], dbname=known["NAME"])
        with contextlib.closing(holder), holder.cursor() as cursor:
            cursor.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
            with self.assertRaisesRegex(CommandError, "Một bảng đang bận nên migrate dừng lại"):
                call_command("migrate", lock_timeout=1, verbosity=0)
        call_command("migrate", lock_timeout=1, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            self.assertEqual(cursor.fetchone()[0], "0")
