"""A copy takes its name only when it is whole; what is not a copy is never overwritten."""

import errno
import fcntl
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import TestCase, mock

import pytest
from django.conf import settings

from backup import manifest
from mirror import folder
from mirror.refused import MirrorRefused
from tests.source import ROOT

pytestmark = pytest.mark.once

KILLED = """
import os, signal, sys
from pathlib import Path
from django.conf import settings
settings.configure(BASE_DIR="/nowhere", MEDIA_ROOT="/nowhere")
from mirror import folder
def fill(fresh):
    (fresh / "index.html").write_text("dang do")
    os.kill(os.getpid(), signal.SIGKILL)
folder.make(Path(sys.argv[1]), fill)
"""


def filling(text, name="index.html"):
    def fill(fresh):
        (fresh / name).write_text(text, "utf-8")
        facts = {"kind": folder.KIND, "files": {name: {}}}
        (fresh / manifest.NAME).write_text(manifest.written(facts), "utf-8")

    return fill


class FolderTests(TestCase):
    def setUp(self):
        self.parent = Path(tempfile.mkdtemp(prefix="cms-mirror-"))
        self.addCleanup(shutil.rmtree, self.parent)
        self.target = self.parent / "ban-sao"

    def text(self):
        return (self.target / "index.html").read_text("utf-8")

    def beside(self):
        return sorted(path.name for path in self.parent.iterdir() if not path.name.endswith(".khoa"))

    def assert_refused(self, words, fill=None):
        with self.assertRaisesRegex(MirrorRefused, words):
            folder.make(self.target, fill or filling("mới"))

    def test_a_second_copy_replaces_the_first_and_leaves_nothing_beside(self):
        folder.make(self.target, filling("một"))
        with (self.target / "index.html").open() as reader:  # a server that has it open
            folder.make(self.target, filling("hai"))
            self.assertEqual((reader.read(), self.text()), ("một", "hai"))
        self.assertEqual(self.beside(), ["ban-sao"])
        self.assertEqual(self.target.stat().st_mode & 0o777, 0o755)

    def test_where_names_cannot_be_swapped_it_is_done_in_two_steps(self):
        folder.make(self.target, filling("một"))
        with mock.patch.object(folder, "_swapped", return_value=False):
            folder.make(self.target, filling("hai"))
        self.assertEqual((self.text(), self.beside()), ("hai", ["ban-sao"]))

    def test_what_is_no_copy_of_ours_is_not_overwritten(self):
        self.target.mkdir()
        (self.target / "luan-an.docx").write_text("mười năm")
        self.assert_refused("không phải là bản sao")
        (self.target / manifest.NAME).write_text(manifest.written({"files": {}}), "utf-8")
        self.assert_refused("của thứ khác")
        self.assertEqual((self.target / "luan-an.docx").read_text(), "mười năm")

    def test_a_file_that_somebody_put_into_a_copy_is_not_lost(self):
        folder.make(self.target, filling("một"))
        (self.target / "ghi-chu.txt").write_text("của tôi")
        self.assert_refused("tệp lạ ghi-chu.txt")
        self.assertEqual(self.text(), "một")

    def test_it_stands_neither_in_the_site_nor_around_it(self):
        for target in (ROOT / "var" / "x", Path(settings.MEDIA_ROOT) / "x", ROOT.parent, Path("/")):
            with self.subTest(target=target), self.assertRaisesRegex(MirrorRefused, "thư mục ở ngoài"):
                folder.check(target)
        (self.parent / "cua-sau").symlink_to(settings.MEDIA_ROOT)
        with self.assertRaisesRegex(MirrorRefused, "thư mục ở ngoài"):
            folder.check(self.parent / "cua-sau" / "x")

    def test_a_file_is_not_taken_for_a_folder(self):
        self.target.write_text("tệp")
        self.assert_refused("không phải là thư mục")

    def test_a_full_disk_leaves_the_last_copy(self):
        folder.make(self.target, filling("một"))
        usual = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, usual[1]))
        try:
            self.assert_refused("Không ghi được vào .*: tệp lớn hơn", filling("x" * 100_000))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        self.assertEqual((self.text(), self.beside()), ("một", ["ban-sao"]))

    def test_why_it_could_not_be_written_is_said_in_vietnamese(self):
        folder.make(self.target, filling("một"))
        for number, words in (
            (errno.ENOSPC, "ổ đĩa đã đầy"),
            (errno.EACCES, "không có quyền"),
            (errno.EBUSY, "điểm gắn"),
        ):
            with mock.patch.object(folder, "_take_name", side_effect=OSError(number, "English")):
                self.assert_refused(words)
        self.assertEqual((self.text(), self.beside()), ("một", ["ban-sao"]))

    def test_a_killed_run_is_begun_anew(self):
        folder.make(self.target, filling("một"))
        done = subprocess.run([sys.executable, "-c", KILLED, self.target], cwd=ROOT, check=False, capture_output=True)
        self.assertEqual(done.returncode, -signal.SIGKILL, done.stderr)
        self.assertEqual((self.text(), self.beside()), ("một", [".ban-sao.dang-lam", "ban-sao"]))
        folder.make(self.target, filling("hai"))
        self.assertEqual((self.text(), self.beside()), ("hai", ["ban-sao"]))

    def test_of_two_at_once_the_second_says_so(self):
        with (self.parent / ".ban-sao.khoa").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assert_refused("Một lần sao khác")
        self.assertEqual(self.beside(), [])
