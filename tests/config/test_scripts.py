"""The commands that a newcomer runs, as a newcomer may run them."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from unittest import TestCase

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]


def run(*command, cwd=ROOT):
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


class ServerArgumentTests(TestCase):
    def test_anything_but_its_two_options_is_answered_with_usage(self):
        for wrong in (
            ["--help"],
            ["8000"],
            ["--port"],
            ["--port", "x"],
            ["--port", "0"],
            ["--port", "65536"],
            ["--port", ""],
        ):
            with self.subTest(arguments=wrong):
                done = run("script/server", *wrong)
                self.assertEqual(done.returncode, 2)
                self.assertEqual(done.stderr, "Cách dùng: script/server [--port N] [--no-demo]\n")

    def test_a_busy_port_is_said_in_one_sentence(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = run("script/server", "--port", str(port))
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"Cổng {port} đang có chương trình khác dùng", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)


class BootstrapTests(TestCase):
    """In a folder of its own with empty locks, so that nothing is downloaded."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="trang thử "))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "script").mkdir()
        for name in ("bootstrap", "environment.py"):
            shutil.copy(ROOT / "script" / name, self.folder / "script")
        for lock in ("requirements.txt", "requirements-dev.txt"):
            (self.folder / lock).write_text("# không có gì\n")

    def bootstrap(self, *arguments):
        done = run("script/bootstrap", *arguments, cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr

    def works(self):
        return run(".venv/bin/python", "-c", "", cwd=self.folder).returncode == 0

    def test_the_environment_is_made_once_and_anew_only_where_it_must_be(self):
        # Two starts at once take turns.
        starts = [
            subprocess.Popen(["script/bootstrap"], cwd=self.folder, stderr=subprocess.PIPE, text=True) for _ in range(2)
        ]
        said = [start.communicate()[1] for start in starts]
        self.assertEqual([start.returncode for start in starts], [0, 0], said)
        self.assertEqual("".join(said).count("Đang chuẩn bị"), 1)
        self.assertTrue(self.works())
        # The next ones find it, and the tools of the tests are added to it.
        self.assertEqual(self.bootstrap(), "")
        self.assertNotIn("Đang chuẩn bị", self.bootstrap("dev"))
        self.assertEqual(self.bootstrap() + self.bootstrap("dev"), "")
        self.assertEqual({path.name for path in self.folder.iterdir() if path.is_dir()}, {"script", ".venv", "var"})
        # One that was cut short is made anew, and so is one of other locks.
        (self.folder / ".venv" / "stamp").unlink()
        (self.folder / ".venv" / "half-written").touch()
        self.assertIn("Đang chuẩn bị", self.bootstrap())
        self.assertFalse((self.folder / ".venv" / "half-written").exists())
        (self.folder / "requirements.txt").write_text("# khoá mới\n")
        self.assertIn("Đang chuẩn bị", self.bootstrap())
        self.assertTrue(self.works())

    def test_an_unknown_argument_and_an_old_python_are_refused(self):
        self.assertEqual(run("script/bootstrap", "tat-ca", cwd=self.folder).returncode, 1)
        tools = self.folder / "tools"
        tools.mkdir()
        for name in ("sh", "dirname"):
            (tools / name).symlink_to(shutil.which(name))
        done = subprocess.run(
            ["script/bootstrap"],
            cwd=self.folder,
            env={**os.environ, "PATH": str(tools), "PYTHON": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 1)
        self.assertIn("Cần Python 3.11", done.stderr)
