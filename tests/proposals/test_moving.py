"""Proposals came from another app: what was there before the upgrade is there after it."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import TestCase

import pytest

from tests import source

pytestmark = pytest.mark.once

BEFORE = ("resolutions", "0007_two_people_behind_names")


def insert(database, table, **facts):
    """A row with its parents; what is not said is as empty as its column allows."""
    parents = {row[3]: row[2] for row in database.execute(f"PRAGMA foreign_key_list({table})")}
    for _at, name, kind, is_needed, _default, _key in database.execute(f"PRAGMA table_info({table})").fetchall():
        if name not in facts and is_needed:
            is_text = "char" in kind or "text" in kind or "date" in kind
            facts[name] = insert(database, parents[name], id=5) if name in parents else "" if is_text else 5
    columns, places = ", ".join(f'"{name}"' for name in facts), ", ".join("?" for _ in facts)
    database.execute(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({places})", list(facts.values()))  # noqa: S608
    return facts["id"]


class MovingTests(TestCase):
    def test_rows_and_numbers_stay(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "trang.sqlite3"
            self.migrate(path, *BEFORE)
            told = {"changes": '{"value": ["60", "65"]}', "reason": "Gõ nhầm khi nhập", "model": "target"}
            with contextlib.closing(sqlite3.connect(path)) as database:
                database.execute("PRAGMA ignore_check_constraints = ON")
                insert(database, "resolutions_target", id=12)
                insert(database, "resolutions_proposal", id=41, target_id=12, proposed_at="2026-01-05", **told)
                insert(database, "resolutions_proposal", id=42, proposed_at="2026-01-05", **told)
                database.commit()
            self.migrate(path, "proposals")
            with contextlib.closing(sqlite3.connect(path)) as database:
                rows = database.execute("SELECT id, about, reason, changes FROM proposals_proposal ORDER BY id")
                kept = (told["reason"], told["changes"])
                self.assertEqual(list(rows), [(41, "resolutions.target/12", *kept), (42, "", *kept)])
                tables = "SELECT count(*) FROM sqlite_master WHERE name = 'resolutions_proposal'"
                self.assertEqual(database.execute(tables).fetchone(), (0,))

    def migrate(self, path, *where):
        words = [sys.executable, "manage.py", "migrate", *where]
        settings = {"DATABASE_URL": f"sqlite:///{path}", "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        environment = {**os.environ, **settings}
        done = subprocess.run(words, cwd=source.ROOT, env=environment, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
