"""The three programs as they are started, on a machine that has no site: a sentence each, and nothing changed."""

import os
import subprocess
import tempfile
from pathlib import Path
from unittest import TestCase

import pytest

from tests.english import visible_english
from tests.source import ROOT

from installation import options, releases  # isort: skip

WORDS = "script install upgrade help dry run self signed key desk debian example dcs sonla wheels".split()
pytestmark = pytest.mark.once


class ProgramTests(TestCase):
    def run_program(self, name, *words):
        done = subprocess.run(
            [ROOT / "script" / name, *words], cwd=tempfile.gettempdir(), capture_output=True, text=True, check=False
        )
        self.assertNotIn("Traceback", done.stderr)
        return done.returncode, done.stdout + done.stderr

    def test_each_says_in_a_sentence_why_it_does_nothing(self):
        if Path(options.REMEMBERED).exists() or Path(releases.SETTINGS).exists():
            self.fail("máy này có một trang đã cài; không thử bộ cài ở đây")
        root = os.geteuid() == 0
        for words, sentence in (
            (("install", "--host", "a", "--dry-run"), "không phải tên máy" if root else "quyền root"),
            (("upgrade", "--dry-run"), "chưa được cài" if root else "quyền root"),
            (("upgrade", "--back", "--dry-run"), "chưa được cài" if root else "quyền root"),
            (("manage", "check"), "chưa được cài" if root else "quyền root"),
        ):
            with self.subTest(words=words):
                code, said = self.run_program(*words)
                self.assertEqual(code, 1, said)
                self.assertIn(sentence, said)

    def test_each_tells_how_it_is_used(self):
        for name in ("install", "upgrade"):
            code, said = self.run_program(name, "--help")
            self.assertEqual(code, 0)
            self.assertIn("--dry-run", said)
            self.assertIn("Cách dùng: ", said)
            self.assertEqual(visible_english(said, allow=("host", "yes", "back", "certificate", "certbot", *WORDS)), [])

    def test_what_it_does_not_know_is_said_and_nothing_is_guessed(self):
        for words in (("install", "--hots", "a.example"), ("upgrade", "--bac"), ("upgrade", "ngay")):
            code, said = self.run_program(*words)
            self.assertEqual((code, said.startswith("Không hiểu lệnh này.")), (2, True), said)
