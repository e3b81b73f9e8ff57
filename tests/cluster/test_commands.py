"""What script/cluster says to whoever runs it wrongly, twice, or where programs are missing."""

import contextlib
import io
import tempfile
from pathlib import Path
from unittest import TestCase, mock

import pytest

from script.machines import parts, run

pytestmark = pytest.mark.once


class CommandTests(TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="cms-", dir="/tmp")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def said(self, *words, folder=None):
        """(exit code or sentence, what was printed)"""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                run.main(["--folder", str(folder or self.folder / "c"), *words])
            except SystemExit as ended:
                return ended.code, printed.getvalue()
        return 0, printed.getvalue()

    def test_without_a_cluster_everything_but_down_says_so(self):
        for words in (["status"], ["promote"], ["kill", "db1"], ["start", "nginx"]):
            self.assertIn("script/cluster up", str(self.said(*words)[0]))
        self.assertEqual(self.said("down"), (0, ""))
        self.assertEqual(self.said("down"), (0, ""))

    def test_missing_programs_are_named_with_the_line_that_installs_them(self):
        with mock.patch.dict(parts.NEEDED, {"pgbouncer": lambda: None, "redis-server": lambda: None}):
            self.assertIn("apt-get install pgbouncer redis-server", self.said("up")[0])
        self.assertFalse((self.folder / "c").exists())

    def test_a_folder_with_other_things_in_it_is_left_alone(self):
        (self.folder / "thu.txt").write_text("của người khác")
        for words in (["up"], ["down"]):
            self.assertIn("--folder", self.said(*words, folder=self.folder)[0])
        (self.folder / "loi-tat").symlink_to(self.folder)
        self.assertIn("--folder", self.said("up", folder=self.folder / "loi-tat")[0])
        self.assertEqual({path.name for path in self.folder.iterdir()}, {"thu.txt", "loi-tat"})

    def test_a_part_that_does_not_exist_is_refused_with_the_names_of_those_that_do(self):
        code, printed = self.said("kill", "may3")
        self.assertEqual(code, 2)
        for name in parts.STARTS:
            self.assertIn(name, printed)
