"""The timers under deploy/: systemd understands them, they start the lines of the guide, and a failed run is seen."""

import contextlib
import datetime as dt
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from unittest import TestCase

import pytest
from django.utils import timezone

import vietnamese
from backup import age
from backup.places.folder import PROVEN
from tests.backup.site import Site
from tests.source import ROOT

DEPLOY = ROOT / "deploy"
UNITS = ("cms-backup", "cms-verify-backup", "cms-base-backup", "cms-mirror")
NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
SAYS_HOW_IT_ENDED = re.compile(r"^(#.*|SuccessExitStatus=3)\n", re.M)
COMMAND = re.compile(r"^ExecStart=(.+)$", re.M)


@pytest.mark.once
class UnitTests(TestCase):
    def test_they_start_the_lines_of_the_guide(self):
        guide = (ROOT / "docs" / "operations.md").read_text("utf-8")
        for name in UNITS:
            command = COMMAND.search((DEPLOY / f"{name}.service").read_text("utf-8"))[1]
            line = command.replace("/srv/cms/app/.venv/bin/python manage.py", "manage").replace("/usr/local/bin/", "")
            with self.subTest(unit=name):
                asked = re.escape(line)
                named = re.search(rf"(?m)^(?:sudo -u postgres )?{asked}(?: +#.*)?$|`{asked}`", guide)
                self.assertIsNotNone(named, line)
                timer = (DEPLOY / f"{name}.timer").read_text("utf-8")
                self.assertIn("Persistent=true", timer)
                self.assertIn("WantedBy=timers.target", timer)

    def test_a_proof_may_do_no_more_than_a_backup(self):
        made, proven = ((DEPLOY / f"{name}.service").read_text("utf-8").partition("[Service]")[2] for name in UNITS[:2])
        self.assertEqual(COMMAND.sub("", made), SAYS_HOW_IT_ENDED.sub("", COMMAND.sub("", proven)))

    def test_systemd_understands_them(self):
        """Where systemd is not there, every line must at least be a name of its own with a value."""
        for name in UNITS:
            for path in (DEPLOY / f"{name}.service", DEPLOY / f"{name}.timer"):
                lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
                wrong = [
                    line for line in lines if not re.fullmatch(r"\[(Unit|Service|Timer|Install)\]|[A-Z]\w+=.+", line)
                ]
                self.assertEqual(wrong, [])
        if program := shutil.which("systemd-analyze"):
            with tempfile.TemporaryDirectory() as folder:
                self.assertEqual(self.said_by(program, Path(folder)), [])

    def said_by(self, program, folder):
        """Programs and users of the samples are not on this machine, so that a harmless one stands for them."""
        paths = []
        for name in UNITS:
            text = (DEPLOY / f"{name}.service").read_text("utf-8")
            text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.M)
            (folder / f"{name}.service").write_text(text, "utf-8")
            shutil.copy(DEPLOY / f"{name}.timer", folder)
            paths += [folder / f"{name}.service", folder / f"{name}.timer"]
        done = subprocess.run([program, "verify", *paths], capture_output=True, text=True, check=False)
        return [line for line in done.stderr.splitlines() if str(folder) in line]


@pytest.mark.once
class AgeTests(TestCase):
    def test_only_a_finished_backup_has_an_age(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            self.assertEqual((age.newest(folder, NOW), age.proven(folder)), (None, None))
            self.assertEqual((age.newest(folder / "khong-co", NOW), age.proven(folder / "khong-co")), (None, None))
            for made, is_finished in (
                ("2026-11-27_020000", True),
                ("2026-11-28_020000", True),
                ("2026-11-29_020000", False),
                ("2036-11-28_020000", True),
                ("dang-lam-2026-11-30_020000", True),
            ):
                (folder / made).mkdir()
                if is_finished:
                    (folder / made / "manifest.json").write_text("{}", "utf-8")
            self.assertEqual(age.newest(folder, NOW), dt.datetime(2026, 11, 28, 2, tzinfo=vietnamese.TIME_ZONE))
            (folder / PROVEN).write_text("", "utf-8")
            os.utime(folder / PROVEN, (1_800_000_000, 1_800_000_000))
            self.assertEqual(age.proven(folder), dt.datetime.fromtimestamp(1_800_000_000, dt.UTC))


@pytest.mark.sqlite_only
class RunTests(TestCase):
    def test_what_the_units_start_works_and_a_failed_run_is_seen(self):
        with contextlib.ExitStack() as stack:
            site = Site(stack, on_postgres=False)
            for name in UNITS[:2]:
                command = COMMAND.search((DEPLOY / f"{name}.service").read_text("utf-8"))[1]
                done = site.run(*command.split()[1:], BACKUP_DIR=str(site.saved))
                self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIsNotNone(age.newest(site.saved, timezone.now()))
            self.assertGreaterEqual(age.proven(site.saved), age.newest(site.saved, timezone.now()))
            [made] = site.saved.glob("2*")
            (made / "settings.json").write_text("", "utf-8")
            proven = age.proven(site.saved)
            done = site.manage("verify_backup", "", BACKUP_DIR=str(site.saved))
            self.assertEqual(done.returncode, 1)
            self.assertIn("ERROR backup.telling: Kiểm tra bản sao lưu không thành công", done.stderr)
            self.assertEqual(age.proven(site.saved), proven)
