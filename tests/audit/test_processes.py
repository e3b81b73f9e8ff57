"""Two processes that record at the same time make one chain."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.test import TransactionTestCase

from tests import own_database

EACH = 60


class ProcessTests(TransactionTestCase):
    def environment(self):
        settled = {"DJANGO_SETTINGS_MODULE": "config.settings.test", "PYTHONPATH": str(settings.BASE_DIR)}
        return {**os.environ, **settled, "DATABASE_URL": own_database.url(self)}

    def manage(self, environment, *words):
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_both_write_into_one_chain(self):
        environment = self.environment()
        command = [sys.executable, str(Path(__file__).with_name("writer.py")), str(EACH)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        writers = [subprocess.Popen(command, env=environment, **pipes) for _ in range(2)]
        for writer in writers:
            writer.stdout.readline()
        for writer in writers:
            writer.stdin.write("\n")
            writer.stdin.flush()
        for writer in writers:
            writer.communicate(timeout=120)
            self.assertEqual(writer.returncode, 0)
        self.assertIn(f"{2 * EACH} dòng", self.manage(environment, "verify_audit"))
