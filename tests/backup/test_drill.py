"""The drill of docs/operations.md, line by line as it stands there, on both engines."""

import contextlib
import re
from unittest import TestCase

import pytest

from tests.backup import commands
from tests.backup.site import Site
from tests.backup.test_backup import TITLES, OnPostgres
from tests.source import ROOT

BLOCK = re.compile(r"^The drill: .*?```sh\n(.*?)```", re.M | re.S)
NO_SERVICES = "systemctl() { :; }\n"
"""The machine that tests has none of the site's."""


class Drill:
    on_postgres = False

    def test_every_line_of_it(self):
        with contextlib.ExitStack() as stack:
            site = Site(stack, on_postgres=self.on_postgres)
            # Made by hand before the drill, so that it finds its folder as the line above it leaves it.
            site.saved.mkdir(mode=0o700)
            drill = BLOCK.search((ROOT / "docs" / "operations.md").read_text("utf-8"))[1]
            self.assertEqual(drill.count("manage "), 6)
            lines = NO_SERVICES + drill.replace("/backup/cms", str(site.saved))
            done = commands.in_shell(lines, site.env, ROOT)
            self.assertEqual(done.returncode, 0, done.stderr)
            for said in (
                "Đã sao lưu vào",
                "Bản sao lưu nguyên vẹn",
                "Chưa làm gì",
                "Đã khôi phục",
                "khớp",
                "nguyên vẹn",
            ):
                self.assertIn(said, done.stdout)
            self.assertEqual(site.titles(), TITLES)


@pytest.mark.sqlite_only
class SqliteDrillTests(Drill, TestCase):
    pass


@pytest.mark.postgresql_only
class PostgresDrillTests(OnPostgres, Drill, TestCase):
    pass
